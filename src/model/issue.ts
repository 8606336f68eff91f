/** A person as GitLab shows one next to an issue. */
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

/** https://docs.gitlab.com/api/issues/: the types that GitLab lists among issues, lower case; others may come. */
export type IssueType = 'issue' | 'incident' | 'test_case' | 'requirement' | 'task' | 'ticket' | (string & {});

/** An issue as the tree and its filters need it. Times are milliseconds since 1970, dates `YYYY-MM-DD`. */
export interface Issue {
  /** Unique on the instance. */
  readonly id: number;
  /** Unique in the project: the number people see. */
  readonly iid: number;
  readonly projectId: number;
  /** As GitLab has it: hostile text, never to be shown as Markdown or HTML. */
  readonly title: string;
  readonly state: 'opened' | 'closed';
  readonly type: IssueType;
  /** Sorted by title, as GitLab sends them. */
  readonly labels: readonly string[];
  readonly milestone?: IssueMilestone | undefined;
  readonly assignees: readonly IssueUser[];
  readonly author?: IssueUser | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly dueDate?: string | undefined;
  readonly confidential: boolean;
  /** Only members of the project may comment; absent for no. */
  readonly locked?: true | undefined;
  /** Only where the instance has weights (GitLab Premium). */
  readonly weight?: number | undefined;
  /** How many thumbs up; absent for none. */
  readonly upvotes?: number | undefined;
  readonly commentCount: number;
  readonly webUrl: string;
  /** With the project: `group/project#12`. */
  readonly reference: string;
}
