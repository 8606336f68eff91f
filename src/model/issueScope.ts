import type { Issue } from './issue.ts';
import type { Project } from './project.ts';

/** A group. Its issues include those of its subgroups' projects. https://docs.gitlab.com/api/groups/ */
export interface Group {
  readonly kind: 'group';
  readonly id: number;
  /** Full path, e.g. `group/sub`. */
  readonly path: string;
  readonly name: string;
  readonly webUrl: string;
}

/** The properties of a project that its issues include. */
export type ProjectName = Pick<Project, 'id' | 'path' | 'webUrl'>;

/** All issues assigned to a user on an instance. */
export interface Assigned {
  readonly kind: 'assigned';
  /** The user ID. */
  readonly id: number;
}

/** A source of issues to list and count. */
export type IssueScope = Project | Group | Assigned;

export type IssueScopeKind = 'project' | 'group' | 'assigned';

export function isProject(scope: IssueScope | undefined): scope is Project {
  return scope !== undefined && !('kind' in scope);
}

export function isGroup(scope: IssueScope): scope is Group {
  return 'kind' in scope && scope.kind === 'group';
}

/** Whether an open issue belongs to a scope. */
export function isIssueOf(scope: IssueScope, issue: Issue): boolean {
  if (isProject(scope)) return issue.projectId === scope.id;
  if (scope.kind === 'assigned') return issue.assignees.some(({ id }) => id === scope.id);
  return projectPathOf(issue).toLowerCase().startsWith(`${scope.path.toLowerCase()}/`);
}

/** The full path of an issue's project. */
export function projectPathOf({ reference }: Pick<Issue, 'reference'>): string {
  return reference.replace(/#\d+$/, '');
}

/** An issue's project, as far as the issue includes it. */
export function projectNameOf(issue: Issue): ProjectName {
  return { id: issue.projectId, path: projectPathOf(issue), webUrl: projectUrlOf(issue) };
}

/** The web URL of an issue's project. */
export function projectUrlOf({ webUrl }: Pick<Issue, 'webUrl'>): string {
  return webUrl.replace(/\/-\/.*$/s, '');
}
