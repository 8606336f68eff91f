import type { FailureFacts } from '../error/errorReason.ts';
import type { Issue, IssueUser } from '../issue.ts';
import type { IssueActions } from '../issueActions.ts';
import type { IssueChange } from '../issueChange.ts';
import type { IssueDraft } from '../issueDraft.ts';
import type { IssueAddress, IssueDetailsGateway } from './issueDetailsGateway.ts';
import type { IssueFilter } from '../issueFilter.ts';
import type { Group, IssueScope, ProjectName } from '../issueScope.ts';
import type { IssueNote } from '../issueNote.ts';
import type { CloneUrls, Project } from '../project.ts';
import type { ProjectLabel, ProjectMilestone } from '../projectChoices.ts';
import type { ReferenceGateway } from './referenceGateway.ts';
import type { RequestCost } from './requestMeter.ts';
import type { CurrentPriority, RatePace } from './requestPriority.ts';
import type { ServerVersion } from '../serverVersion.ts';
import type { TemplateGateway } from './templateGateway.ts';
import type { TodoGateway } from './todoGateway.ts';

/** One page of a list of issues. */
export interface IssuePage {
  readonly issues: readonly Issue[];
  /** Their descriptions in Markdown, by issue ID. Separate because they're too large to keep with the rows. */
  readonly descriptions: ReadonlyMap<number, string>;
  /** The number of unreadable issues. They're logged, and the readable ones are still shown. */
  readonly rejected: number;
  /** Whether a part of some issues was unreadable, such as their labels. A later response may be right. */
  readonly isDamaged?: boolean;
  /** The number of rows that the server returned, readable or not. */
  readonly rows: number;
  /** The total number of issues. Absent above 10,000 and with keyset paging. */
  readonly total?: number;
  /** Whether this is the last page, as far as its response shows. */
  readonly isLast: boolean;
  /** With keyset paging, the cursor of the next page. */
  readonly cursor?: string;
  readonly etag?: string;
  /** The server's clock at the time of the response, in milliseconds since 1970, if known. */
  readonly serverTime?: number;
  /** Whether nothing changed since {@link IssueListRequest.etag}. If so, `issues` is empty. */
  readonly unchanged: boolean;
  /** The server and the request, for errors about the page. */
  readonly facts?: FailureFacts;
}

/**
 * A request for the issues of a project, a group, or a person. Times are milliseconds since 1970, inclusive.
 * https://docs.gitlab.com/api/issues/#list-project-issues
 */
export interface IssueListRequest extends CreationRange {
  readonly state: 'opened' | 'closed' | 'all';
  readonly orderBy: IssueListOrder;
  readonly sort: 'asc' | 'desc';
  readonly updatedAfter?: number;
  readonly updatedBefore?: number;
  readonly filter?: IssueFilter;
  /** Words to find in the title or description. */
  readonly search?: string;
  /**
   * 1-based, or `keyset` for the first page of keyset paging, which servers before 18.3 treat as page 1.
   * https://docs.gitlab.com/api/rest/#keyset-based-pagination
   */
  readonly page: number | 'keyset' | { readonly cursor: string };
  /** At most 100. */
  readonly perPage: number;
  /** The ETag of the last response to the same request. */
  readonly etag?: string;
}

/**
 * The sort order of a list. Issues without a value come last. Issues with the same value come newest first. Keyset
 * paging supports only `created_at`, `updated_at`, `due_date`, `title`, and `weight`.
 */
export type IssueListOrder =
  | 'created_at'
  | 'updated_at'
  | 'due_date'
  | 'milestone_due'
  | 'title'
  | 'weight'
  | 'popularity'
  | 'priority'
  | 'label_priority';

/** A range of creation times, both ends inclusive. Milliseconds since 1970. */
export interface CreationRange {
  readonly createdAfter?: number;
  readonly createdBefore?: number;
}

/** The members of a project or group that a search found. */
export interface FoundPeople {
  readonly people: readonly IssueUser[];
  /** Whether there might be more. */
  readonly isPart: boolean;
}

/** A project or group that a search found. */
export interface FoundScope {
  readonly path: string;
  readonly name: string;
}

