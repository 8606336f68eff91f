import type { Clock } from '../../model/time/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import type { Issue } from '../../model/issue.ts';
import type { Identity } from '../../model/ports.ts';
import { formatSort } from '../../model/query/formatQuery.ts';
import { type IssueGroup, issueGroups } from '../../model/query/issueGroups.ts';
import { goesByLabels, issueOrder } from '../../model/query/issueOrder.ts';
import type { IssueGrouping, IssueSort } from '../../model/query/issueQuery.ts';
import { type FilteredPlan, planFilteredQuery } from '../../model/query/planFilteredQuery.ts';
import { localDay } from '../../model/time/calendarDay.ts';
import type { LabelColumns } from './labelColumns.ts';
import type { DescriptionSearch } from './descriptionSearch.ts';
import type { IssueChanges, IssueStore } from '../store/issueStore.ts';
import type { QueryResults, ShownAnswer } from './queryResults.ts';
import type { Synchronizer } from '../synchronizer.ts';
import type { IssueArrangement } from './issueArrangement.ts';
import type { ViewQueries } from './viewQueries.ts';

/** The content of a query's row. */
export interface QuerySummary {
  readonly from: FilteredPlan['from'];
  /** The number of issues. Undefined if GitLab was not requested. */
  readonly count: number | undefined;
  /** Why there is no result. */
  readonly problems: readonly string[];
  /** GitLab's result, if the query needs it. */
  readonly answer?: ShownAnswer | undefined;
}

/** The issues of a query in the tree. */
export interface ArrangedIssues {
  readonly issues: readonly Issue[];
  /** Empty without a grouping. */
  readonly groups: readonly IssueGroup[];
  /** The key of the first group with an issue, by its id. */
  readonly firstGroups: ReadonlyMap<number, string>;
}

export interface ListChange {
  readonly tracker: string;
  readonly queries: readonly string[];
}

/** The sources of the lists. */
export interface QueryListParts {
  readonly queries: ViewQueries;
  readonly arrangement: IssueArrangement;
  readonly store: IssueStore;
  readonly results: QueryResults;
  readonly descriptionSearch: DescriptionSearch;
  readonly columns: Pick<LabelColumns, 'of' | 'priorityOf' | 'onDidFind'>;
  readonly synchronizer: Synchronizer;
  readonly identity: Identity;
  readonly clock: Clock;
}

interface CompiledQuery {
  /** The inputs of the plan. If one changes, the plan is discarded. */
  readonly context: string;
  readonly plan: FilteredPlan;
  readonly sort: IssueSort;
  readonly grouping: IssueGrouping;
  /** The issues in the mirror. */
  matching?: readonly Issue[];
  /** The inputs of their arrangement. */
  arranged?: { readonly from: readonly Issue[]; readonly list: ArrangedIssues };
}

const newest: IssueSort = { by: 'created', direction: 'desc' };
const ungrouped: Omit<ArrangedIssues, 'issues'> = { groups: [], firstGroups: new Map() };
const nothing: ArrangedIssues = { issues: [], ...ungrouped };

/**
 * The issues of each query in each tracker, with the view's filter, grouping, and order. They are computed when
 * a row needs them, once for each change that affects the query. The unfiltered open issues are not computed.
 */
export class QueryLists implements Disposable {
  private readonly compiled = new Map<string, Map<string, CompiledQuery>>();
  private readonly changed = new Emitter<ListChange | undefined>();
  private readonly subscriptions: readonly Disposable[];

  /**
   * The issues of some queries have changed, except through {@link applyChanges}. Undefined means all queries of all
   * trackers.
   */
  readonly onDidChange = this.changed.event;

