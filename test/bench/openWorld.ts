import { StandInGitLab } from '../gitlab/standInGitLab.ts';

/** The only project in the bench's world. */
export const benchProject = { id: 101, path: 'tanuki-tools/web-shop' } as const;

/** A little more than half of the seeded issues are open. */
const issuesPerOpen = 1.75;

/** Starts a GitLab with one project that has exactly `open` open issues, plus closed ones as in real projects. */
export async function startWithOpenIssues(open: number, now?: () => number): Promise<StandInGitLab> {
  const issues = Math.ceil(open * issuesPerOpen) + 40;
  const gitlab = await StandInGitLab.start({ projects: 1, issues, ...(now ? { now } : {}) });
  const surplus = gitlab.world.issues(benchProject.id).filter(({ state }) => state === 'opened').length - open;
  if (surplus < 0) throw new Error(`Too few of ${issues} issues are open.`);
  for (let left = surplus, iid = 1; left > 0; iid++) {
    const issue = gitlab.world.issue(benchProject.id, iid);
    if (issue?.state !== 'opened') continue;
    // Keep `updatedAt`, so that a sync doesn't report the closed issue as a change.
    gitlab.world.updateIssue(benchProject.id, iid, { state: 'closed', updatedAt: issue.updatedAt });
    left -= 1;
  }
  return gitlab;
}
