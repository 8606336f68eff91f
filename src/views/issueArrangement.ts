import { EventEmitter, workspace } from 'vscode';
import type { Memory } from '../host/memory.ts';
import { settings } from '../manifest.ts';
import type { Clock } from '../model/clock.ts';
import type { Disposable } from '../model/event.ts';
import type { Issue } from '../model/issue.ts';
import type { Identity } from '../model/ports.ts';
import { formatQuery, formatSort, quoteName } from '../model/query/formatQuery.ts';
import { type IssueGroup, issueGroups } from '../model/query/issueGroups.ts';
import { issueMatcher } from '../model/query/issueMatcher.ts';
import { issueOrder } from '../model/query/issueOrder.ts';
import type { IssueGrouping, IssueQuery, IssueSort } from '../model/query/issueQuery.ts';
import { parseQuery } from '../model/query/parseQuery.ts';
import type { IssueStore } from '../sync/issueStore.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';

/** A tracker's issues as the tree shows them. */
export interface ArrangedIssues {
  readonly issues: readonly Issue[];
  /** Empty where they are not grouped. */
  readonly groups: readonly IssueGroup[];
}

const memoryKeys = { filter: 'filter', group: 'groupBy', sort: 'sortBy' } as const;
const newest: IssueSort = { by: 'created', direction: 'desc' };

/**
 * Which issues the tree shows, in which groups and in which order: what the person chose for this workspace, before what
 * the settings say. It is worked out once for each change of a tracker, and for the plain list, newest first, not at all.
 */
export class IssueArrangement implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly arranged = new Map<string, ArrangedIssues>();
  private readonly subscriptions: Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly memory: Pick<Memory, 'read' | 'write'>,
    private readonly store: IssueStore,
    private readonly synchroniser: Synchroniser,
    private readonly identity: Identity,
    private readonly clock: Clock,
  ) {
    const forget = () => {
      this.arranged.clear();
      this.changed.fire();
    };
    this.subscriptions = [
      store.onDidChange(({ tracker }) => this.arranged.delete(tracker)),
      identity.onDidChange(forget),
      workspace.onDidChangeConfiguration((event) => {
        const names = [settings.groupBy, settings.sortBy].map((name) => `${settings.section}.${name}`);
        if (names.some((name) => event.affectsConfiguration(name))) forget();
      }),
    ];
  }

  /** The filter as text; empty: none. */
  get filter(): string {
    return formatQuery({ terms: this.query.terms });
  }

  get grouping(): IssueGrouping {
    return groupingOf(this.chosen(memoryKeys.group, settings.groupBy)) ?? 'none';
  }

  get sort(): IssueSort {
    return sortOf(this.chosen(memoryKeys.sort, settings.sortBy)) ?? newest;
  }

  /** Whether the tree shows all open issues, newest first, and in no groups. */
  get isPlain(): boolean {
    return (
      this.filter === '' && this.grouping === 'none' && this.sort.by === 'created' && this.sort.direction === 'desc'
    );
  }

  /** Takes a query for the filter; what it says of groups and order counts for those. */
  setFilter({ terms, group, sort }: IssueQuery): void {
    this.memory.write(memoryKeys.filter, formatQuery({ terms }));
    if (group !== undefined) this.memory.write(memoryKeys.group, group);
    if (sort !== undefined) this.memory.write(memoryKeys.sort, formatSort(sort));
    this.refresh();
  }

  setGrouping(grouping: IssueGrouping): void {
    this.memory.write(memoryKeys.group, grouping);
    this.refresh();
  }

  setSort(sort: IssueSort): void {
    this.memory.write(memoryKeys.sort, formatSort(sort));
    this.refresh();
  }

  /** What the tree shows of a tracker. */
  of(tracker: string): ArrangedIssues {
    if (this.isPlain) return { issues: this.store.issues(tracker), groups: [] };
    const known = this.arranged.get(tracker);
    if (known) return known;
    const context = { now: this.clock.now(), me: this.meOn(tracker) };
    const matches = issueMatcher(this.query, context);
    const issues = this.store.issues(tracker).filter(matches).sort(issueOrder(this.sort));
    const groups = issueGroups(issues, this.grouping, context);
    const arranged = { issues, groups };
    this.arranged.set(tracker, arranged);
    return arranged;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private get query(): IssueQuery {
    const text = this.memory.read(memoryKeys.filter);
    const { query, problems } = parseQuery(typeof text === 'string' ? text : '');
    return problems.length > 0 ? { terms: [] } : query;
  }

  private meOn(tracker: string): string | undefined {
    const account = this.synchroniser.trackers.find(({ key }) => key === tracker)?.account;
    return account && this.identity.me(account);
  }

  private chosen(memoryKey: string, setting: string): unknown {
    return this.memory.read(memoryKey) ?? workspace.getConfiguration(settings.section).get<unknown>(setting);
  }

  private refresh(): void {
    this.arranged.clear();
    this.changed.fire();
  }
}

/** Through the language itself: what it does not take is none. */
function groupingOf(value: unknown): IssueGrouping | undefined {
  const { query, problems } = parseQuery(typeof value === 'string' ? `group:${quoteName(value)}` : '');
  return problems.length === 0 ? query.group : undefined;
}

function sortOf(value: unknown): IssueSort | undefined {
  const { query, problems } = parseQuery(typeof value === 'string' ? `sort:${value}` : '');
  return problems.length === 0 ? query.sort : undefined;
}
