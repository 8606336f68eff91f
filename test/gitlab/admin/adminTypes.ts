import type { Edition, StandInTokens } from '../standInOptions.ts';
import type { AccessLevel, IssueState, IssueType, Visibility } from '../world/records.ts';

/** Types shared by the admin route and its client. A project is a number or a full path. */
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

/** Issue fields with readable values: usernames for people, and a title for the milestone. */
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
  /** The thread to reply to. */
  readonly discussionId?: string;
  readonly system?: boolean;
  readonly internal?: boolean;
}

/** A new `path` or `group` moves the project. The old full path then redirects (301). */
export interface ProjectEdit {
  readonly path?: string;
  readonly name?: string;
  /** Full path of the new group. */
  readonly group?: string;
  readonly archived?: boolean;
  readonly issuesAccess?: 'enabled' | 'private' | 'disabled';
  readonly visibility?: Visibility;
  readonly isFree?: boolean;
  readonly issuesTemplate?: string;
  /** Replaces the issue templates in the repository. Texts by name. */
  readonly templates?: Readonly<Record<string, string>>;
}

export interface TokenEdit {
  /** `YYYY-MM-DD`. The token expires at midnight UTC at the start of this day. */
  readonly expiresAt?: string | null;
  /** Expires it now. */
  readonly expire?: true;
  readonly revoked?: boolean;
  readonly scopes?: readonly string[];
  readonly name?: string;
}

/** Grants, changes, or (null) removes a role in a project or a group. */
export interface RoleEdit {
  readonly username: string;
  readonly project?: ProjectName;
  readonly group?: string;
  readonly level: AccessLevel | null;
}
