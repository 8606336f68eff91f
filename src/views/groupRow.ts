import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { IssueGroup } from '../model/query/issueGroups.ts';
import type { TreeNode } from './treeNode.ts';

/** How a group of issues looks: what they have in common, and how many they are. */
export function groupRow(node: TreeNode & { kind: 'group' }, { title, icon, issues }: IssueGroup): TreeItem {
  const item = new TreeItem(title.replace(/\s+/g, ' '), TreeItemCollapsibleState.Expanded);
  item.id = `${node.tracker}|${node.query}|${node.group}`;
  item.contextValue = 'group';
  item.description = issues.length.toLocaleString();
  item.iconPath = new ThemeIcon(icon);
  item.accessibilityInformation = { label: `${title}, ${issues.length}` };
  return item;
}
