import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { commands } from '../../manifest.ts';
import { plainExcerpt, plainText } from '../../model/text/plainText.ts';
import type { DraftList, ListedDraft } from '../../sync/documents/draftList.ts';
import type { TreeNode } from './treeNode.ts';
import type { TreeNodes } from './treeNodes.ts';

type DraftNode = TreeNode & { readonly kind: 'drafts' | 'draft' };

/** A row is one line. */
const longestLabel = 300;

/** The row of the drafts above everything else, if there are any, and the rows under it. */
export class DraftRows {
  constructor(
    private readonly nodes: TreeNodes,
    private readonly list: Pick<DraftList, 'drafts'>,
  ) {}

  listRow(): readonly TreeNode[] {
    return this.list.drafts.length > 0 ? [this.nodes.drafts()] : [];
  }

  children(): TreeNode[] {
    return this.list.drafts.map(({ place }) => this.nodes.draft(place));
  }

  itemOf(node: DraftNode): TreeItem {
    const { drafts } = this.list;
    if (node.kind === 'drafts') return listItem(drafts.length);
    const draft = drafts.find(({ place }) => place.folder === node.place.folder && place.path === node.place.path);
    return draft ? draftItem(draft) : new TreeItem('');
  }
}

function listItem(count: number): TreeItem {
  const title = l10n.t('Drafts');
  const item = new TreeItem(title, TreeItemCollapsibleState.Collapsed);
  item.id = 'drafts';
  item.contextValue = 'drafts';
  item.iconPath = new ThemeIcon('note');
  item.description = String(count);
  item.tooltip = l10n.t('New issues that you have not sent to GitLab');
  item.accessibilityInformation = { label: `${title}, ${String(count)}` };
  return item;
}

function draftItem({ place, title, projectPath }: ListedDraft): TreeItem {
  const label = title === '' ? l10n.t('Untitled Issue') : plainExcerpt(title, longestLabel);
  const item = new TreeItem(label);
  item.id = `draft ${place.folder}${place.path}`;
  item.contextValue = 'draft';
  item.iconPath = new ThemeIcon('markdown');
  item.description = plainText(projectPath);
  item.tooltip = label;
  item.accessibilityInformation = { label: [l10n.t('Draft'), label, plainText(projectPath)].join(', ') };
  item.command = { command: commands.openSelected, title: l10n.t('Open Draft') };
  return item;
}
