import { type Account, isReadOnly } from './account.ts';
import type { Issue } from './issue.ts';
import type { Project } from './project.ts';
import { isAtLeast } from './serverVersion.ts';

/** What may be done with an issue, as far as that is known beforehand: GitLab has the last word. */
export interface IssueRights {
  readonly comment: boolean;
  /** Title, description, and whether it is open. */
  readonly edit: boolean;
  /** Labels, assignees, milestone, dates and all else beside the text. */
  readonly triage: boolean;
  readonly delete: boolean;
}

/** Levels from https://docs.gitlab.com/api/members/#roles; Reporter and all above stand over Planner. */
const guest = 10;
const planner = 15;
const owner = 50;

/**
 * What an account may do with an issue of a project, by https://docs.gitlab.com/user/permissions/#project-planning.
 * Where GitLab returns no role everything is offered: the role may come through an invited group.
 * @param project undefined where it was not read yet; then everything is offered, too.
 */
export function issueRights(issue: Issue, account: Account, project: Project | undefined): IssueRights {
  if (isReadOnly(account) || project?.archived) return { comment: false, edit: false, triage: false, delete: false };
  const level = project?.accessLevel;
  const isAuthor = issue.author?.id === account.user.id;
  const isOwn = isAuthor || issue.assignees.some(({ id }) => id === account.user.id);
  const mayTriage = level === undefined || level >= planner;
  return {
    comment: level === undefined || level >= guest,
    edit: mayTriage || isOwn,
    triage: mayTriage,
    delete:
      level === undefined ||
      level === planner ||
      level >= owner ||
      (isAuthor && isAtLeast(account.serverVersion, 18, 10)),
  };
}

/** A project after GitLab refused a change there: a role that it did not name is none that may change issues of others. */
export function afterRefusal(project: Project): Project {
  return project.accessLevel === undefined ? { ...project, accessLevel: guest } : project;
}