  constructor(private readonly parts: QueryListParts) {
    const { queries, identity, results, descriptionSearch, columns } = parts;
    const forget = () => {
      this.compiled.clear();
      // A row that still shows a result reports it when it is drawn.
      results.unwatchAll();
      this.changed.fire(undefined);
    };
    this.subscriptions = [
      queries.onDidChange(forget),
      identity.onDidChange(forget),
      results.onDidChange(({ tracker }) => {
        this.notify(tracker, ({ plan }) => plan.from === 'gitlab');
      }),
      columns.onDidFind(({ tracker }) => {
        const isByLabel = ({ grouping, sort }: CompiledQuery) => showsLabels(grouping) || goesByLabels(sort);
        this.notify(tracker, isByLabel, (query) => this.compiled.get(tracker)?.delete(query));
      }),
      descriptionSearch.onDidFind(({ tracker }) => {
        const searched = ({ plan }: CompiledQuery) => plan.from === 'mirror' && plan.matches !== undefined;
        this.notify(tracker, searched, (query) => this.compiled.get(tracker)?.delete(query));
      }),
    ];
  }

  summary(tracker: string, query: string): QuerySummary {
    const { wrong } = this.parts.queries.find(query) ?? {};
    if (wrong !== undefined) return { from: 'nowhere', count: undefined, problems: [wrong] };
    const worked = this.compile(tracker, query);
    if (!worked) return { from: 'nothing', count: 0, problems: [] };
    const { plan } = worked;
    switch (plan.from) {
      case 'mirror':
        return { from: 'mirror', count: this.countOf(tracker, worked), problems: [] };
      case 'gitlab': {
        const answer = this.parts.results.of({ tracker, question: plan.question });
        const isKnown = answer?.asOf !== undefined && !answer.isOutdated;
        return { from: 'gitlab', count: isKnown ? answer.total : undefined, problems: [], answer };
      }
      case 'nothing':
        return { from: 'nothing', count: 0, problems: [] };
      default:
        return { from: plan.from, count: undefined, problems: plan.from === 'nowhere' ? plan.problems : [] };
    }
  }

  arranged(tracker: string, query: string): ArrangedIssues {
    const worked = this.compile(tracker, query);
    if (!worked) return nothing;
    const { plan, sort, grouping } = worked;
    if (plan.from !== 'mirror' && plan.from !== 'gitlab') return nothing;
    const isOurs = plan.from === 'mirror';
    const from = isOurs
      ? this.matching(tracker, worked)
      : (this.parts.results.of({ tracker, question: plan.question })?.issues ?? []);
    if (isOurs && isInPlainOrder(worked)) return { issues: from, ...ungrouped };
    if (worked.arranged?.from === from) return worked.arranged.list;
    const priorityOf = goesByLabels(sort) ? this.parts.columns.priorityOf(tracker) : undefined;
    const issues = isOurs && !isNewest(sort) ? from.toSorted(issueOrder(sort, priorityOf)) : from;
    const labels = showsLabels(grouping) ? this.parts.columns.of(tracker) : [];
    const context = { now: this.parts.clock.now(), me: this.meOn(tracker), labels };
    const groups = issueGroups(issues, grouping, context);
    const list = { issues, groups, firstGroups: firstGroups(groups) };
    worked.arranged = { from, list };
    return list;
  }

  /** The issues of a query are visible. A result that only GitLab can return is requested. */
  watch(tracker: string, query: string): void {
    const plan = this.compile(tracker, query)?.plan;
    if (plan?.from === 'gitlab') this.parts.results.watch({ tracker, ...plan });
  }

  /** A query was collapsed. */
  unwatch(tracker: string, query: string): void {
    const plan = this.compiled.get(tracker)?.get(query)?.plan;
    if (plan?.from === 'gitlab') this.parts.results.unwatch({ tracker, question: plan.question });
  }

  /** Requests more from GitLab, if the query needs it. */
  more(tracker: string, query: string): void {
    const plan = this.compile(tracker, query)?.plan;
    if (plan?.from === 'gitlab') void this.parts.results.more({ tracker, question: plan.question });
  }

