import {
  DataTransferItem,
  EventEmitter,
  l10n,
  type DataTransfer,
  type TreeDragAndDropController,
  window,
} from 'vscode';
import { viewId } from '../../manifest.ts';
import type { Disposable } from '../../model/event.ts';
import type { Issue } from '../../model/issue.ts';
import { dropRefusal, type DropRefusal } from '../../model/query/droppedChange.ts';
import type { GroupFact } from '../../model/query/issueGroups.ts';
import type { QueryResults } from '../../sync/queries/queryResults.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import { draggedType, type ReferredIssue } from '../../sync/trackers/issueReferences.ts';
import type { QueryLists } from '../../sync/queries/queryLists.ts';
import type { DroppedIssue, IssueDrop } from '../../sync/queries/issueDrop.ts';
import type { TreeNode } from './treeNode.ts';

/** VS Code's own type for data dragged within the tree. */
const rowsType = `application/vnd.code.tree.${viewId.toLowerCase()}`;

/**
 * Handles dragged rows. Onto a group, it fires an event. Onto an editor, `ReferenceDrop` handles them.
 * Rows carry no `text/uri-list`, because VS Code would open it as files. They carry no `text/plain`, because VS Code
 * would insert it instead of the references from `ReferenceDrop`, which depend on the text.
 */
export class IssueDrops implements TreeDragAndDropController<TreeNode>, Disposable {
  readonly dragMimeTypes = [draggedType];
  readonly dropMimeTypes = [rowsType];
  private readonly dropped = new EventEmitter<IssueDrop>();

  readonly onDidDrop = this.dropped.event;

  constructor(
    private readonly results: QueryResults,
    private readonly lists: QueryLists,
    private readonly trackers: Pick<Synchronizer, 'tracker'>,
  ) {}

  handleDrag(rows: readonly TreeNode[], transfer: DataTransfer): void {
    const named = rows.flatMap((row): ReferredIssue[] => {
      const [issue, tracker] = [this.issueOf(row), this.trackers.tracker(row.tracker)];
      return issue && tracker ? [{ reference: issue.reference, webUrl: issue.webUrl, instance: tracker.instance }] : [];
    });
    if (named.length === 0) return;
    transfer.set(rowsType, new DataTransferItem(rows));
    transfer.set(draggedType, new DataTransferItem(JSON.stringify(named)));
  }

  handleDrop(target: TreeNode | undefined, transfer: DataTransfer): void {
    const rows = transfer.get(rowsType)?.value as readonly TreeNode[] | undefined;
    if (!target || !rows || 'account' in target) return;
    const { tracker } = target;
    if (rows.some((row) => row.tracker !== tracker)) {
      void window.showWarningMessage(
        l10n.t("Issues can't be dragged to another project. Use 'Move to Project…' instead."),
      );
      return;
    }
    const onto = this.groupOf(target);
    if (!onto) return;
    const refusal = dropRefusal(onto);
    if (refusal) {
      void window.showWarningMessage(refusalText(refusal));
      return;
    }
    const issues = new Map<number, DroppedIssue>();
    for (const row of rows) {
      const issue = this.issueOf(row);
      if (issue && !issues.has(issue.id)) issues.set(issue.id, { issue, from: this.groupOf(row) });
    }
    if (issues.size > 0) this.dropped.fire({ tracker, issues: [...issues.values()], onto });
  }

  dispose(): void {
    this.dropped.dispose();
  }

  private issueOf(row: TreeNode): Issue | undefined {
    return row.kind === 'issue' ? this.results.find(row.tracker, row.issueId) : undefined;
  }

  /** The common value of the row's group. Dropping onto an issue in a group means the group. */
  private groupOf(row: TreeNode): GroupFact | undefined {
    if (!('group' in row)) return undefined;
    return this.lists.arranged(row.tracker, row.query).groups.find(({ key }) => key === row.group)?.fact;
  }
}

function refusalText(refusal: DropRefusal): string {
  switch (refusal) {
    case 'author':
      return l10n.t("The author of an issue can't be changed.");
    case 'type':
      return l10n.t("The type of an issue can't be changed by dragging. Change it on GitLab.");
    case 'due':
      return l10n.t("This group covers more than one day. Use 'Set Due Date…' instead.");
  }
}
