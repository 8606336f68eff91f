import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { plainText } from '../../model/text/plainText.ts';
import { pointInTime } from '../../model/time/pointInTime.ts';
import type { QuerySummary } from '../../sync/queries/queryLists.ts';
import type { TreeNode } from './treeNode.ts';
import { openQuery, type ViewQuery } from '../../sync/queries/viewQueries.ts';

interface QueryRowFacts {
  readonly now: number;
  /** The place among the rows of queries, and how many there are. */
  readonly place: number;
  readonly rows: number;
}

/** The row of a query: its name, and the number of its issues, if it is known. */
export function queryRow(
  node: TreeNode & { kind: 'query' },
  query: ViewQuery,
  summary: QuerySummary,
  { now, place, rows }: QueryRowFacts,
): TreeItem {
  const { id, icon, ownName } = query;
  const [title, text] = [plainText(query.title), plainText(query.text)];
  const wrong = query.wrong === undefined ? undefined : plainText(query.wrong);
  const item = new TreeItem(
    title,
    id === openQuery ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
  );
  item.id = `${node.tracker}|${id}`;
  item.contextValue = [
    ownName === undefined ? 'query' : 'query own',
    ...(rows > 1 ? ['hideable'] : []),
    ...(place > 0 ? ['belowOther'] : []),
    ...(place < rows - 1 ? ['aboveOther'] : []),
  ].join(' ');
  const description = describe(summary, now);
  item.description = description;
  item.iconPath = new ThemeIcon(icon);
  item.tooltip = wrong ?? (text === '' ? title : `${title}\n${text}`);
  item.accessibilityInformation = { label: [title, description, wrong ?? ''].filter((part) => part !== '').join(', ') };
  return item;
}

function describe({ count, answer }: QuerySummary, now: number): string {
  const parts = [
    count === undefined ? '' : count.toLocaleString(),
    answer?.error && answer.asOf !== undefined ? l10n.t('as of {0}', pointInTime(answer.asOf, now)) : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
