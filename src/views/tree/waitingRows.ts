import { TreeItem } from 'vscode';
import type { Clock } from '../../model/time/clock.ts';
import type { Outbox } from '../../sync/writes/outbox.ts';
import type { TreeNode } from './treeNode.ts';
import type { TreeNodes } from './treeNodes.ts';
import { waitingListRow, waitingRow } from './waitingRow.ts';

type WaitingNode = TreeNode & { readonly kind: 'waiting' | 'waitingChange' };

/** The row of the changes that GitLab doesn't have yet, if there are any, and the rows under it. */
export class WaitingRows {
  constructor(
    private readonly nodes: TreeNodes,
    private readonly outbox: Pick<Outbox, 'waiting' | 'pauseOf'>,
    private readonly clock: Clock,
  ) {}

  listRow(): readonly TreeNode[] {
    return this.outbox.waiting.length > 0 ? [this.nodes.waiting()] : [];
  }

  children(): TreeNode[] {
    return this.outbox.waiting.map(({ record }) => this.nodes.waitingChange(record.command.id));
  }

  itemOf(node: WaitingNode): TreeItem {
    const { waiting } = this.outbox;
    if (node.kind === 'waiting') return waitingListRow(waiting.length);
    const entry = waiting.find(({ record }) => record.command.id === node.command);
    if (!entry) return new TreeItem('');
    return waitingRow(entry, this.outbox.pauseOf(entry.record.command.account)?.message, this.clock.now());
  }
}
