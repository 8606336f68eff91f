import type { Issue } from './issue.ts';
import type { Project } from './project.ts';

/** One page of a list of issues. */
export interface IssuePage {
  readonly issues: readonly Issue[];
  /** How many could not be read: logged, and never a reason to show none. */
  readonly rejected: number;
  /** Rows as the server counts them in this page, readable or not: fewer than asked for means the last page. */
  readonly rows: number;
  /** In all; unknown above 10,000. */
  readonly total?: number;
}

/** A question for issues of a project. https://docs.gitlab.com/api/issues/#list-project-issues */
export interface IssueListRequest {
  readonly state: 'opened' | 'all';
  readonly orderBy: 'created_at' | 'updated_at';
  readonly sort: 'asc' | 'desc';
  /** ISO 8601, inclusive. */
  readonly updatedAfter?: string;
  /** From 1. */
  readonly page: number;
  /** 100 at most. */
  readonly perPage: number;
  /** The same question is asked again and again: let the server say "unchanged". */
  readonly conditional?: boolean;
}

/** What the mirror asks of GitLab for one account. Every call rejects with a `GitLabError` only. */
export interface IssueGateway {
  /** By full path; a project that moved is found under its old path too. */
  findProject(path: string, signal?: AbortSignal): Promise<Project>;
  /** Rejects with `notFound` for one that is not there or may not be seen. */
  findIssue(project: Project, iid: number, signal?: AbortSignal): Promise<Issue>;
  listIssues(project: Project, request: IssueListRequest, signal?: AbortSignal): Promise<IssuePage>;
  countOpenIssues(project: Project, signal?: AbortSignal): Promise<number>;
}