/** The requests of the mirror for one account. Every call rejects only with a `GitLabError`. */
export interface IssueGateway {
  /** The number and size of this gateway's requests in the last hour. */
  readonly cost: RequestCost;
  /** What is known about the server's rate limit. Undefined if nothing is. */
  readonly pace: RatePace | undefined;
  /**
   * The same gateway for requests of another priority than `user`.
   * @param lifetime requests that still wait for their turn when it is aborted are rejected with `canceled`. Requests in
   * flight continue. By default, that of this gateway.
   */
  at(priority: CurrentPriority, lifetime?: AbortSignal): IssueGateway;
  /** The requests of an issue page. */
  readonly details: IssueDetailsGateway;
  /** Resolves the references in a text. */
  readonly references: ReferenceGateway;
  /** Finds a project by full path or ID. Also finds a project that moved by its old path. */
  findProject(pathOrId: string | number, signal?: AbortSignal): Promise<Project>;
  /** The URLs that Git reaches a project by. */
  cloneUrls(path: string, signal?: AbortSignal): Promise<CloneUrls>;
  /** Finds a group by full path or ID. Doesn't find a renamed group by its old path. */
  findGroup(pathOrId: string | number, signal?: AbortSignal): Promise<Group>;
  /**
   * Returns one page of projects with the words in their name or path, the most recently active first.
   * @param within a group, to find only its projects and those of its subgroups. With any other scope, finds the
   * projects that the account is a member of.
   */
  searchProjects(words: string, within?: IssueScope, signal?: AbortSignal): Promise<readonly FoundScope[]>;
  /**
   * Returns one page of groups with the words in their name or path. The account is a member of the group, or of a
   * subgroup or project in it.
   */
  searchGroups(words: string, signal?: AbortSignal): Promise<readonly FoundScope[]>;
  /** Rejects with `notFound` if the issue doesn't exist or the account can't access it. */
  findIssue(project: ProjectName, iid: number, signal?: AbortSignal): Promise<Issue>;
  listIssues(scope: IssueScope | ProjectName, request: IssueListRequest, signal?: AbortSignal): Promise<IssuePage>;
  countOpenIssues(scope: IssueScope, range: CreationRange, signal?: AbortSignal): Promise<number>;
  /** The server's current version and edition. */
  serverVersion(signal?: AbortSignal): Promise<ServerVersion>;
  /** Comments, time tracking, subscriptions, and other actions on an issue. */
  readonly actions: IssueActions;
  /** The To-Do List of the token's user. */
  readonly todos: TodoGateway;
  /** The description templates of projects. */
  readonly templates: TemplateGateway;
  /**
   * The newest comment or system note that the user can see, if any. Changes to labels, milestones, and state create no
   * note.
   */
  newestNote(issue: IssueAddress, signal?: AbortSignal): Promise<IssueNote | undefined>;
  /** Every write returns the issue after the change. No write is ever retried. */
  updateIssue(project: ProjectName, iid: number, change: IssueChange): Promise<Issue>;
  /**
   * Whether a response to a change has shown that the issues of a project can have only one assignee, because the project
   * has no license for several. The server's edition doesn't show that.
   */
  allowsOneAssignee(projectId: number): boolean;
  createIssue(project: ProjectName, draft: IssueDraft): Promise<Issue>;
  /** Returns the issue in its new project. GitLab closes the old one. */
  moveIssue(issue: IssueAddress, to: ProjectName): Promise<Issue>;
  deleteIssue(issue: IssueAddress): Promise<void>;
  /** The labels of the scope and its parent groups. For a group, also those of its projects. */
  listLabels(scope: Project | Group, signal?: AbortSignal): Promise<readonly ProjectLabel[]>;
  /** The titles of the labels that have a list on the scope's boards, in board order. */
  listBoardLabels(scope: Project | Group, signal?: AbortSignal): Promise<readonly string[]>;
  /** The milestones of the scope and its parent groups, active first. For a group, also those of its projects. */
  listMilestones(scope: Project | Group, signal?: AbortSignal): Promise<readonly ProjectMilestone[]>;
  /** Members of a project or group with the words in their name or username, at most 100. */
  findPeople(scope: Project | Group, words: string, signal?: AbortSignal): Promise<FoundPeople>;
}
