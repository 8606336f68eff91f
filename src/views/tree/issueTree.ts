import { EventEmitter, type TreeDataProvider, TreeItem } from 'vscode';
import type { Disposable } from '../../model/event.ts';
import type { Clock } from '../../model/time/clock.ts';
import { addressOfIssue } from '../../model/address/issueLink.ts';
import type { Issue } from '../../model/issue.ts';
import { withinTime } from '../../model/time/withinTime.ts';
import { lacksEmoji, loadEmoji } from '../../model/text/shownTitle.ts';
import type { IssueChanges, IssueStore } from '../../sync/store/issueStore.ts';
import type { QueryResults } from '../../sync/queries/queryResults.ts';
import type { TodoLists } from '../../sync/queries/todoLists.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { UnreadChange, UnreadIssues } from '../../sync/unread/unreadIssues.ts';
import type { DraftList } from '../../sync/documents/draftList.ts';
import { DraftRows } from './draftRows.ts';
import { groupRow } from './groupRow.ts';
import { issueRow } from './issueRow.ts';
import { IssueRows } from './issueRows.ts';
import { moreRow, noticeRow } from './noticeRow.ts';
import { projectNotice } from './projectNotice.ts';
import { projectRow } from './projectRow.ts';
import type { LabelColumns } from '../../sync/queries/labelColumns.ts';
import type { QueryLists } from '../../sync/queries/queryLists.ts';
import { queryNotice } from './queryNotice.ts';
import { queryRow } from './queryRow.ts';
import { RowHovers } from './rowHovers.ts';
import { todoTooltip } from './todoRow.ts';
import { TodoRows } from './todoRows.ts';
import { TreeNodes } from './treeNodes.ts';
import { TreeRedraw } from './treeRedraw.ts';
import { treeOutline } from './treeOutline.ts';
import { placeOf, placesOf } from '../../sync/writes/waitingCommands.ts';
import { WaitingRows } from './waitingRows.ts';
import type { TreeNode } from './treeNode.ts';
import { openQuery, type ViewQueries } from '../../sync/queries/viewQueries.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';

/** In milliseconds. A slow disk must not hide that the issues are loading. */
const longestDelay = 1_000;
/** With more projects than this they start collapsed. */
const mostExpanded = 5;

/** The sources of the tree. */
export interface TreeParts {
  readonly synchronizer: Synchronizer;
  readonly store: IssueStore;
  readonly results: QueryResults;
  readonly queries: ViewQueries;
  readonly lists: QueryLists;
  readonly labels: Pick<LabelColumns, 'colorsOf'>;
  readonly todos: TodoLists;
  readonly draftList: Pick<DraftList, 'drafts' | 'onDidChange'>;
  readonly unread: Pick<UnreadIssues, 'isUnread' | 'onDidChange'>;
  readonly isFiltered: () => boolean;
  readonly clock: Clock;
}

/**
 * The rows of the issue tree. For one project, it shows the queries with their issues. For several, it shows the
 * projects above them. It draws the state of other objects, and redraws on their events. It sends no
 * requests. It only reports expanded queries, and hovers look up the colors of labels.
 */
