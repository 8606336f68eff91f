import { commands as vscodeCommands, l10n, type TreeView, window } from 'vscode';
import type { Disposable } from '../../model/event.ts';
import { contextKeys, viewId } from '../../manifest.ts';
import { setContextKey } from '../../host/contextKeys.ts';
import { isReadOnly } from '../../model/account.ts';
import type { Issue } from '../../model/issue.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { UnreadIssues } from '../../sync/unread/unreadIssues.ts';
import type { ExpiryReminder } from '../notices/expiryReminder.ts';
import type { DraftList } from '../../sync/documents/draftList.ts';
import type { TodoLists } from '../../sync/queries/todoLists.ts';
import type { IssueArrangement } from '../../sync/queries/issueArrangement.ts';
import type { IssueDrops } from './issueDrops.ts';
import type { IssueTree } from './issueTree.ts';
import type { IssuePanels } from '../page/issuePanels.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import type { TreeNode } from './treeNode.ts';
import { viewDescription, viewMessage } from './viewMessage.ts';
import { isForUser } from './waitingRow.ts';

/** In milliseconds. */
const longestDrawing = 5_000;
const redrawInterval = 20;

/** The objects that the view shows or uses. */
interface IssueViewParts {
  readonly tree: IssueTree;
  readonly drops: IssueDrops;
  readonly panels: Pick<IssuePanels, 'isAnyVisible' | 'onDidChangeVisible'>;
  readonly synchronizer: Synchronizer;
  readonly arrangement: IssueArrangement;
  readonly unread: UnreadIssues;
  readonly todos: Pick<TodoLists, 'setVisible'>;
  readonly draftList: Pick<DraftList, 'load'>;
  readonly reminder: ExpiryReminder;
  readonly clock: Clock;
}

/**
 * The view around the tree: its message, description, progress, and the context key that selects a welcome view. It
 * also reports whether the view is visible.
 */
export class IssueView implements Disposable {
  readonly treeView: TreeView<TreeNode>;
  private readonly subscriptions: Disposable[];
  private endProgress: (() => void) | undefined;
  private wasSeen = false;
  private hadWaiting = false;

  constructor(private readonly parts: IssueViewParts) {
    const { tree, drops, panels, synchronizer, arrangement, unread, reminder } = parts;
    this.treeView = window.createTreeView(viewId, {
      treeDataProvider: tree,
      dragAndDropController: drops,
      canSelectMany: true,
      showCollapseAll: true,
    });
    const onDemand = () => {
      this.onDemand();
    };
    this.subscriptions = [
      this.treeView,
      this.treeView.onDidChangeVisibility(onDemand),
      this.treeView.onDidExpandElement(({ element }) => {
        tree.setFolded(element, false);
      }),
      this.treeView.onDidCollapseElement(({ element }) => {
        tree.setFolded(element, true);
      }),
      window.onDidChangeWindowState(onDemand),
      panels.onDidChangeVisible(onDemand),
      synchronizer.onDidChange(() => {
        this.update();
      }),
      arrangement.onDidChange(() => {
        this.update();
      }),
      synchronizer.outbox.onDidChange(() => {
        const { length } = synchronizer.outbox.waiting;
        if (length > 0 || this.hadWaiting) this.showMessage();
        this.hadWaiting = length > 0;
      }),
      unread.onDidChange(() => {
        this.showUnread();
      }),
      reminder.onDidEnd(() => {
        this.showMessage();
      }),
    ];
    setContextKey(contextKeys.state, 'starting');
    this.onDemand();
  }

  /**
   * The selected rows after a click. VS Code doesn't report them while it requests rows again, such as in the first
   * seconds of a window.
   */
  async clickedRows(): Promise<readonly TreeNode[]> {
    const until = this.parts.clock.elapsed() + longestDrawing;
    while (this.treeView.selection.length === 0 && this.parts.clock.elapsed() < until) {
      await new Promise<void>((resolve) => {
        this.parts.clock.after(redrawInterval, resolve);
      });
    }
    return this.treeView.selection;
  }

  /**
   * The issue before or after another one in the tree, with its row selected if the view is visible. Undefined if there
   * is none.
   */
  async step(from: TrackedIssue, step: -1 | 1): Promise<TrackedIssue | undefined> {
    const row = this.parts.tree.neighborOf(from, step, this.treeView.selection[0]);
    const [issue] = row ? this.parts.tree.issuesOf(row) : [];
    if (!row || !issue) return undefined;
    // Revealing a row would show a hidden view.
    if (this.treeView.visible) await this.treeView.reveal(row, { select: true, focus: false });
    return { tracker: row.tracker, issue };
  }

  /** Reveals and selects the row of an issue. @returns whether the row exists. A filter can exclude it. */
  async reveal(tracker: string, issue: Issue): Promise<boolean> {
    const node = this.parts.tree.nodeOf(tracker, issue.id);
    if (node) await this.treeView.reveal(node, { select: true, focus: true });
    return node !== undefined;
  }

