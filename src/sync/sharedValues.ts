import type { Issue, IssueMilestone, IssueUser } from '../model/issue.ts';

/**
 * People, labels and milestones come again in issue after issue: each is held once. Thousands of issues fit into memory
 * because of it.
 */
export class SharedValues {
  private readonly users = new Map<string, IssueUser>();
  private readonly milestones = new Map<string, IssueMilestone>();
  private readonly labels = new Map<string, string>();
  private readonly labelSets = new Map<string, readonly string[]>();
  private readonly nobody: readonly IssueUser[] = [];

  /** The same issue, made of what is held. */
  share(issue: Issue): Issue {
    const { author, milestone, assignees } = issue;
    return {
      ...issue,
      type: this.label(issue.type),
      labels: this.labelSet(issue.labels),
      assignees: assignees.length === 0 ? this.nobody : assignees.map((user) => this.user(user)),
      ...(author ? { author: this.user(author) } : {}),
      ...(milestone ? { milestone: this.milestone(milestone) } : {}),
    };
  }

  private user(user: IssueUser): IssueUser {
    return held(this.users, `${user.id} ${user.username} ${user.name}`, user);
  }

  private milestone(milestone: IssueMilestone): IssueMilestone {
    const { id, title, isActive, startDate = '', dueDate = '' } = milestone;
    return held(this.milestones, `${id} ${String(isActive)} ${startDate} ${dueDate} ${title}`, milestone);
  }

  private label(name: string): string {
    return held(this.labels, name, name);
  }

  private labelSet(labels: readonly string[]): readonly string[] {
    const key = labels.join('\0');
    return (
      this.labelSets.get(key) ??
      held(
        this.labelSets,
        key,
        labels.map((label) => this.label(label)),
      )
    );
  }
}

function held<T>(values: Map<string, T>, key: string, value: T): T {
  const known = values.get(key);
  if (known !== undefined) return known;
  values.set(key, value);
  return value;
}
