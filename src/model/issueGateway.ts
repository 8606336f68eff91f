import type { Issue, IssueUser } from './issue.ts';
import type { IssueActions } from './issueActions.ts';
import type { IssueChange } from './issueChange.ts';
import type { IssueDraft } from './issueDraft.ts';
import type { IssueAddress, IssueDetailsGateway } from './issueDetailsGateway.ts';
import type { IssueFilter } from './issueFilter.ts';
import type { Group, IssueScope, ProjectName } from './issueScope.ts';
import type { IssueNote } from './issueNote.ts';
import type { Project } from './project.ts';
import type { ProjectLabel, ProjectMilestone } from './projectChoices.ts';
import type { ReferenceGateway } from './referenceGateway.ts';
import type { RequestCost } from './requestMeter.ts';
import type { ServerVersion } from './serverVersion.ts';

/** One page of a list of issues. */
export interface IssuePage {
  readonly issues: readonly Issue[];
  /** Their descriptions by the issues' ids, Markdown as GitLab has it: too much to be held with the rows. */
  readonly descriptions: ReadonlyMap<number, string>;
  /** How many could not be read: logged, and never a reason to show none. */
  readonly rejected: number;
  /** Rows as the server counts them in this page, readable or not. */
  readonly rows: number;
  /** In all; unknown above 10,000, and with keyset paging. */
  readonly total?: number;
  /** Whether it is the last page, as far as the page shows. */
  readonly isLast: boolean;
  /** With keyset paging, where the next page begins. */
  readonly cursor?: string;
  readonly etag?: string;
  /** The server's clock when it answered, in milliseconds since 1970, if known. */
  readonly serverTime?: number;
  /** It is what it was when it bore {@link IssueListRequest.etag}; then it comes without its issues. */
  readonly unchanged: boolean;
}

/** A question for issues of a project, a group or a person. Times are milliseconds since 1970, inclusive. https://docs.gitlab.com/api/issues/#list-project-issues */
export interface IssueListRequest extends CreationRange {
  readonly state: 'opened' | 'closed' | 'all';
  readonly orderBy: IssueListOrder;
  readonly sort: 'asc' | 'desc';
  readonly updatedAfter?: number;
  readonly updatedBefore?: number;
  readonly filter?: IssueFilter;
  /** Words in title or description. */
  readonly search?: string;
  /** From 1; or `keyset` for the first page by keyset, which servers before 18.3 answer as page 1. https://docs.gitlab.com/api/rest/#keyset-based-pagination */
  readonly page: number | 'keyset' | { readonly cursor: string };
  /** 100 at most. */
  readonly perPage: number;
  /** What the answer bore the last time this was asked. */
  readonly etag?: string;
}

/** Equal ones, and those without what it goes by, come last, newest first. With keyset paging only `created_at`, `updated_at`, `due_date`, `title` and `weight`. */
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

/** A span of times of creation, both ends inclusive. Milliseconds since 1970. */
export interface CreationRange {
  readonly createdAfter?: number;
  readonly createdBefore?: number;
}

/** Members of a project or group that were found. */
export interface FoundPeople {
  readonly people: readonly IssueUser[];
  /** Whether there may be more than these. */
  readonly isPart: boolean;
}

/** A project or group that was found by words. */
export interface FoundScope {
  readonly path: string;
  readonly name: string;
}

/** What the mirror asks of GitLab for one account. Every call rejects with a `GitLabError` only. */
export interface IssueGateway {
  /** What all that goes through it cost in the last hour. */
  readonly cost: RequestCost;
  /** What the page of an issue asks beyond the lists. */
  readonly details: IssueDetailsGateway;
  /** What the names in a text stand for. */
  readonly references: ReferenceGateway;
  /** By full path, or by id; a project that moved is found under its old path too. */
  findProject(pathOrId: string | number, signal?: AbortSignal): Promise<Project>;
  findGroup(path: string, signal?: AbortSignal): Promise<Group>;
  /**
   * Those with the words in name or path, the latest active first; a page of them.
   * @param within the projects of a group, its subgroups' too; of another scope those that the account is a member of.
   */
  searchProjects(words: string, within?: IssueScope, signal?: AbortSignal): Promise<readonly FoundScope[]>;
  /** Those that the account is a member of, or of something in them, with the words in name or path; a page of them. */
  searchGroups(words: string, signal?: AbortSignal): Promise<readonly FoundScope[]>;
  /** Rejects with `notFound` for one that is not there or may not be seen. */
  findIssue(project: ProjectName, iid: number, signal?: AbortSignal): Promise<Issue>;
  listIssues(scope: IssueScope, request: IssueListRequest, signal?: AbortSignal): Promise<IssuePage>;
  countOpenIssues(scope: IssueScope, range: CreationRange, signal?: AbortSignal): Promise<number>;
  /** The version and edition of the server at this moment. */
  serverVersion(signal?: AbortSignal): Promise<ServerVersion>;
  /** Comments, time, subscriptions and what else is done to an issue. */
  readonly actions: IssueActions;
  /** The newest comment or system note that the person may see; undefined where there is none. Labels, milestones and states leave no note. */
  newestNote(issue: IssueAddress, signal?: AbortSignal): Promise<IssueNote | undefined>;
  /** Each write answers with the issue as it is then. None is ever repeated. */
  updateIssue(issue: Issue, change: IssueChange): Promise<Issue>;
  createIssue(project: Project, draft: IssueDraft): Promise<Issue>;
  /** The issue in its new project; the old one is closed. */
  moveIssue(issue: Issue, to: Project): Promise<Issue>;
  deleteIssue(issue: Issue): Promise<void>;
  /** Its own labels and those of the groups above; of a group those of its projects, too. */
  listLabels(scope: Project | Group, signal?: AbortSignal): Promise<readonly ProjectLabel[]>;
  /** The titles of the labels that the lists of its boards are for, in their order. */
  listBoardLabels(scope: Project | Group, signal?: AbortSignal): Promise<readonly string[]>;
  /** Its own milestones and those of the groups above, active ones first; of a group those of its projects, too. */
  listMilestones(scope: Project | Group, signal?: AbortSignal): Promise<readonly ProjectMilestone[]>;
  /** The people of a project or group whose name or username has the words in it, a hundred at most. */
  findPeople(scope: Project | Group, words: string, signal?: AbortSignal): Promise<FoundPeople>;
}
