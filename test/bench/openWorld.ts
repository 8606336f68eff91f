import { StandInGitLab } from '../gitlab/standInGitLab.ts';

/** The one project of a world for the bench. */
export const benchProject = { id: 101, path: 'tanuki-tools/web-shop' } as const;

/** Of the seed's issues a good half is open. */
const issuesPerOpen = 1.75;

/** A GitLab with one project and exactly so many open issues, and closed ones besides, as projects have them. */
export async function startWithOpenIssues(open: number, now?: () => number): Promise<StandInGitLab> {
  const issues = Math.ceil(open * issuesPerOpen) + 40;
  const gitlab = await StandInGitLab.start({ projects: 1, issues, ...(now ? { now } : {}) });
  const surplus = gitlab.world.issues(benchProject.id).filter(({ state }) => state === 'opened').length - open;
  if (surplus < 0) throw new Error(`Too few of ${issues} issues are open.`);
  for (let left = surplus, iid = 1; left > 0; iid++) {
    const issue = gitlab.world.issue(benchProject.id, iid);
    if (issue?.state !== 'opened') continue;
    // Closed long ago, so that it is no news.
    gitlab.world.updateIssue(benchProject.id, iid, { state: 'closed', updatedAt: issue.updatedAt });
    left -= 1;
  }
  return gitlab;
}