  /**
   * Applies a change of the held issues.
   * @returns the shown queries whose issues or order have changed.
   */
  applyChanges({ tracker, added, changed, replaced, removed }: IssueChanges): string[] {
    const affected: string[] = [];
    // A copy, because a recomputed entry is added at the end and would be visited again and again.
    for (const [query, worked] of [...(this.compiled.get(tracker) ?? [])]) {
      const { plan } = worked;
      if (plan.from !== 'mirror') continue;
      const test = plan.matches ?? (() => true);
      const isOtherSet =
        added.some(test) ||
        removed.some(test) ||
        changed.some((issue, i) => test(issue) !== test(replaced[i] ?? issue));
      if (!isOtherSet && !changed.some(test)) continue;
      this.compiled.get(tracker)?.delete(query);
      if (isOtherSet || !isInPlainOrder(worked)) affected.push(query);
      else this.compile(tracker, query);
    }
    return affected;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private notify(tracker: string, isMeant: (worked: CompiledQuery) => boolean, before?: (query: string) => void): void {
    const queries = [...(this.compiled.get(tracker) ?? [])].flatMap(([query, worked]) =>
      isMeant(worked) ? [query] : [],
    );
    for (const query of queries) before?.(query);
    if (queries.length > 0) this.changed.fire({ tracker, queries });
  }

  /** The number of all open issues is known even if only some of them are held. */
  private countOf(tracker: string, worked: CompiledQuery): number {
    const { openInAll } = this.parts.synchronizer.tracker(tracker) ?? {};
    const isAll = worked.plan.from === 'mirror' && !worked.plan.matches;
    return (isAll ? openInAll : undefined) ?? this.matching(tracker, worked).length;
  }

  private matching(tracker: string, worked: CompiledQuery): readonly Issue[] {
    const held = this.parts.store.issues(tracker);
    if (worked.plan.from !== 'mirror' || !worked.plan.matches) return held;
    worked.matching ??= held.filter(worked.plan.matches);
    return worked.matching;
  }

  private compile(tracker: string, id: string): CompiledQuery | undefined {
    const shown = this.parts.queries.find(id);
    if (!shown?.query) return undefined;
    const state = this.parts.synchronizer.tracker(tracker);
    const now = this.parts.clock.now();
    const context = {
      me: this.meOn(tracker),
      now,
      serverVersion: state?.account?.serverVersion,
      edition: state?.account?.edition,
      // The first load will be complete.
      isWhole: state?.openInAll === undefined,
      descriptionsOf: (words: readonly string[]) => this.parts.descriptionSearch.of(tracker, words),
    } as const;
    const dependsOn = [context.me, context.serverVersion, context.edition, context.isWhole, localDay(now)].join(' ');
    const ofTracker = this.compiled.get(tracker) ?? new Map<string, CompiledQuery>();
    this.compiled.set(tracker, ofTracker);
    const known = ofTracker.get(id);
    if (known?.context === dependsOn) return known;
    const sort = shown.query.sort ?? this.parts.arrangement.sort;
    const grouping = shown.query.group ?? this.parts.arrangement.grouping;
    const plan = planFilteredQuery({ terms: shown.query.terms, sort }, this.parts.arrangement.query, context);
    const worked: CompiledQuery = { context: dependsOn, plan, sort, grouping };
    ofTracker.set(id, worked);
    return worked;
  }

  private meOn(tracker: string): string | undefined {
    const account = this.parts.synchronizer.tracker(tracker)?.account;
    return account && this.parts.identity.me(account);
  }
}

/** Whether the issues are grouped by labels, which have their own order. */
function showsLabels(grouping: IssueGrouping): boolean {
  return grouping === 'label' || grouping.endsWith('::*');
}

function firstGroups(groups: readonly IssueGroup[]): ReadonlyMap<number, string> {
  const first = new Map<number, string>();
  for (const { key, issues } of groups) for (const { id } of issues) if (!first.has(id)) first.set(id, key);
  return first;
}

/** Whether the issues are shown as they are held: newest first, without groups. */
function isInPlainOrder({ sort, grouping }: CompiledQuery): boolean {
  return isNewest(sort) && grouping === 'none';
}

function isNewest(sort: IssueSort): boolean {
  return formatSort(sort) === formatSort(newest);
}
