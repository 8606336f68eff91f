/** A user, as the issues API returns one. */
export interface IssueUser {
  readonly id: number;
  readonly username: string;
  readonly name: string;
}

export interface IssueMilestone {
  readonly id: number;
  readonly title: string;
  readonly isActive: boolean;
  /** `YYYY-MM-DD` */
  readonly startDate?: string;
  readonly dueDate?: string;
}

/** The types that GitLab lists as issues, in lowercase. GitLab might add others. https://docs.gitlab.com/api/issues/ */
export type IssueType = 'issue' | 'incident' | 'test_case' | 'requirement' | 'task' | 'ticket' | (string & {});

/** An issue with what the tree and its filters need. Times are milliseconds since 1970, dates `YYYY-MM-DD`. */
export interface Issue {
  /** Unique on the instance. */
  readonly id: number;
  /** Unique in the project. The number that users see. */
  readonly iid: number;
  readonly projectId: number;
  /** Untrusted text from GitLab. Never render it as Markdown or HTML. */
  readonly title: string;
  readonly state: 'opened' | 'closed';
  readonly type: IssueType;
  /** Sorted by title, as GitLab returns them. */
  readonly labels: readonly string[];
  readonly milestone?: IssueMilestone | undefined;
  readonly assignees: readonly IssueUser[];
  readonly author?: IssueUser | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly dueDate?: string | undefined;
  readonly confidential: boolean;
  /** Only members of the project can comment. Absent if not locked. */
  readonly locked?: true | undefined;
  /** Only if the instance has weights (GitLab Premium). */
  readonly weight?: number | undefined;
  /** The number of thumbs up. Absent if there are none. */
  readonly upvotes?: number | undefined;
  readonly commentCount: number;
  readonly webUrl: string;
  /** Includes the project path: `group/project#12`. */
  readonly reference: string;
}
