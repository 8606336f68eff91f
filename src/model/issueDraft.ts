/** A new issue. https://docs.gitlab.com/api/issues/#new-issue */
export interface IssueDraft {
  readonly title: string;
  readonly description?: string;
  readonly labels?: readonly string[];
  readonly assigneeIds?: readonly number[];
  readonly milestoneId?: number;
  /** `YYYY-MM-DD` */
  readonly dueDate?: string;
  readonly confidential?: boolean;
}
