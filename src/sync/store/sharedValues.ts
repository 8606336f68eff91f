import type { Issue, IssueMilestone, IssueType, IssueUser } from '../../model/issue.ts';

/** The assignees of an issue without any. */
export const noUsers: readonly IssueUser[] = [];

/** Shares people, labels, and milestones between issues. Each is held once, so thousands of issues fit into memory. */
export class SharedValues {
  private readonly users = new Map<number, IssueUser>();
  private readonly milestones = new Map<number, IssueMilestone>();
  private readonly types = new Map<IssueType, IssueType>();
  private readonly labelSets = new Map<string, readonly string[]>();
  /** The values of {@link labelSets}, to recognize them without comparing their labels. */
  private readonly knownSets = new Set<readonly string[]>();

  /** The number of held values. */
  get size(): number {
    return this.users.size + this.milestones.size + this.types.size + this.labelSets.size;
  }

  /** Removes values that none of these issues has. The issues must consist of held values. */
  keepOnly(issues: Iterable<Issue>): void {
    for (const values of [this.users, this.milestones, this.types, this.labelSets, this.knownSets]) values.clear();
    // The first equal value is the one that is held.
    for (const issue of issues) this.share(issue);
  }

  /** The same issue with held values. Returns the same object if nothing differs. */
  share(issue: Issue): Issue {
    const type = this.type(issue.type);
    const labels = this.labelSet(issue.labels);
    const assignees = this.people(issue.assignees);
    const author = issue.author && this.user(issue.author);
    const milestone = issue.milestone && this.milestone(issue.milestone);
    const isShared =
      labels === issue.labels &&
      assignees === issue.assignees &&
      author === issue.author &&
      milestone === issue.milestone;
    if (isShared) return issue;
    // Overwriting keeps the key order. It matters, because the store compares issues as JSON.
    const shared: { -readonly [K in keyof Issue]: Issue[K] } = { ...issue, type, labels, assignees };
    if (author) shared.author = author;
    if (milestone) shared.milestone = milestone;
    return shared;
  }

  private people(users: readonly IssueUser[]): readonly IssueUser[] {
    if (users.length === 0) return noUsers;
    return users.every((user) => this.user(user) === user) ? users : users.map((user) => this.user(user));
  }

  private user(user: IssueUser): IssueUser {
    const known = this.users.get(user.id);
    if (known && (known === user || (known.username === user.username && known.name === user.name))) return known;
    this.users.set(user.id, user);
    return user;
  }

  private milestone(milestone: IssueMilestone): IssueMilestone {
    const known = this.milestones.get(milestone.id);
    if (known && (known === milestone || isSameMilestone(known, milestone))) return known;
    this.milestones.set(milestone.id, milestone);
    return milestone;
  }

  private type(name: IssueType): IssueType {
    const known = this.types.get(name);
    if (known === undefined) this.types.set(name, name);
    return known ?? name;
  }

  private labelSet(labels: readonly string[]): readonly string[] {
    if (this.knownSets.has(labels)) return labels;
    const key = JSON.stringify(labels);
    const known = this.labelSets.get(key);
    if (known) return known;
    this.labelSets.set(key, labels);
    this.knownSets.add(labels);
    return labels;
  }
}

function isSameMilestone(a: IssueMilestone, b: IssueMilestone): boolean {
  return a.title === b.title && a.isActive === b.isActive && a.startDate === b.startDate && a.dueDate === b.dueDate;
}
