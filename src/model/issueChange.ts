/** A change to an issue. Absent fields stay unchanged. https://docs.gitlab.com/api/issues/#update-an-issue */
export interface IssueChange {
  readonly title?: string;
  readonly description?: string;
  readonly state?: 'opened' | 'closed';
  readonly addLabels?: readonly string[];
  readonly removeLabels?: readonly string[];
  /** The complete list. An empty one unassigns everyone. */
  readonly assigneeIds?: readonly number[];
  readonly milestoneId?: number | null;
  /** `YYYY-MM-DD` */
  readonly dueDate?: string | null;
  readonly weight?: number | null;
  readonly confidential?: boolean;
  readonly locked?: boolean;
}