export class IssueTree implements TreeDataProvider<TreeNode>, Disposable {
  private readonly changed = new EventEmitter<TreeNode | TreeNode[] | undefined>();
  private readonly nodes = new TreeNodes();
  private readonly rows: IssueRows;
  private readonly redraw: TreeRedraw;
  private readonly hovers: RowHovers;
  private readonly todos: TodoRows;
  private readonly drafts: DraftRows;
  private readonly waiting: WaitingRows;
  private readonly subscriptions: Disposable[];
  /** The issues with changes that GitLab doesn't have yet. */
  private waitingPlaces: ReadonlySet<string>;
  /** The outline of the rows that VS Code last received, or requests next. */
  private outline = '';

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly parts: TreeParts) {
    const { store, synchronizer, lists, todos, unread } = parts;
    this.rows = new IssueRows({
      ...parts,
      nodes: this.nodes,
      redraw: (parent) => {
        this.changed.fire(parent);
      },
    });
    this.hovers = new RowHovers(parts);
    this.todos = new TodoRows(this.nodes, todos, parts.results);
    this.drafts = new DraftRows(this.nodes, parts.draftList);
    this.waiting = new WaitingRows(this.nodes, synchronizer.outbox, parts.clock);
    this.waitingPlaces = placesOf(synchronizer.outbox.waiting);
    this.redraw = new TreeRedraw(parts.clock, this.changed);
    this.subscriptions = [
      this.redraw,
      lists.onDidChange((change) => {
        if (change) this.changed.fire(change.queries.map((query) => this.nodes.query(change.tracker, query)));
        else this.redrawAll();
      }),
      store.onDidChange((changes) => {
        this.onIssues(changes);
      }),
      store.onDidSee(({ tracker, closed, gone }) => {
        this.rows.update(tracker, closed, gone);
      }),
      synchronizer.onDidChange(() => {
        this.onTrackers();
      }),
      todos.onDidChange((account) => {
        this.changed.fire(this.nodes.todos(account));
      }),
      parts.draftList.onDidChange(() => {
        this.onTrackers();
        for (const row of this.drafts.listRow()) this.changed.fire(row);
      }),
      synchronizer.outbox.onDidChange(() => {
        this.onWaiting();
      }),
      unread.onDidChange((change) => {
        this.onUnread(change);
      }),
    ];
  }

  /** Whether an argument of a command is a row of this tree. */
  owns(value: unknown): value is TreeNode {
    return this.nodes.owns(value);
  }

  /**
   * The row of an issue, preferably under the open ones. Undefined if it currently has none. If a list shows only its first
   * rows, extends it to show the row.
   */
  nodeOf(tracker: string, issueId: number): TreeNode | undefined {
    return this.rows.nodeOf(tracker, issueId);
  }

  /** The issue of a row, or all those of a group. Empty for other rows. */
  issuesOf(node: TreeNode): readonly Issue[] {
    if (node.kind === 'group') return this.rows.groupOf(node)?.issues ?? [];
    if (node.kind === 'todo') return this.todos.issuesOf(node);
    const issue = node.kind === 'issue' ? this.rows.find(node.tracker, node.issueId) : undefined;
    return issue ? [issue] : [];
  }

  /** The comment that the item of a To-Do List is about. */
  noteOf(node: TreeNode): number | undefined {
    return addressOfIssue(this.todos.todoOf(node)?.webUrl ?? '')?.note;
  }

  /**
   * Keeps rows in their places although a change removes the issues from their lists. They stay until the list is
   * arranged or refreshed. See {@link IssueRows.keepInPlace}.
   * @returns a function to call with the issues that weren't changed after all. Their rows aren't kept any longer.
   */
  keepInPlace(rows: readonly TreeNode[]): (unchanged: readonly TrackedIssue[]) => void {
    const kept = this.rows.keepInPlace(rows);
    return (unchanged) => {
      const left = new Set(unchanged.map(({ tracker, issue }) => `${tracker}|${issue.id}`));
      const lists = this.rows.dropKept(kept.filter(({ list, issueId }) => left.has(`${list.tracker}|${issueId}`)));
      if (lists.length > 0) this.changed.fire(lists);
    };
  }

  /** Removes the rows that {@link keepInPlace} kept. */
  releaseKept(): void {
    const lists = this.rows.forgetKept();
    if (lists.length > 0) this.changed.fire(lists);
  }

  /** The rows of all issues of a group. If its list shows only the first ones, extends it. */
  rowsOfGroup(node: TreeNode & { kind: 'group' }): readonly TreeNode[] {
    return this.rows.rowsOfGroup(node);
  }

  /** The row before or after that of an issue. See {@link IssueRows.neighborOf}. */
  neighborOf(from: TrackedIssue, step: -1 | 1, selected: TreeNode | undefined): TreeNode | undefined {
    return this.rows.neighborOf(from, step, selected);
  }

  /** Shows the next part of a long list. */
  showMore(node: TreeNode & { kind: 'more' }): void {
    this.rows.showMore(node);
  }

  /**
   * The user expanded or collapsed a row. A query that only GitLab can answer is requested while its row is expanded.
   */
  setFolded(node: TreeNode, isFolded: boolean): void {
    const { lists, queries } = this.parts;
    if (isFolded) this.releaseKept();
    if (isFolded) this.redraw.onCollapse(node);
    if (node.kind === 'todos') this.todos.setFolded(node.account, isFolded);
    if (node.kind === 'query') {
      if (isFolded) lists.unwatch(node.tracker, node.query);
      else lists.watch(node.tracker, node.query);
      // It may be requested again, or have an outdated count.
      if (lists.summary(node.tracker, node.query).from === 'gitlab') this.changed.fire(node);
    }
    if (node.kind !== 'project') return;
    if (isFolded) for (const { id } of queries.all) lists.unwatch(node.tracker, id);
    // VS Code redraws the rows under it, and each expanded one reports that again.
    else this.changed.fire(node);
  }

  getChildren(parent?: TreeNode): TreeNode[] | Promise<TreeNode[]> {
    if (!parent) return this.requestTopRows();
    this.redraw.onRequest(parent);
    if (parent.kind === 'query') return this.childrenOfQuery(parent);
    if (parent.kind === 'group') return this.rows.rowsIn(parent);
    if (parent.kind === 'waiting') return this.waiting.children();
    if (parent.kind === 'todos') return this.todos.childrenOf(parent.account);
    if (parent.kind === 'drafts') return this.drafts.children();
    return parent.kind === 'project' ? this.childrenOf(parent.tracker) : [];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if (node.kind === 'project' || node.kind === 'todos' || node.kind === 'drafts' || node.kind === 'waiting')
      return undefined;
    if (node.kind === 'draft') return this.nodes.drafts();
    if (node.kind === 'waitingChange') return this.nodes.waiting();
    if (node.kind === 'todo' || node.kind === 'todoNotice') return this.nodes.todos(node.account);
    if (node.kind === 'query' || node.query === undefined) return this.parentOf(node.tracker);
    const group = node.kind === 'issue' || node.kind === 'more' ? node.group : undefined;
    const { tracker, query } = node;
    return this.nodes.list(tracker, query, group);
  }

  getTreeItem(node: TreeNode): TreeItem | Promise<TreeItem> {
    if (node.kind === 'more') return moreRow(node);
    if (node.kind === 'todos' || node.kind === 'todo' || node.kind === 'todoNotice') return this.todos.itemOf(node);
    if (node.kind === 'drafts' || node.kind === 'draft') return this.drafts.itemOf(node);
    if (node.kind === 'waiting' || node.kind === 'waitingChange') return this.waiting.itemOf(node);
    const { synchronizer, store, lists, queries, clock } = this.parts;
    const { trackers } = synchronizer;
    const tracker = trackers.find(({ key }) => key === node.tracker);
    if (!tracker) return new TreeItem('');
    if (node.kind === 'project')
      return projectRow(tracker, store.count(node.tracker), trackers.length <= mostExpanded, clock.now());
    if (node.kind === 'issue') {
      const issue = this.rows.find(node.tracker, node.issueId);
      if (issue && lacksEmoji(issue.title)) return loadEmoji().then(() => this.getTreeItem(node));
      const facts = {
        isUnread: this.parts.unread.isUnread(node.tracker, node.issueId),
        isRepeated: this.rows.isRepeated(node),
        isWaiting:
          issue !== undefined && this.waitingPlaces.has(placeOf(tracker.account?.key, issue.projectId, issue.iid)),
        now: clock.now(),
      };
      return issue ? issueRow(node, issue, tracker, facts) : new TreeItem('');
    }
    if (node.kind === 'group') {
      const group = this.rows.groupOf(node);
      return group ? groupRow(node, group, tracker) : new TreeItem('');
    }
    const query = node.query === undefined ? undefined : queries.find(node.query);
    const summary = query && lists.summary(node.tracker, query.id);
    if (node.kind === 'query') {
      const { all } = queries;
      const facts = { now: clock.now(), place: query ? all.indexOf(query) : 0, rows: all.length };
      return query && summary ? queryRow(node, query, summary, facts) : new TreeItem('');
    }
    const { problems = [], answer } = summary ?? {};
    return noticeRow(node, {
      tracker,
      alone: trackers.length === 1,
      problems,
      // Under a filter, the filter may be the cause.
      isOwn: query?.ownName !== undefined && (query.query === undefined || !this.parts.isFiltered()),
      error: answer?.error,
      hidden: answer?.total === undefined ? undefined : answer.total - answer.issues.length,
    });
  }

  async resolveTreeItem(item: TreeItem, node: TreeNode): Promise<TreeItem> {
    const issue = node.kind === 'issue' ? this.rows.find(node.tracker, node.issueId) : undefined;
    if (issue) item.tooltip = await this.hovers.ofIssue(node.tracker, issue);
    const todo = this.todos.todoOf(node);
    if (todo) item.tooltip = todoTooltip(todo, this.parts.clock.now());
    if (node.kind === 'project') item.tooltip = this.hovers.ofProject(node.tracker);
    return item;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private redrawAll(): void {
    this.rows.forgetKept();
    this.redraw.all(this.findTopRows());
  }

  /** Waits for stored issues that are being read, so that VS Code draws them at once. */
  private requestTopRows(): TreeNode[] | Promise<TreeNode[]> {
    const { restored } = this.parts.synchronizer;
    if (restored) {
      this.redraw.onDelay();
      return withinTime(restored, longestDelay, this.parts.clock).then(
        () => this.giveTopRows(),
        () => this.giveTopRows(),
      );
    }
    return this.giveTopRows();
  }

  private giveTopRows(): TreeNode[] {
    const topRows = this.findTopRows();
    this.outline = this.outlineNow();
    this.redraw.onRequest(undefined, topRows);
    return topRows;
  }

  private findTopRows(): TreeNode[] {
    const { viewState, trackers } = this.parts.synchronizer;
    if (viewState !== 'ready') return [];
    const [only, another] = trackers;
    const rows = only && !another ? this.childrenOf(only.key) : trackers.map(({ key }) => this.nodes.project(key));
    return [...this.findOwnLists(), ...rows];
  }

  /** The rows above the projects. An account whose projects aren't loaded has no To-Do List. */
  private findOwnLists(): readonly TreeNode[] {
    const { synchronizer, store } = this.parts;
    const loaded = synchronizer.trackers.filter((tracker) => !projectNotice(tracker, store.count(tracker.key)));
    const todos = this.todos.listRows(loaded.map(({ account }) => account?.key));
    return [...this.waiting.listRow(), ...this.drafts.listRow(), ...todos];
  }

  private childrenOf(key: string): TreeNode[] {
    const { synchronizer, store, queries } = this.parts;
    const tracker = synchronizer.tracker(key);
    const notice = tracker && projectNotice(tracker, store.count(key));
    if (notice) return [this.nodes.notice(key, notice)];
    return queries.all.map(({ id }) => this.nodes.query(key, id));
  }

  private childrenOfQuery({ tracker, query }: TreeNode & { kind: 'query' }): TreeNode[] {
    const { lists } = this.parts;
    lists.watch(tracker, query);
    const { groups } = lists.arranged(tracker, query);
    const notice = queryNotice(lists.summary(tracker, query), {
      shown: this.rows.issuesIn({ tracker, query }).length,
      state: this.parts.synchronizer.tracker(tracker),
      isFiltered: this.parts.isFiltered(),
      isOpen: query === openQuery,
    });
    if (notice) return [this.nodes.notice(tracker, notice, query)];
    const rows =
      groups.length > 0
        ? groups.map((group) => this.nodes.group(tracker, query, group.key))
        : this.rows.rowsIn({ tracker, query });
    return [...rows, ...this.restOf(tracker, query)];
  }

  /** For a result from GitLab: the issues that are not loaded yet. */
  private restOf(tracker: string, query: string): TreeNode[] {
    const { answer } = this.parts.lists.summary(tracker, query);
    if (!answer || answer.rest === 'none') return [];
    if (answer.rest === 'cut') return [this.nodes.notice(tracker, 'cut', query)];
    const hidden = answer.total === undefined ? undefined : answer.total - answer.issues.length;
    return [this.nodes.own({ kind: 'more', tracker, query, hidden })];
  }

  private onIssues(changes: IssueChanges): void {
    const { tracker, added, changed, removed } = changes;
    this.rows.update(tracker, [...added, ...changed]);
    const queries = this.parts.lists.applyChanges(changes).map((query) => this.nodes.query(tracker, query));
    // An added or removed row affects its query. A changed one affects only itself, if it was ever drawn.
    const rows = changed.flatMap(({ id }) => this.nodes.ofIssue(tracker, id));
    this.rows.onRemoved(tracker, removed);
    // The project's row, if there is one, shows the number of open issues.
    const parent = added.length + removed.length > 0 ? this.parentOf(tracker) : undefined;
    const redrawn = parent ? [parent] : [...queries, ...rows];
    if (redrawn.length > 0) this.changed.fire(redrawn);
  }

  /** Redraws the rows of the issues whose changes wait, or no longer do. */
  private onWaiting(): void {
    const { synchronizer, store } = this.parts;
    const { waiting } = synchronizer.outbox;
    // Usually, GitLab has a change at once.
    if (waiting.length === 0 && this.waitingPlaces.size === 0) return;
    const places = placesOf(waiting);
    const changed = new Set([...places].filter((place) => !this.waitingPlaces.has(place)));
    for (const place of this.waitingPlaces) if (!places.has(place)) changed.add(place);
    this.waitingPlaces = places;
    this.onTrackers();
    const iids = new Set([...changed].map((place) => Number(place.split('|').at(-1))));
    const rows = synchronizer.trackers.flatMap(({ key, account }) =>
      changed.size === 0
        ? []
        : store
            .issues(key)
            // Most issues aren't affected, and need no text.
            .filter(({ projectId, iid }) => iids.has(iid) && changed.has(placeOf(account?.key, projectId, iid)))
            .flatMap(({ id }) => this.nodes.ofIssue(key, id)),
    );
    const redrawn = [...this.waiting.listRow(), ...rows];
    if (redrawn.length > 0) this.changed.fire(redrawn);
  }

  private onUnread({ tracker, issueIds }: UnreadChange): void {
    const rows = issueIds.flatMap((id) => this.nodes.ofIssue(tracker, id));
    if (rows.length > 0) this.changed.fire(rows);
  }

  /** Redraws if the structure of the tree has changed. A poll without news changes nothing. */
  private onTrackers(): void {
    const outline = this.outlineNow();
    if (outline === this.outline) return;
    this.outline = outline;
    this.redrawAll();
  }

  private outlineNow(): string {
    const { synchronizer, store, clock } = this.parts;
    return treeOutline(synchronizer, this.findOwnLists(), (tracker) => store.count(tracker), clock.now());
  }

  private parentOf(tracker: string): TreeNode | undefined {
    return this.parts.synchronizer.trackers.length > 1 ? this.nodes.project(tracker) : undefined;
  }
}
