import { StandInGitLab } from '../gitlab/standInGitLab.ts';

/** The only project in the bench's world. */
export const benchProject = { id: 101, path: 'tanuki-tools/web-shop' } as const;

/** A little more than half of the seeded issues are open. */
const issuesPerOpen = 1.75;

/** Starts a GitLab with projects that have exactly `open` open issues each, plus closed ones as in real projects. */
export async function startWithOpenIssues(open: number, now?: () => number, projects = 1): Promise<StandInGitLab> {
  const issues = Math.ceil(open * issuesPerOpen) + 40;
  const gitlab = await StandInGitLab.start({ projects, issues, ...(now ? { now } : {}) });
  for (const project of gitlab.world.projects.keys()) {
    const surplus = gitlab.world.issues(project).filter(({ state }) => state === 'opened').length - open;
    if (surplus < 0) throw new Error(`Too few of ${issues} issues are open.`);
    for (let left = surplus, iid = 1; left > 0; iid++) {
      const issue = gitlab.world.issue(project, iid);
      if (issue?.state !== 'opened') continue;
      // Keep `updatedAt`, so that a sync doesn't report the closed issue as a change.
      gitlab.world.updateIssue(project, iid, { state: 'closed', updatedAt: issue.updatedAt });
      left -= 1;
    }
  }
  return gitlab;
}