  /** Selects all issues of a group. @returns how many there are. */
  async selectGroup(group: TreeNode & { kind: 'group' }): Promise<number> {
    this.parts.tree.releaseKept();
    const rows = this.parts.tree.rowsOfGroup(group);
    // VS Code has an API to select one row, and a command to select all rows next to it.
    const [first, another] = [rows[0], rows.at(-1)];
    if (!first || !another) return 0;
    // The last row exists only after VS Code has extended the list.
    await this.treeView.reveal(another, { select: false, focus: false });
    await this.treeView.reveal(first, { select: true, focus: true });
    if (another !== first) await vscodeCommands.executeCommand('list.selectAll');
    return rows.length;
  }

  /** Selects the row of an issue, if the view is visible and has one. The focus stays where it is. */
  async select({ tracker, issue }: TrackedIssue): Promise<void> {
    const node = this.treeView.visible ? this.parts.tree.nodeOf(tracker, issue.id) : undefined;
    if (node) await this.treeView.reveal(node, { select: true, focus: false });
  }

  dispose(): void {
    this.endProgress?.();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private onDemand(): void {
    const { visible } = this.treeView;
    const { focused } = window.state;
    this.wasSeen ||= visible;
    if (visible) this.parts.synchronizer.start();
    if (visible && focused) void this.parts.synchronizer.outbox.adopt();
    if (!visible) this.parts.tree.releaseKept();
    // The badge appears after the user has seen the view once, even while the view is hidden.
    const isViewed = visible || this.parts.panels.isAnyVisible;
    this.parts.synchronizer.setDemand(!focused ? 'none' : isViewed ? 'view' : this.wasSeen ? 'news' : 'none');
    if (focused) void this.parts.unread.catchUp();
    this.parts.todos.setVisible(visible && focused);
    if (visible && focused) void this.parts.draftList.load();
    this.noteSeen();
    this.showMessage();
  }

  /** The walkthrough ends when issues are loaded and visible, or when there are none. */
  private noteSeen(): void {
    const { viewState, trackers } = this.parts.synchronizer;
    const isThere = viewState === 'empty' || (viewState === 'ready' && trackers.some(({ complete }) => complete));
    if (this.treeView.visible && isThere) setContextKey(contextKeys.issuesSeen, true);
  }

  private update(): void {
    const { viewState, trackers } = this.parts.synchronizer;
    setContextKey(contextKeys.state, viewState);
    setContextKey(contextKeys.signedIn, this.parts.synchronizer.isSignedIn);
    this.noteSeen();
    const isReady = viewState === 'ready';
    const accounts = trackers.map(({ account }) => account).filter((account) => account !== undefined);
    setContextKey(contextKeys.readOnly, accounts.length > 0 && accounts.every(isReadOnly));
    setContextKey(contextKeys.readOnlyToken, isReady && accounts.some(isReadOnly));
    setContextKey(contextKeys.filtered, this.parts.arrangement.filter !== '');
    setContextKey(
      contextKeys.offline,
      trackers.some(({ error }) => error?.reason === 'offline'),
    );
    setContextKey(
      contextKeys.reading,
      trackers.some(({ progress }) => progress),
    );
    this.showUnread();
    this.showMessage();
    const description = isReady || viewState === 'empty' ? viewDescription(trackers) : '';
    if (description !== (this.treeView.description ?? '')) this.treeView.description = description;
    this.showProgress(isReady && trackers.some(({ loading, complete, error }) => loading && !complete && !error));
  }

  private showUnread(): void {
    const { trackers } = this.parts.synchronizer;
    setContextKey(
      contextKeys.unread,
      trackers.some(({ key }) => this.parts.unread.count(key) > 0),
    );
    const value = this.parts.unread.concerning;
    if (value === (this.treeView.badge?.value ?? 0)) return;
    const tooltip =
      value === 1
        ? l10n.t('1 unread issue assigned to or created by you')
        : l10n.t('{0} unread issues assigned to or created by you', value);
    this.treeView.badge = value > 0 ? { value, tooltip } : undefined;
  }

  private showMessage(): void {
    const { viewState, trackers, outbox } = this.parts.synchronizer;
    const { waiting } = outbox;
    const undecided = waiting.filter(({ record }) => isForUser(record.state)).length;
    const facts = {
      now: this.parts.clock.now(),
      isDue: this.parts.reminder.isDue,
      held: (tracker: string) => this.parts.synchronizer.held(tracker),
      pace: (tracker: string) => this.parts.synchronizer.paceOf(tracker),
      filter: this.parts.arrangement.filter,
      waiting: waiting.length - undecided,
      undecided,
    };
    // A message would hide the welcome view.
    const { text, expiring } = viewState === 'ready' ? viewMessage(trackers, facts) : { text: '' };
    if (text !== (this.treeView.message ?? '')) this.treeView.message = text;
    this.parts.reminder.show(expiring, this.treeView.visible, window.state.focused);
  }

  /** Only for the first load. The poll every minute shows no progress. */
  private showProgress(needed: boolean): void {
    if (needed === (this.endProgress !== undefined)) return;
    if (!needed) {
      this.endProgress?.();
      this.endProgress = undefined;
      return;
    }
    void window.withProgress(
      { location: { viewId } },
      () => new Promise<void>((resolve) => (this.endProgress = resolve)),
    );
  }
}
