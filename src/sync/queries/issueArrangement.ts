import { settings } from '../../manifest.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import type { KeptValues, SingleSettings } from '../../model/ports.ts';
import { formatQuery, formatSort, quoteName } from '../../model/query/formatQuery.ts';
import type { IssueGrouping, IssueQuery, IssueSort } from '../../model/query/issueQuery.ts';
import { parseQuery } from '../../model/query/parseQuery.ts';

const memoryKeys = { filter: 'filter', group: 'groupBy', sort: 'sortBy' } as const;
const newest: IssueSort = { by: 'created', direction: 'desc' };

/**
 * The filter, grouping, and order of the issues in the tree. The user's choice in this workspace has precedence over
 * the settings.
 */
export class IssueArrangement implements Disposable {
  private readonly changed = new Emitter<void>();
  private readonly subscription: Disposable;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly memory: KeptValues,
    private readonly own: SingleSettings,
  ) {
    this.subscription = own.onDidChange([settings.groupBy, settings.sortBy], () => {
      this.changed.fire();
    });
  }

  /** The filter as text. Empty means none. */
  get filter(): string {
    return formatQuery({ terms: this.query.terms });
  }

  get grouping(): IssueGrouping {
    return groupingOf(this.memory.read(memoryKeys.group)) ?? this.own.get(settings.groupBy, groupingOf) ?? 'none';
  }

  get sort(): IssueSort {
    return sortOf(this.memory.read(memoryKeys.sort)) ?? this.own.get(settings.sortBy, sortOf) ?? newest;
  }

  /** The filter that applies to every query. */
  get query(): IssueQuery {
    const text = this.memory.read(memoryKeys.filter);
    const { query, problems } = parseQuery(typeof text === 'string' ? text : '');
    return problems.length > 0 ? { terms: [] } : query;
  }

  /** Applies a query as the filter. Its grouping and order apply too. */
  setFilter({ terms, group, sort }: IssueQuery): void {
    this.memory.write(memoryKeys.filter, formatQuery({ terms }));
    if (group !== undefined) this.memory.write(memoryKeys.group, group);
    if (sort !== undefined) this.memory.write(memoryKeys.sort, formatSort(sort));
    this.changed.fire();
  }

  setGrouping(grouping: IssueGrouping): void {
    this.memory.write(memoryKeys.group, grouping);
    this.changed.fire();
  }

  setSort(sort: IssueSort): void {
    this.memory.write(memoryKeys.sort, formatSort(sort));
    this.changed.fire();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

/** Parsed as a query. Unsupported parts are ignored. */
function groupingOf(value: unknown): IssueGrouping | undefined {
  const { query, problems } = parseQuery(typeof value === 'string' ? `group:${quoteName(value)}` : '');
  return problems.length === 0 ? query.group : undefined;
}

function sortOf(value: unknown): IssueSort | undefined {
  const { query, problems } = parseQuery(typeof value === 'string' ? `sort:${value}` : '');
  return problems.length === 0 ? query.sort : undefined;
}
