import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueCommand } from '../../model/issueCommand.ts';

/** What the server had right before a request, as plain JSON. {@link CommandSender.look} compares with it. */
export type SendMark = Readonly<Record<string, string | number>>;

/** Sends commands to GitLab. No method rejects, except {@link upload}. */
export interface CommandSender {
  /** Sends a command, after the earlier ones of the same issue. */
  send(command: IssueCommand, options?: SendOptions): Promise<SendOutcome>;
  /** Checks whether GitLab has a command of which the request had no response. */
  look(command: IssueCommand, mark: SendMark): Promise<LookOutcome>;
  /** Uploads a file, and returns the Markdown for it. Rejects with a `GitLabError`. */
  upload(command: IssueCommand, fileName: string, bytes: Uint8Array): Promise<string>;
}

export interface SendOptions {
  /**
   * Called once, right before the one request that writes. If it rejects, nothing is sent. Only without it does the
   * sender itself remember what got no response, to check for it before the same is sent again.
   */
  readonly beforeRequest?: (mark: SendMark) => Promise<void>;
  /** The issue as it's shown. If GitLab no longer has it, it's removed from all views. */
  readonly issue?: Issue | undefined;
  /** Whether the caller reads the issue after the command, so that the sender doesn't. */
  readonly isReadAfter?: boolean;
}

/** The result of a command that GitLab has confirmed. */
export interface Sent {
  readonly how: 'done';
  /** The issue after the change, if it's known. For a new or moved issue, that one. */
  readonly issue?: Issue;
  /** False if GitLab already had the value. */
  readonly changed: boolean;
  /** GitLab's messages about quick actions. */
  readonly messages: readonly string[];
}

export type SendOutcome =
  | Sent
  /**
   * Someone else changed the same text or field, so nothing was sent.
   *
   * @param merged absent if both changed the same lines.
   */
  | { readonly how: 'conflict'; readonly theirs: string; readonly merged?: string; readonly error: GitLabError }
  /** GitLab rejected it. Sent again, it would be rejected again. */
  | { readonly how: 'refused'; readonly error: GitLabError }
  /** The request had no response, so GitLab might have it. */
  | { readonly how: 'unknown'; readonly error: GitLabError }
  /** Nothing was sent, and the same might succeed later. */
  | { readonly how: 'waiting'; readonly error: GitLabError };

export type LookOutcome =
  | { readonly how: 'done'; readonly issue?: Issue }
  | { readonly how: 'notDone' }
  /** Several issues or comments on GitLab could be it. */
  | { readonly how: 'several'; readonly candidates: readonly LookCandidate[] }
  /** GitLab doesn't show it, or couldn't be read. */
  | { readonly how: 'unsure'; readonly error: GitLabError };

/** Something on GitLab that a command might have made. */
export interface LookCandidate {
  readonly title: string;
  readonly webUrl: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}
