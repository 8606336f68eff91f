import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { hasEnterpriseEdition } from '../model/account.ts';
import { issueRights } from '../model/issueRights.ts';
import type { IssueGroup } from '../model/query/issueGroups.ts';
import type { TrackerState } from '../sync/trackerState.ts';
import type { TreeNode } from './treeNode.ts';

/** How a group of issues looks: what they have in common, and how many they are. */
export function groupRow(
  node: TreeNode & { kind: 'group' },
  { title, icon, issues }: IssueGroup,
  tracker: Pick<TrackerState, 'account' | 'project'>,
): TreeItem {
  const item = new TreeItem(title.replace(/\s+/g, ' '), TreeItemCollapsibleState.Expanded);
  item.id = `${node.tracker}|${node.query}|${node.group}`;
  item.contextValue = groupFacts(issues, tracker);
  item.description = issues.length.toLocaleString();
  item.iconPath = new ThemeIcon(icon);
  item.accessibilityInformation = { label: `${title}, ${issues.length}` };
  return item;
}

/**
 * What menus ask of a group (`viewItem`), in the words of an issue's row. VS Code offers for a selection what each of its
 * rows offers: a group between the first and the last selected issue would leave nothing.
 */
function groupFacts(
  issues: IssueGroup['issues'],
  { account, project }: Pick<TrackerState, 'account' | 'project'>,
): string {
  const [first] = issues;
  const rights = first && account && project && issueRights(first, account, project);
  const facts = {
    open: issues.some(({ state }) => state === 'opened'),
    closed: issues.some(({ state }) => state === 'closed'),
    commentable: rights?.comment,
    // Whose issue it is does not matter then: what may be done with one may be done with all.
    editable: rights?.triage,
    writable: rights?.triage,
    weighted: rights?.triage && hasEnterpriseEdition(account),
  };
  return ['group', ...Object.entries(facts).flatMap(([fact, isTrue]) => (isTrue ? [fact] : []))].join(' ');
}
