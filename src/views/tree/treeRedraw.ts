import type { EventEmitter } from 'vscode';
import type { Disposable } from '../../model/event.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { TreeNode } from './treeNode.ts';

/** VS Code has requested the rows of a redrawn tree after this time, in milliseconds. */
const timeToRequest = 1_000;

/**
 * Redraws the tree so that no row stays expanded without rows under it. When the tree is redrawn from its root, VS Code
 * cancels the requests in progress, and then reuses their results for the new tree. So this redraws the rows at the top
 * while they stay the same, and otherwise redraws the expanded rows once more. It redraws nothing that VS Code is about
 * to receive anyway.
 */
export class TreeRedraw implements Disposable {
  /** Undefined until VS Code first receives them, and while they are delayed. */
  private topRows: readonly TreeNode[] | undefined;
  private readonly expanded = new Set<TreeNode>();
  private timer: Disposable | undefined;

  /** @param changed reports the rows to redraw to VS Code. Undefined means the whole tree. */
  constructor(
    private readonly clock: Clock,
    private readonly changed: Pick<EventEmitter<TreeNode[] | undefined>, 'fire'>,
  ) {}

  /** VS Code requests the rows under this one. Undefined for those at the top, which are then given. */
  onRequest(parent: TreeNode | undefined, topRows: readonly TreeNode[] = []): void {
    if (parent) this.expanded.add(parent);
    else this.topRows = topRows;
  }

  /** VS Code has requested the rows at the top, and they follow later. */
  onDelay(): void {
    this.topRows = undefined;
  }

  /** The user collapsed a row. */
  onCollapse(row: TreeNode): void {
    this.expanded.delete(row);
  }

  /** Redraws everything. @param topRows the rows that are at the top now. */
  all(topRows: TreeNode[]): void {
    const { topRows: before } = this;
    if (!before) return;
    const isSame = topRows.length === before.length && topRows.every((row, at) => row === before[at]);
    if (isSame && topRows.length > 0) {
      this.changed.fire(topRows);
      return;
    }
    this.changed.fire(undefined);
    this.timer?.dispose();
    // VS Code ignores rows that the new tree lacks.
    this.timer = this.clock.after(timeToRequest, () => {
      if (this.expanded.size > 0) this.changed.fire([...this.expanded]);
    });
  }

  dispose(): void {
    this.timer?.dispose();
  }
}
