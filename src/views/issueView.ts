import { type TreeView, window } from 'vscode';
import type { Disposable } from '../model/event.ts';
import { contextKeys, viewId } from '../manifest.ts';
import { setContextKey } from '../host/contextKeys.ts';
import { isReadOnly } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import type { IssueTree } from './issueTree.ts';
import type { TreeNode } from './treeNode.ts';
import { viewDescription, viewMessage } from './viewMessage.ts';

/**
 * The view around the tree: its message, its description, its progress, and the context key that picks a welcome view.
 * It also tells the synchroniser whether there is anybody to see.
 */
export class IssueView implements Disposable {
  readonly treeView: TreeView<TreeNode>;
  private readonly subscriptions: Disposable[];
  private endProgress: (() => void) | undefined;

  constructor(
    tree: IssueTree,
    private readonly synchroniser: Synchroniser,
    private readonly clock: Clock,
  ) {
    this.treeView = window.createTreeView(viewId, {
      treeDataProvider: tree,
      canSelectMany: true,
      showCollapseAll: true,
    });
    const onDemand = () => {
      this.onDemand();
    };
    this.subscriptions = [
      this.treeView,
      this.treeView.onDidChangeVisibility(onDemand),
      window.onDidChangeWindowState(onDemand),
      synchroniser.onDidChange(() => {
        this.update();
      }),
    ];
    setContextKey(contextKeys.state, 'starting');
    this.onDemand();
  }

  dispose(): void {
    this.endProgress?.();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private onDemand(): void {
    if (this.treeView.visible) this.synchroniser.start();
    this.synchroniser.setWanted(this.treeView.visible && window.state.focused);
    this.noteSeen();
  }

  /** Issues that were read and are visible, or the news that there are none, end the way to them. */
  private noteSeen(): void {
    const { situation, trackers } = this.synchroniser;
    const isThere = situation === 'empty' || (situation === 'ready' && trackers.some(({ complete }) => complete));
    if (this.treeView.visible && isThere) setContextKey(contextKeys.issuesSeen, true);
  }

  private update(): void {
    const { situation, trackers } = this.synchroniser;
    setContextKey(contextKeys.state, situation);
    setContextKey(contextKeys.signedIn, this.synchroniser.isSignedIn);
    this.noteSeen();
    const isReady = situation === 'ready';
    // A message would hide the welcome view.
    setContextKey(
      contextKeys.readOnly,
      trackers.some(({ account }) => account) && trackers.every(({ account }) => !account || isReadOnly(account)),
    );
    const message = isReady ? viewMessage(trackers, this.clock.now()) : '';
    if (message !== (this.treeView.message ?? '')) this.treeView.message = message;
    const description = isReady || situation === 'empty' ? viewDescription(trackers) : '';
    if (description !== (this.treeView.description ?? '')) this.treeView.description = description;
    this.showProgress(isReady && trackers.some(({ loading, complete, error }) => loading && !complete && !error));
  }

  /** Only for the first reading: the look every minute is nobody's business. */
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
