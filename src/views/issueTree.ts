import { EventEmitter, type TreeDataProvider, TreeItem } from 'vscode';
import type { Disposable } from '../model/event.ts';
import { isReadOnly } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import type { Issue } from '../model/issue.ts';
import { dateOf } from '../model/query/timeSpan.ts';
import type { IssueChanges, IssueStore } from '../sync/issueStore.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import type { TrackerState } from '../sync/trackerState.ts';
import type { UnreadChange, UnreadIssues } from '../sync/unreadIssues.ts';
import { groupRow } from './groupRow.ts';
import type { IssueArrangement } from './issueArrangement.ts';
import { issueRow, issueTooltip } from './issueRow.ts';
import { moreRow, noticeRow, projectRow, projectTooltip } from './projectRow.ts';
import type { Notice, TreeNode } from './treeNode.ts';
import { ageOfOld } from './viewMessage.ts';

/** VS Code lists a parent's children anew for every row that comes or goes: a parent shows this many at a time. */
const shownAtFirst = 200;
/** With more projects than this they start folded. */
const mostExpanded = 5;

/**
 * The rows of the issue tree: the issues themselves for one project, the projects above them for several. It draws what
 * the store and the synchroniser hold, again where they say that something changed, and asks nobody for anything.
 */
export class IssueTree implements TreeDataProvider<TreeNode>, Disposable {
  private readonly changed = new EventEmitter<TreeNode | TreeNode[] | undefined>();
  private readonly nodes = new WeakSet();
  /** The rows that were handed to VS Code, by id: it wants the same object for the same row. */
  private readonly issueNodes = new Map<string, TreeNode>();
  private readonly projectNodes = new Map<string, TreeNode>();
  private readonly groupNodes = new Map<string, TreeNode>();
  private readonly shown = new Map<string, number>();
  private readonly subscriptions: Disposable[];
  private outline = '';

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly synchroniser: Synchroniser,
    private readonly store: IssueStore,
    private readonly arrangement: IssueArrangement,
    private readonly unread: Pick<UnreadIssues, 'isUnread' | 'onDidChange'>,
    private readonly clock: Clock,
  ) {
    this.subscriptions = [
      arrangement.onDidChange(() => {
        this.changed.fire(undefined);
      }),
      store.onDidChange((changes) => {
        this.onIssues(changes);
      }),
      synchroniser.onDidChange(() => {
        this.onTrackers();
      }),
      unread.onDidChange((change) => {
        this.onUnread(change);
      }),
    ];
  }

  /** Whether something that a command was called with is a row of this tree. */
  owns(value: unknown): value is TreeNode {
    return typeof value === 'object' && value !== null && this.nodes.has(value);
  }

  /** The row of an issue; undefined where it has none (now). */
  nodeOf(tracker: string, issueId: number): TreeNode | undefined {
    const { issues, groups } = this.arrangement.of(tracker);
    const [group] = groups.filter((each) => each.issues.some(({ id }) => id === issueId));
    const isShown = group ?? issues.some(({ id }) => id === issueId);
    return isShown ? this.issueNode(tracker, issueId, group?.key) : undefined;
  }

  /** Shows the next part of a long list. */
  showMore({ tracker, group }: TreeNode & { kind: 'more' }): void {
    const list = listOf(tracker, group);
    this.shown.set(list, this.shownOf(list) + shownAtFirst);
    this.changed.fire(group === undefined ? this.parentOf(tracker) : this.groupNode(tracker, group));
  }

  getChildren(parent?: TreeNode): TreeNode[] {
    if (parent?.kind === 'group') return this.childrenOfGroup(parent);
    if (parent) return parent.kind === 'project' ? this.childrenOf(parent.tracker) : [];
    const { situation, trackers } = this.synchroniser;
    if (situation !== 'ready') return [];
    const [only, another] = trackers;
    if (only && !another) return this.childrenOf(only.key);
    return trackers.map(({ key }) => this.projectNode(key));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if (node.kind === 'project') return undefined;
    const group = node.kind === 'issue' || node.kind === 'more' ? node.group : undefined;
    return group === undefined ? this.parentOf(node.tracker) : this.groupNode(node.tracker, group);
  }

  getTreeItem(node: TreeNode): TreeItem {
    if (node.kind === 'more') return moreRow(node);
    const { trackers } = this.synchroniser;
    const tracker = trackers.find(({ key }) => key === node.tracker);
    if (!tracker) return new TreeItem('');
    if (node.kind === 'issue') {
      const issue = this.store.get(node.tracker, node.issueId);
      const facts = { isUnread: this.unread.isUnread(node.tracker, node.issueId), now: this.clock.now() };
      return issue ? issueRow(node, issue, tracker, facts) : new TreeItem('');
    }
    if (node.kind === 'group') {
      const group = this.arrangement.of(node.tracker).groups.find(({ key }) => key === node.group);
      return group ? groupRow(node, group) : new TreeItem('');
    }
    if (node.kind === 'notice') return noticeRow(node, tracker, trackers.length === 1);
    return projectRow(tracker, this.store.count(node.tracker), trackers.length <= mostExpanded, this.clock.now());
  }

  resolveTreeItem(item: TreeItem, node: TreeNode): TreeItem {
    const issue = node.kind === 'issue' ? this.store.get(node.tracker, node.issueId) : undefined;
    if (issue) item.tooltip = issueTooltip(issue, this.clock.now());
    const tracker = this.synchroniser.trackers.find(({ key }) => node.kind === 'project' && key === node.tracker);
    if (tracker) item.tooltip = projectTooltip(tracker, this.synchroniser.costOf(tracker.key));
    return item;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private childrenOf(key: string): TreeNode[] {
    const tracker = this.synchroniser.trackers.find((other) => other.key === key);
    const { issues, groups } = this.arrangement.of(key);
    const notice = tracker && noticeFor(tracker, this.store.count(key), issues.length);
    if (notice) return [this.own({ kind: 'notice', tracker: key, notice })];
    if (groups.length > 0) return groups.map((group) => this.groupNode(key, group.key));
    return this.rowsOf(key, issues);
  }

  private childrenOfGroup({ tracker, group }: TreeNode & { kind: 'group' }): TreeNode[] {
    const found = this.arrangement.of(tracker).groups.find(({ key }) => key === group);
    return found ? this.rowsOf(tracker, found.issues, group) : [];
  }

  private rowsOf(tracker: string, issues: readonly Issue[], group?: string): TreeNode[] {
    const shown = issues.slice(0, this.shownOf(listOf(tracker, group)));
    const hidden = issues.length - shown.length;
    const inGroup = group === undefined ? {} : { group };
    return [
      ...shown.map(({ id }) => this.issueNode(tracker, id, group)),
      ...(hidden > 0 ? [this.own({ kind: 'more', tracker, hidden, ...inGroup })] : []),
    ];
  }

  private onIssues({ tracker, added, changed, removed }: IssueChanges): void {
    for (const { id } of removed) this.issueNodes.delete(`${tracker}#${id}`);
    // A row that comes or goes concerns its parent; one that changed only itself, if it was ever drawn. In a filtered, sorted
    // or grouped list a change may be a coming or a going.
    if (added.length + removed.length > 0 || !this.arrangement.isPlain) {
      this.changed.fire(this.parentOf(tracker));
      return;
    }
    this.redraw(
      tracker,
      changed.map(({ id }) => id),
    );
  }

  private onUnread({ tracker, issueIds }: UnreadChange): void {
    if (this.arrangement.isPlain) this.redraw(tracker, issueIds);
    else if (issueIds.length > 0) this.changed.fire(this.parentOf(tracker));
  }

  /** The rows of issues, those that were ever drawn. */
  private redraw(tracker: string, issueIds: readonly number[]): void {
    const rows = issueIds.map((id) => this.issueNodes.get(`${tracker}#${id}`)).filter((node) => node !== undefined);
    if (rows.length > 0) this.changed.fire(rows);
  }

  /** Redraws where the outline of the tree is another: a look that begins and ends without news changes nothing. */
  private onTrackers(): void {
    const { situation, trackers } = this.synchroniser;
    const outline = JSON.stringify([
      situation,
      // Overnight what is due becomes overdue.
      dateOf(this.clock.now()),
      trackers.map((tracker) => [
        tracker.key,
        tracker.project?.path,
        tracker.project?.accessLevel,
        tracker.project?.archived,
        tracker.account && isReadOnly(tracker.account),
        tracker.error?.message,
        tracker.complete,
        ageOfOld(tracker, this.clock.now()),
        tracker.openInAll,
        noticeFor(tracker, this.store.count(tracker.key), 1),
      ]),
    ]);
    if (outline === this.outline) return;
    this.outline = outline;
    this.changed.fire(undefined);
  }

  private parentOf(tracker: string): TreeNode | undefined {
    return this.synchroniser.trackers.length > 1 ? this.projectNode(tracker) : undefined;
  }

  private projectNode(tracker: string): TreeNode {
    return this.kept(this.projectNodes, tracker, () => ({ kind: 'project', tracker }));
  }

  private groupNode(tracker: string, group: string): TreeNode {
    return this.kept(this.groupNodes, listOf(tracker, group), () => ({ kind: 'group', tracker, group }));
  }

  private issueNode(tracker: string, issueId: number, group?: string): TreeNode {
    if (group === undefined)
      return this.kept(this.issueNodes, `${tracker}#${issueId}`, () => ({ kind: 'issue', tracker, issueId }));
    const id = `${listOf(tracker, group)}#${issueId}`;
    return this.kept(this.groupNodes, id, () => ({ kind: 'issue', tracker, issueId, group }));
  }

  private kept(nodes: Map<string, TreeNode>, id: string, make: () => TreeNode): TreeNode {
    const known = nodes.get(id);
    if (known) return known;
    const node = this.own(make());
    nodes.set(id, node);
    return node;
  }

  private own(node: TreeNode): TreeNode {
    this.nodes.add(node);
    return node;
  }

  private shownOf(list: string): number {
    return this.shown.get(list) ?? shownAtFirst;
  }
}

function listOf(tracker: string, group: string | undefined): string {
  return group === undefined ? tracker : `${tracker}|${group}`;
}

/**
 * What a project shows instead of issues, if it does.
 * @param matching how many of them the filter lets pass.
 */
function noticeFor(tracker: TrackerState, openIssues: number, matching: number): Notice | undefined {
  if (!tracker.account) return 'noAccount';
  if (openIssues > 0) return matching > 0 ? undefined : 'noMatch';
  if (tracker.error) return 'failed';
  if (tracker.project?.issuesEnabled === false) return 'issuesOff';
  return tracker.complete ? 'empty' : 'loading';
}
