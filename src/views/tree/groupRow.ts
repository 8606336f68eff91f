import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { can } from '../../model/capabilities.ts';
import type { IssueGroup } from '../../model/query/issueGroups.ts';
import { plainText } from '../../model/text/plainText.ts';
import type { TrackerState } from '../../sync/trackers/trackerState.ts';
import { rightsOf } from './issueRow.ts';
import type { TreeNode } from './treeNode.ts';

/** The row of a group of issues: their common value, and their number. */
export function groupRow(node: TreeNode & { kind: 'group' }, group: IssueGroup, tracker: TrackerState): TreeItem {
  const { icon, issues } = group;
  const title = plainText(group.title);
  const item = new TreeItem(title, TreeItemCollapsibleState.Expanded);
  item.id = `${node.tracker}|${node.query}|${node.group}`;
  item.contextValue = groupFacts(issues, tracker);
  item.description = issues.length.toLocaleString();
  item.iconPath = new ThemeIcon(icon);
  item.accessibilityInformation = { label: `${title}, ${issues.length}` };
  return item;
}

/**
 * The context value of a group for menus (`viewItem`), in the words of an issue's row. For a selection, VS Code shows
 * only the commands that all selected rows support. Without this value, a group between the selected issues would hide
 * all of them.
 */
function groupFacts(issues: IssueGroup['issues'], tracker: TrackerState): string {
  const mayTriage = issues.some((issue) => rightsOf(issue, tracker)?.triage);
  const facts = {
    open: issues.some(({ state }) => state === 'opened'),
    closed: issues.some(({ state }) => state === 'closed'),
    commentable: issues.some((issue) => rightsOf(issue, tracker)?.comment),
    // Only the role counts. An author's right to close an issue does not extend to its group.
    editable: mayTriage,
    writable: mayTriage,
    weighted: mayTriage && tracker.account !== undefined && can(tracker.account, 'weights'),
  };
  return ['group', ...Object.entries(facts).flatMap(([fact, isTrue]) => (isTrue ? [fact] : []))].join(' ');
}
