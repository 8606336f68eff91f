import { type Account, isReadOnly } from './account.ts';
import { can } from './capabilities.ts';
import type { Issue } from './issue.ts';
import type { Project } from './project.ts';

/** The permissions on an issue, as far as the extension can determine them. GitLab makes the final decision. */
export interface IssueRights {
  readonly comment: boolean;
  /** Edit the title and description, close, and reopen. */
  readonly edit: boolean;
  /** Edit labels, assignees, milestone, dates, and the other fields. */
  readonly triage: boolean;
  readonly delete: boolean;
}

/** Access levels. Reporter and all higher roles are above Planner. https://docs.gitlab.com/api/members/#roles */
const guest = 10;
const planner = 15;
const owner = 50;

/**
 * Determines the permissions of an account on an issue. If GitLab returns no role, allows everything, because the user
 * might have a role through an invited group. https://docs.gitlab.com/user/permissions/#project-planning
 * @param project undefined if it wasn't loaded yet, which also allows everything.
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
    delete: level === undefined || level === planner || level >= owner || (isAuthor && can(account, 'authorsDelete')),
  };
}

/** The project after GitLab rejected a change. If its role is unknown, assumes one that can't edit others' issues. */
export function afterRefusal(project: Project): Project {
  return project.accessLevel === undefined ? { ...project, accessLevel: guest } : project;
}
