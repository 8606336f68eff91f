import type { Issue } from '../issue.ts';
import type {
  ChildTask,
  Discussion,
  IssueDetails,
  IssueLink,
  Note,
  Person,
  Reaction,
  RelatedMergeRequest,
} from '../issueDetails.ts';
import type { EventKind, IssueEvent } from '../issueEvent.ts';
import type { ProjectName } from '../issueScope.ts';
import type { Project } from '../project.ts';
import type { UploadOwner, UploadPath } from '../text/uploadPath.ts';

/** Identifies an issue in API paths. */
export type IssueAddress = Pick<Issue, 'projectId' | 'iid'>;

/** The part of an issue's details that a single response includes. */
export type IssueFacts = Omit<
  IssueDetails,
  | 'discussions'
  | 'hasMoreDiscussions'
  | 'events'
  | 'missingEvents'
  | 'reactions'
  | 'noteReactions'
  | 'participants'
  | 'mergeRequests'
  | 'links'
  | 'children'
  | 'successors'
>;

export interface SealedFacts {
  /** Absent if they haven't changed since the ETag in the request. */
  readonly facts?: IssueFacts;
  readonly etag?: string;
}

/** The size of a full page of discussions, which is GitLab's maximum. */
export const discussionsPerPage = 100;

/** The size of a full page of events, which is GitLab's maximum. */
export const eventsPerPage = 100;

/** The maximum number of participants to load. An issue with this many might have more. */
export const mostParticipants = 100;

/** A page of discussions, oldest first. */
export interface DiscussionPage {
  /** Absent if the page hasn't changed since the ETag in the request. */
  readonly discussions?: readonly Discussion[];
  /** Undefined if an unchanged page doesn't show it. */
  readonly isLast: boolean | undefined;
  readonly etag?: string;
}

/** A page of the comments and system notes of an issue, newest first. */
export interface NotePage {
  readonly notes: readonly Note[];
  readonly isLast: boolean;
}

/** A page of the events of one kind, oldest first. */
export interface EventPage {
  /** Absent if the page hasn't changed since the ETag in the request. */
  readonly events?: readonly IssueEvent[];
  /** The number of invalid events. */
  readonly rejected: number;
  /** Undefined if an unchanged page doesn't show it. */
  readonly isLast: boolean | undefined;
  readonly etag?: string;
}

/** Cursors for the next page of extras. If undefined, the page starts at the first one. */
export interface ExtrasCursors {
  readonly discussions?: string;
  readonly children?: string;
}

/** A page of the data that only GraphQL returns. */
export interface ExtrasPage {
  /** Absent after the first page. */
  readonly reactions?: readonly Reaction[];
  /** By note ID, for the first 100 notes of each of 100 discussions, oldest first. Includes changes that aren't notes in
   * the REST API. Absent if the server returns them only for each note. See `listNoteReactions` for the others. */
  readonly noteReactions?: ReadonlyMap<number, readonly Reaction[]>;
  readonly children: readonly ChildTask[];
  /** Where the next page starts. Empty after the last page. */
  readonly next: ExtrasCursors;
}

/** The result of sending a comment. Quick actions without text create no note. https://docs.gitlab.com/api/notes/ */
export interface SentNote {
  readonly note?: Note;
  /** GitLab's messages about the effects of quick actions. */
  readonly messages: readonly string[];
}

/** An uploaded file and the project or group that has it. */
export interface Upload extends UploadPath {
  readonly owner: UploadOwner;
}

/** A file in a repository. */
export interface RepositoryFile {
  /** The ID or the full path of the project. */
  readonly project: number | string;
  readonly ref: string;
  readonly path: string;
}

/**
 * The requests of an issue page for one account. Every call rejects only with a `GitLabError`, and no write is ever
 * retried.
 */
export interface IssueDetailsGateway {
  findFacts(project: ProjectName, iid: number, signal?: AbortSignal): Promise<IssueFacts>;
  /** Like {@link findFacts}, but the server omits facts that haven't changed since the ETag. */
  findFactsSince(project: ProjectName, iid: number, etag?: string, signal?: AbortSignal): Promise<SealedFacts>;
  /** @param page 1-based, with {@link discussionsPerPage} discussions per page. */
  listDiscussions(issue: IssueAddress, page: number, etag?: string, signal?: AbortSignal): Promise<DiscussionPage>;
  /** Rejects with `notFound` if the thread doesn't exist. */
  findDiscussion(issue: IssueAddress, discussion: string, signal?: AbortSignal): Promise<Discussion>;
  /** Rejects with `notFound` and the detail `note` if the note doesn't exist. */
  findNote(issue: IssueAddress, note: number, signal?: AbortSignal): Promise<Note>;
  /** @param page 1-based, with at most 100 notes per page. */
  listNewestNotes(issue: IssueAddress, page: number, signal?: AbortSignal): Promise<NotePage>;
  /** @param page 1-based, with {@link eventsPerPage} events per page. */
  listEvents(
    kind: EventKind,
    issue: IssueAddress,
    page: number,
    etag?: string,
    signal?: AbortSignal,
  ): Promise<EventPage>;
  /** Undefined if the server's GraphQL API doesn't support the query or rejects it. */
  findExtras(
    project: Project,
    iid: number,
    after: ExtrasCursors,
    signal?: AbortSignal,
  ): Promise<ExtrasPage | undefined>;
  /** All reactions to one comment. */
  listNoteReactions(issue: IssueAddress, note: number, signal?: AbortSignal): Promise<readonly Reaction[]>;
  listParticipants(issue: IssueAddress, signal?: AbortSignal): Promise<readonly Person[]>;
  /** Merge requests that mention or close the issue, without duplicates. */
  listMergeRequests(issue: IssueAddress, signal?: AbortSignal): Promise<readonly RelatedMergeRequest[]>;
  listLinks(project: ProjectName, iid: number, signal?: AbortSignal): Promise<readonly IssueLink[]>;

  startThread(issue: IssueAddress, body: string): Promise<SentNote>;
  reply(issue: IssueAddress, discussion: string, body: string): Promise<SentNote>;
  editNote(issue: IssueAddress, discussion: string, note: number, body: string): Promise<void>;
  deleteNote(issue: IssueAddress, discussion: string, note: number): Promise<void>;
  resolve(issue: IssueAddress, discussion: string, resolved: boolean): Promise<void>;
  /**
   * Adds a reaction to the issue or one of its notes, or removes the reaction of the token's user. Succeeds if the
   * reaction was already added or removed.
   */
  react(issue: IssueAddress, note: number | undefined, emoji: string, on: boolean, userId: number): Promise<void>;

  removeLink(issue: IssueAddress, link: number): Promise<void>;

  /** @returns Markdown that shows the file, or links to it. */
  upload(project: ProjectName, fileName: string, bytes: Uint8Array): Promise<string>;
  /**
   * Downloads a Markdown upload. Requires GitLab 17.4.
   * https://docs.gitlab.com/api/project_markdown_uploads/, https://docs.gitlab.com/api/group_markdown_uploads/
   */
  download(upload: Upload, mostBytes: number, signal?: AbortSignal): Promise<Uint8Array>;
  /**
   * Downloads a file of a repository, also from Git LFS (GitLab 15.7 and later).
   * https://docs.gitlab.com/api/repository_files/#get-raw-file-from-repository
   */
  downloadFile(file: RepositoryFile, mostBytes: number, signal?: AbortSignal): Promise<Uint8Array>;
}
