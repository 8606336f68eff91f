/** The records in the stand-in's database. Times are milliseconds since 1970, and dates are `YYYY-MM-DD`. */

/** 5 Minimal, 10 Guest, 15 Planner, 20 Reporter, 25 Security Manager, 30 Developer, 40 Maintainer, 50 Owner. */
export type AccessLevel = 5 | 10 | 15 | 20 | 25 | 30 | 40 | 50;
export type Visibility = 'public' | 'internal' | 'private';
export type IssueState = 'opened' | 'closed';
export type IssueType = 'issue' | 'incident' | 'test_case' | 'requirement' | 'task' | 'ticket';
export type Severity = 'UNKNOWN' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

export interface UserRecord {
  id: number;
  username: string;
  name: string;
  state: 'active' | 'blocked' | 'deactivated';
  email: string;
  bot: boolean;
  admin: boolean;
  /** A full URL in loaded data, `own` for an image that this server generates, or null for none. */
  avatar: string | null;
  bio: string;
  jobTitle: string;
  createdAt: number;
}

export interface GroupRecord {
  id: number;
  name: string;
  path: string;
  parentId: number | null;
  description: string;
  visibility: Visibility;
  createdAt: number;
  /** The project whose templates the projects below inherit, with the paid features. */
  templateProjectId?: number;
}

export interface LabelRecord {
  id: number;
  name: string;
  color: string;
  description: string | null;
  priority: number | null;
  /** Either `projectId` or `groupId` is set. */
  projectId: number | null;
  groupId: number | null;
  /** Since 18.9. GitLab still shows it on issues, but doesn't offer it. */
  archived?: boolean;
}

export interface MilestoneRecord {
  id: number;
  iid: number;
  projectId: number | null;
  groupId: number | null;
  title: string;
  description: string | null;
  state: 'active' | 'closed';
  createdAt: number;
  updatedAt: number;
  startDate: string | null;
  dueDate: string | null;
}

export interface ProjectRecord {
  id: number;
  name: string;
  path: string;
  groupId: number;
  description: string | null;
  visibility: Visibility;
  archived: boolean;
  issuesAccess: 'enabled' | 'private' | 'disabled';
  defaultBranch: string | null;
  topics: string[];
  starCount: number;
  creatorId: number;
  createdAt: number;
  lastActivityAt: number;
  /** Its group pays for nothing, as on gitlab.com. Enterprise Edition then behaves like Community Edition in many ways. */
  isFree?: boolean;
  /** The default description of issues in the project's settings, with the paid features. */
  issuesTemplate?: string;
}

export interface IssueRecord {
  id: number;
  iid: number;
  projectId: number;
  title: string;
  description: string | null;
  state: IssueState;
  createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  closedById: number | null;
  /** Label names. The project or an ancestor group has a label record for each name. */
  labels: readonly string[];
  milestoneId: number | null;
  assigneeIds: readonly number[];
  authorId: number;
  type: IssueType;
  severity: Severity;
  confidential: boolean;
  discussionLocked: boolean | null;
  startDate: string | null;
  dueDate: string | null;
  weight: number | null;
  healthStatus: 'on_track' | 'needs_attention' | 'at_risk' | null;
  timeEstimate: number;
  timeSpent: number;
  upvotes: number;
  downvotes: number;
  /** Emoji names by user id, for `my_reaction_emoji`. */
  reactions: Readonly<Record<number, readonly string[]>>;
  mergeRequestsCount: number;
  relativePosition: number | null;
  movedToId: number | null;
  /** The issue that this one was closed as a duplicate of. */
  duplicatedToId?: number;
  importedFrom: string;
  /** The number of comments, without system notes. Stored here so that lists don't have to read the notes. */
  userNotesCount: number;
  subscriberIds: readonly number[];
}

export interface NoteRecord {
  id: number;
  issueId: number;
  /** 40 hex digits. All notes of a thread have the same ID. */
  discussionId: string;
  individual: boolean;
  body: string;
  authorId: number;
  createdAt: number;
  updatedAt: number;
  system: boolean;
  internal: boolean;
  resolved: boolean;
  resolvedById: number | null;
  resolvedAt: number | null;
}

