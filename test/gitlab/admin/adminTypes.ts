import type { Edition, StandInTokens } from '../standInOptions.ts';
import type { AccessLevel, IssueState, IssueType, Visibility } from '../world/records.ts';

/** What the admin route and its client say to each other. A project is named by number or full path. */
export type ProjectName = number | string;

export interface StandInInfo {
  readonly url: string;
  readonly version: string;
  readonly edition: Edition;
  /** The server's clock (ms). */
  readonly now: number;
  readonly tokens: StandInTokens;
  readonly projects: readonly { readonly id: number; readonly path: string; readonly issues: number }[];
}

/** Fields of an issue in words: people by username, the milestone by title. */
export interface IssueEdit {
  readonly title?: string;
  readonly description?: string | null;
  readonly state?: IssueState;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly author?: string;
  readonly milestone?: string | null;
  readonly dueDate?: string | null;
  readonly startDate?: string | null;
  readonly confidential?: boolean;
  readonly discussionLocked?: boolean | null;
  readonly weight?: number | null;
  readonly type?: IssueType;
}

export interface NoteEdit {
  readonly body: string;
  readonly author?: string;
  /** Answers in this thread. */
  readonly discussionId?: string;
  readonly system?: boolean;
  readonly internal?: boolean;
}

/** A new `path` or `group` moves the project; the old full path then answers 301. */
export interface ProjectEdit {
  readonly path?: string;
  readonly name?: string;
  /** Full path of the group to move to. */
  readonly group?: string;
  readonly archived?: boolean;
  readonly issuesAccess?: 'enabled' | 'private' | 'disabled';
  readonly visibility?: Visibility;
}

export interface TokenEdit {
  /** `YYYY-MM-DD`; the token is dead from that midnight (UTC). */
  readonly expiresAt?: string | null;
  /** Expires it now. */
  readonly expire?: true;
  readonly revoked?: boolean;
  readonly scopes?: readonly string[];
  readonly name?: string;
}

/** Gives, changes or (null) takes a role in a project or a group. */
export interface RoleEdit {
  readonly username: string;
  readonly project?: ProjectName;
  readonly group?: string;
  readonly level: AccessLevel | null;
}
