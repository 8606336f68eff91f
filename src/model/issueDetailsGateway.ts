import type { Issue, IssueUser } from './issue.ts';
import type {
  ChildTask,
  Discussion,
  IssueDetails,
  IssueLink,
  Note,
  Reaction,
  RelatedMergeRequest,
} from './issueDetails.ts';
import type { Project } from './project.ts';

/** An issue by what GitLab addresses it with. */
export type IssueAddress = Pick<Issue, 'projectId' | 'iid'>;

/** The issue itself, as far as one answer includes it. */
export type IssueFacts = Omit<
  IssueDetails,
  | 'discussions'
  | 'hasMoreDiscussions'
  | 'reactions'
  | 'noteReactions'
  | 'participants'
  | 'mergeRequests'
  | 'links'
  | 'children'
  | 'successors'
>;

export interface SealedFacts {
  /** Absent: they are what they were when they bore the ETag that was asked with. */
  readonly facts?: IssueFacts;
  readonly etag?: string;
}

/** So many discussions are in a full page: as many as GitLab gives. */
export const discussionsPerPage = 100;

/** So many participants of an issue are read: where there are as many there may be more. */
export const mostParticipants = 100;

/** A page of discussions, the oldest first. */
export interface DiscussionPage {
  /** Absent: it is what it was when it bore the ETag that was asked with. */
  readonly discussions?: readonly Discussion[];
  readonly isLast: boolean;
  readonly etag?: string;
}

/** Where a page of extras begins; undefined: with the first. */
export interface ExtrasCursors {
  readonly discussions?: string;
  readonly children?: string;
}

/** A page of what only GraphQL returns. */
export interface ExtrasPage {
  readonly reactions: readonly Reaction[];
  /** By the id of every note of a hundred discussions, the oldest first; changes that are no notes for REST are among them. */
  readonly noteReactions: ReadonlyMap<number, readonly Reaction[]>;
  readonly children: readonly ChildTask[];
  /** Where what is left begins; neither where there is no more. */
  readonly next: ExtrasCursors;
}

/** What became of a comment: quick actions alone leave no note. https://docs.gitlab.com/api/notes/ */
export interface SentNote {
  readonly note?: Note;
  /** GitLab's own sentences about what quick actions did. */
  readonly messages: readonly string[];
}

/** What the page of an issue asks of GitLab for one account. Every call rejects with a `GitLabError` only; no write is ever repeated. */
export interface IssueDetailsGateway {
  findFacts(project: Project, iid: number, signal?: AbortSignal): Promise<IssueFacts>;
  /** The same, sent only if it is another than what bore the ETag. */
  findFactsSince(project: Project, iid: number, etag?: string, signal?: AbortSignal): Promise<SealedFacts>;
  /** @param page from 1, with a hundred discussions each. */
  listDiscussions(issue: IssueAddress, page: number, etag?: string, signal?: AbortSignal): Promise<DiscussionPage>;
  /** Undefined: the server has no GraphQL for it, or refuses it. */
  findExtras(
    project: Project,
    iid: number,
    after: ExtrasCursors,
    signal?: AbortSignal,
  ): Promise<ExtrasPage | undefined>;
  listParticipants(issue: IssueAddress, signal?: AbortSignal): Promise<readonly IssueUser[]>;
  /** Those that name the issue and those that close it, each once. */
  listMergeRequests(issue: IssueAddress, signal?: AbortSignal): Promise<readonly RelatedMergeRequest[]>;
  listLinks(project: Project, iid: number, signal?: AbortSignal): Promise<readonly IssueLink[]>;

  startThread(issue: IssueAddress, body: string): Promise<SentNote>;
  reply(issue: IssueAddress, discussion: string, body: string): Promise<SentNote>;
  editNote(issue: IssueAddress, discussion: string, note: number, body: string): Promise<void>;
  deleteNote(issue: IssueAddress, discussion: string, note: number): Promise<void>;
  resolve(issue: IssueAddress, discussion: string, resolved: boolean): Promise<void>;
  /**
   * Gives a reaction to the issue or one of its notes, or takes the token's own back. One that is there already, or is
   * already removed, is no failure.
   */
  react(issue: IssueAddress, note: number | undefined, emoji: string, on: boolean, userId: number): Promise<void>;

  removeLink(issue: IssueAddress, link: number): Promise<void>;

  /** @returns Markdown that shows the file, or links to it. */
  upload(project: Project, fileName: string, bytes: Uint8Array): Promise<string>;
  /**
   * A file of Markdown, by the two last steps of its address `/uploads/<secret>/<name>`. GitLab 17.4 and later.
   * https://docs.gitlab.com/api/project_markdown_uploads/
   */
  download(
    project: Pick<Project, 'id'>,
    secret: string,
    name: string,
    mostBytes: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array>;
}