/** An entry of the `resource_*_events` lists, which hold changes without system notes. */
export interface EventRecord {
  id: number;
  issueId: number;
  userId: number;
  createdAt: number;
  change:
    | { readonly kind: 'label'; readonly action: 'add' | 'remove'; readonly label: string }
    | { readonly kind: 'milestone'; readonly action: 'add' | 'remove'; readonly milestoneId: number }
    | {
        readonly kind: 'state';
        readonly state: 'closed' | 'reopened';
        /** The commit or the merge request that closed the issue. */
        readonly sourceCommit?: string;
        readonly sourceMergeRequestId?: number;
      }
    | { readonly kind: 'weight'; readonly weight: number | null }
    | { readonly kind: 'iteration'; readonly action: 'add' | 'remove'; readonly iteration: IterationRecord };
}

/** Only events have iterations. */
export interface IterationRecord {
  readonly id: number;
  /** Absent in an automatic cadence. */
  readonly title: string | null;
  readonly startDate: string;
  readonly dueDate: string;
}

export interface AwardRecord {
  id: number;
  name: string;
  userId: number;
  createdAt: number;
}

/** `source` blocks `target`, or they are related. */
export interface LinkRecord {
  id: number;
  sourceId: number;
  targetId: number;
  type: 'relates_to' | 'blocks';
  createdAt: number;
}

/** The values of `Todo::ACTION_NAMES` that issues can have. */
export type TodoAction = 'assigned' | 'mentioned' | 'directly_addressed' | 'marked' | 'okr_checkin_requested';

export interface TodoRecord {
  id: number;
  userId: number;
  issueId: number;
  action: TodoAction;
  /** The user whose act added it. */
  authorId: number;
  /** The comment that mentions the user. */
  noteId?: number;
  /** Some versions store `WorkItem` for tasks. `TodosFinder` and the REST API treat it as a type of its own. */
  targetType: 'Issue' | 'WorkItem';
  state: 'pending' | 'done';
  createdAt: number;
  updatedAt: number;
}

export interface UploadRecord {
  id?: number;
  projectId: number;
  /** Set for a file of a group, such as one in an epic. Then `projectId` is 0. */
  groupId?: number;
  /** 32 hex digits. */
  secret: string;
  filename: string;
  contentType: string;
  /** Generates the file on first use. */
  bytes: () => Buffer;
  /** URL in object storage without `proxy_download`. The API redirects there. */
  storedAt?: string;
}

/** A merge request that mentions an issue, or closes it when it is merged. */
export interface RelatedMergeRequestRecord {
  issueId: number;
  mergeRequest: MergeRequestRecord;
  closes: boolean;
}

/** A file on the default branch of a project's repository. */
export interface RepositoryFileRecord {
  projectId: number;
  path: string;
  bytes: () => Buffer;
  /** Whether Git LFS stores the content, so that the repository has only a pointer to it. */
  isInLfs?: boolean;
}

export interface MergeRequestRecord {
  projectId: number;
  iid: number;
  title: string;
  state: 'opened' | 'closed' | 'merged' | 'locked';
}

export interface CommitRecord {
  projectId: number;
  /** 40 hexadecimal digits. */
  sha: string;
  title: string;
}

export interface MembershipRecord {
  userId: number;
  projectId: number | null;
  groupId: number | null;
  level: AccessLevel;
  createdAt: number;
}

/** `lib/api/entities/personal_access_token_granular_scope.rb`. */
export interface GranularScope {
  readonly access: string;
  readonly permissions: readonly string[];
  readonly projectId?: number;
  readonly groupId?: number;
}

export interface TokenRecord {
  id: number;
  text: string;
  name: string;
  userId: number;
  scopes: readonly string[];
  createdAt: number;
  /** The token expires at midnight UTC at the start of this day. */
  expiresAt: string | null;
  revoked: boolean;
  lastUsedAt: number | null;
  description: string | null;
  /** The permissions of a fine-grained token. */
  granularScopes?: readonly GranularScope[];
  /** The token's texts from before it was rotated. */
  rotatedFrom?: readonly string[];
}
