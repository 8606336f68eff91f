import type { AwardRecord, EventRecord, IssueRecord, LinkRecord, TodoRecord } from './records.ts';

/** User activity around issues: reactions, links, to-dos, and GitLab's resource events. */
export class Activity {
  readonly events: EventRecord[] = [];
  readonly links: LinkRecord[] = [];
  readonly todos: TodoRecord[] = [];
  private readonly children = new Map<number, readonly number[]>();
  private readonly awardsByIssue = new Map<number, AwardRecord[]>();
  private readonly awardsByNote = new Map<number, AwardRecord[]>();

  constructor(
    private readonly now: () => number,
    private readonly nextId: () => number,
    private readonly changed: () => void,
  ) {}

  addEvent(issueId: number, userId: number, createdAt: number, change: EventRecord['change']): void {
    this.events.push({ id: this.nextId(), issueId, userId, createdAt, change });
  }

  /** The reactions to an issue. The first call turns the issue's initial reactions into records. */
  issueAwards(issue: IssueRecord): AwardRecord[] {
    let awards = this.awardsByIssue.get(issue.id);
    if (!awards) {
      awards = Object.entries(issue.reactions).flatMap(([userId, names]) =>
        names.map((name) => ({ id: this.nextId(), name, userId: Number(userId), createdAt: issue.createdAt })),
      );
      this.awardsByIssue.set(issue.id, awards);
    }
    return awards;
  }

  noteAwards(noteId: number): AwardRecord[] {
    const awards = this.awardsByNote.get(noteId) ?? [];
    this.awardsByNote.set(noteId, awards);
    return awards;
  }

  addAward(awards: AwardRecord[], name: string, userId: number): AwardRecord {
    const award = { id: this.nextId(), name, userId, createdAt: this.now() };
    awards.push(award);
    return award;
  }

  /** Updates the issue's reaction counts after adding or removing a reaction. Leaves `updated_at` unchanged. */
  countAwards(issue: IssueRecord, name: string, by: 1 | -1): void {
    const byUser: Record<number, string[]> = {};
    for (const award of this.issueAwards(issue)) (byUser[award.userId] ??= []).push(award.name);
    issue.reactions = byUser;
    if (name === 'thumbsup') issue.upvotes = Math.max(0, issue.upvotes + by);
    if (name === 'thumbsdown') issue.downvotes = Math.max(0, issue.downvotes + by);
    this.changed();
  }

  /** Makes an issue (usually a task) a child of another issue. */
  addChild(parentId: number, childId: number): void {
    this.children.set(parentId, [...this.childrenOf(parentId), childId]);
  }

  childrenOf(parentId: number): readonly number[] {
    return this.children.get(parentId) ?? [];
  }

  linksOf(issueId: number): LinkRecord[] {
    return this.links.filter((link) => link.sourceId === issueId || link.targetId === issueId);
  }

  addLink(link: Omit<LinkRecord, 'id' | 'createdAt'>): LinkRecord {
    const made = { ...link, id: this.nextId(), createdAt: this.now() };
    this.links.push(made);
    return made;
  }

  removeLink(link: LinkRecord): void {
    this.links.splice(this.links.indexOf(link), 1);
  }

  pendingTodo(userId: number, issueId: number): TodoRecord | undefined {
    return this.todos.find((one) => one.userId === userId && one.issueId === issueId && one.state === 'pending');
  }

  /** By default, the user adds it. */
  addTodo(
    userId: number,
    issueId: number,
    facts: Partial<Pick<TodoRecord, 'action' | 'authorId' | 'noteId' | 'targetType'>> = {},
  ): TodoRecord {
    const now = this.now();
    const times = { createdAt: now, updatedAt: now };
    const own = { action: 'marked', authorId: userId, targetType: 'Issue' } as const;
    const todo: TodoRecord = { id: this.nextId(), userId, issueId, state: 'pending', ...own, ...times, ...facts };
    this.todos.push(todo);
    return todo;
  }

  finishTodo(todo: TodoRecord): void {
    if (todo.state === 'done') return;
    todo.state = 'done';
    todo.updatedAt = this.now();
  }

  /** Removes all data of a deleted issue. */
  forget(issueId: number): void {
    this.awardsByIssue.delete(issueId);
    for (const list of [this.events, this.todos]) {
      const kept = (list as { issueId: number }[]).filter((one) => one.issueId !== issueId);
      list.splice(0, list.length, ...(kept as never[]));
    }
    for (const link of this.linksOf(issueId)) this.removeLink(link);
  }
}
