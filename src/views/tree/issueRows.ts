import type { Issue } from '../../model/issue.ts';
import type { IssueGroup } from '../../model/query/issueGroups.ts';
import type { QueryLists } from '../../sync/queries/queryLists.ts';
import type { QueryResults } from '../../sync/queries/queryResults.ts';
import { openQuery, type ViewQueries } from '../../sync/queries/viewQueries.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import { KeptRows, type RowList, type RowPlace } from './keptRows.ts';
import type { TreeNode } from './treeNode.ts';
import type { TreeNodes } from './treeNodes.ts';

/** VS Code lists all children again for each added or removed row, so a parent shows this many at a time. */
const shownAtFirst = 200;

type GroupNode = TreeNode & { readonly kind: 'group' };
type IssuePlace = RowList & { readonly issueId: number };

export interface IssueRowParts {
  readonly nodes: TreeNodes;
  readonly results: Pick<QueryResults, 'find'>;
  readonly queries: ViewQueries;
  readonly lists: QueryLists;
  /** Redraws the rows under one. */
  readonly redraw: (parent: TreeNode) => void;
}

/**
 * The rows of issues: which ones a list shows, including those that were kept in place, how many, and which row is an
 * issue's or its neighbor's.
 */
export class IssueRows {
  private readonly kept = new KeptRows();
  private readonly shown = new Map<string, number>();

  constructor(private readonly parts: IssueRowParts) {}

  /** An issue in a list, or in a row that was kept in place. */
  find(tracker: string, issueId: number): Issue | undefined {
    return this.parts.results.find(tracker, issueId) ?? this.kept.find(tracker, issueId);
  }

  groupOf({ tracker, query, group }: GroupNode): IssueGroup | undefined {
    return this.parts.lists.arranged(tracker, query).groups.find(({ key }) => key === group);
  }

  /** The issues of a list as the user sees them. */
  issuesIn(list: RowList): readonly Issue[] {
    return this.kept.inPlace(list, this.ownIssuesIn(list));
  }

  /** The rows of a list. A long one ends with a row that shows more. */
  rowsIn(list: RowList): TreeNode[] {
    const { nodes, lists } = this.parts;
    const { tracker, query, group } = list;
    const issues = this.issuesIn(list);
    const isRead = group === undefined && lists.summary(tracker, query).from === 'gitlab';
    const shown = isRead ? issues : issues.slice(0, this.shownOf(list));
    const hidden = issues.length - shown.length;
    const inGroup = group === undefined ? {} : { group };
    return [
      ...shown.map(({ id }) => nodes.issue(tracker, query, id, group)),
      ...(hidden > 0 ? [nodes.own({ kind: 'more', tracker, query, hidden, ...inGroup })] : []),
    ];
  }

  /** Whether the issue has a row in a group further up. */
  isRepeated({ tracker, query, group, issueId }: IssuePlace): boolean {
    if (group === undefined) return false;
    const first = this.parts.lists.arranged(tracker, query).firstGroups.get(issueId);
    return first === undefined ? this.kept.isRepeated({ tracker, query, group }, issueId) : first !== group;
  }

  /** The row of an issue, preferably under the open ones. If a list shows only its first rows, extends it. */
  nodeOf(tracker: string, issueId: number): TreeNode | undefined {
    const ids = this.parts.queries.all.map(({ id }) => id).filter((id) => id !== openQuery);
    for (const query of [openQuery, ...ids]) {
      const row = this.rowIn(tracker, query, issueId);
      if (row) return row;
    }
    return undefined;
  }

  /** The rows of all issues of a group, without those that were kept. If its list shows only the first ones, extends it. */
  rowsOfGroup(node: GroupNode): readonly TreeNode[] {
    const { tracker, query, group } = node;
    const issues = this.groupOf(node)?.issues ?? [];
    this.showUpTo(issues.length - 1, node);
    return issues.map(({ id }) => this.parts.nodes.issue(tracker, query, id, group));
  }

  /**
   * The row before or after that of an issue, in the list of the selected row if it is that issue's. Undefined at the
   * end of the list, or if the issue has no row.
   */
  neighborOf(
    { tracker, issue: { id } }: TrackedIssue,
    step: -1 | 1,
    selected: TreeNode | undefined,
  ): TreeNode | undefined {
    const isSelected = selected?.kind === 'issue' && selected.tracker === tracker && selected.issueId === id;
    const row = isSelected ? selected : this.nodeOf(tracker, id);
    if (row?.kind !== 'issue') return undefined;
    // An issue can be in several groups.
    const order = this.listsOf(tracker, row.query).flatMap((list) =>
      this.issuesIn(list).filter((issue) => !this.isRepeated({ ...list, issueId: issue.id })),
    );
    const place = order.findIndex((issue) => issue.id === id);
    const next = place < 0 ? undefined : order[place + step];
    return next && this.rowIn(tracker, row.query, next.id);
  }

  /** Shows the next part of a long list. */
  showMore(node: TreeNode & { kind: 'more' }): void {
    const { tracker, query, group } = node;
    this.shown.set(keyOf(node), this.shownOf(node) + shownAtFirst);
    if (group === undefined) this.parts.lists.more(tracker, query);
    this.redraw(node);
  }

  /**
   * Keeps the rows of issues in their places although a change removes the issues from their lists, so that no other row
   * moves under the pointer, and the focus stays.
   * @returns the rows that weren't kept before.
   */
  keepInPlace(nodes: readonly TreeNode[]): readonly RowPlace[] {
    const rows = nodes.filter((node) => node.kind === 'issue');
    return [...Map.groupBy(rows, keyOf).values()].flatMap(([first, ...others]) => {
      if (!first) return [];
      const { tracker, query, group } = first;
      const list = { tracker, query, group };
      const ids = [first, ...others].map(({ issueId }) => issueId);
      return this.kept.keep(list, ids, this.ownIssuesIn(list), (issueId) => this.isRepeated({ ...list, issueId }));
    });
  }

  /** Forgets rows that were kept for changes that didn't happen. @returns the rows above them. */
  dropKept(places: readonly RowPlace[]): TreeNode[] {
    for (const place of places) this.kept.drop(place);
    return this.leave(places);
  }

  /** Forgets all kept rows. @returns the rows above them. */
  forgetKept(): TreeNode[] {
    return this.leave(this.kept.release().map(({ list, issue }) => ({ list, issueId: issue.id })));
  }

  /** GitLab returned new versions of issues, or no longer has some. */
  update(tracker: string, news: readonly Issue[], gone: readonly number[] = []): void {
    this.kept.update(tracker, news, gone);
  }

  /** Issues are no longer loaded. Those that were kept keep their rows. */
  onRemoved(tracker: string, removed: readonly Pick<Issue, 'id'>[]): void {
    for (const { id } of removed) if (!this.kept.find(tracker, id)) this.parts.nodes.forgetIssue(tracker, id);
  }

  private ownIssuesIn({ tracker, query, group }: RowList): readonly Issue[] {
    const { issues, groups } = this.parts.lists.arranged(tracker, query);
    return group === undefined ? issues : (groups.find(({ key }) => key === group)?.issues ?? []);
  }

  private leave(places: readonly RowPlace[]): TreeNode[] {
    const { nodes } = this.parts;
    for (const { list, issueId } of places)
      if (!this.find(list.tracker, issueId)) nodes.forgetIssue(list.tracker, issueId);
    return [...new Set(places.map(({ list }) => nodes.list(list.tracker, list.query, list.group)))];
  }

  private listsOf(tracker: string, query: string): readonly RowList[] {
    const { groups } = this.parts.lists.arranged(tracker, query);
    return groups.length > 0 ? groups.map(({ key }) => ({ tracker, query, group: key })) : [{ tracker, query }];
  }

  /** The first row of an issue under a query. Undefined if it has none. */
  private rowIn(tracker: string, query: string, issueId: number): TreeNode | undefined {
    for (const list of this.listsOf(tracker, query)) {
      const place = this.issuesIn(list).findIndex(({ id }) => id === issueId);
      if (place < 0) continue;
      this.showUpTo(place, list);
      return this.parts.nodes.issue(tracker, query, issueId, list.group);
    }
    return undefined;
  }

  private showUpTo(place: number, list: RowList): void {
    if (place < this.shownOf(list)) return;
    this.shown.set(keyOf(list), Math.ceil((place + 1) / shownAtFirst) * shownAtFirst);
    this.redraw(list);
  }

  private redraw({ tracker, query, group }: RowList): void {
    this.parts.redraw(this.parts.nodes.list(tracker, query, group));
  }

  private shownOf(list: RowList): number {
    return this.shown.get(keyOf(list)) ?? shownAtFirst;
  }
}

function keyOf({ tracker, query, group }: RowList): string {
  return `${tracker}|${query}|${group ?? ''}`;
}
