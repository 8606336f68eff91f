import { env, l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem } from 'vscode';
import { commands } from '../../manifest.ts';
import { can } from '../../model/capabilities.ts';
import type { Issue } from '../../model/issue.ts';
import { type IssueRights, issueRights } from '../../model/issueRights.ts';
import { plainExcerpt, plainText } from '../../model/text/plainText.ts';
import { shownTitle } from '../../model/text/shownTitle.ts';
import { shortProjectPath } from '../../sync/trackers/trackerNames.ts';
import { projectOf, type TrackerState } from '../../sync/trackers/trackerState.ts';
import { type HoverFacts, issueHover } from './issueHover.ts';
import { issueLook } from './issueLook.ts';
import { markedUri } from './rowDecorations.ts';
import type { TreeNode } from './treeNode.ts';

/** A row is one line. VS Code would lay out a longer title although it is cut off. */
const longestLabel = 300;

/** What a row shows in addition to the issue itself. */
export interface RowFacts {
  readonly isUnread: boolean;
  /** Whether it has a row in another group further up. */
  readonly isRepeated: boolean;
  /** Whether GitLab doesn't have all of the user's changes yet. */
  readonly isWaiting: boolean;
  /** Milliseconds since 1970, to decide what is overdue. */
  readonly now: number;
}

/** The row of an issue. The tooltip is built on hover. See {@link issueTooltip}. */
export function issueRow(
  node: TreeNode & { kind: 'issue' },
  issue: Issue,
  tracker: TrackerState,
  { isUnread, isRepeated, isWaiting, now }: RowFacts,
): TreeItem {
  const place = plainText(shortProjectPath(tracker, issue));
  const { icon, color, marks, description, spoken } = issueLook(issue, {
    isUnread,
    isWaiting,
    now,
    language: env.language,
    place,
  });
  const item = new TreeItem(`#${issue.iid} ${plainExcerpt(shownTitle(issue.title), longestLabel)}`);
  // If possible, the row is the same in every group, so that an issue stays selected when it moves to another group.
  item.id = `${node.tracker}|${node.query}|${isRepeated ? (node.group ?? '') : ''}#${issue.id}`;
  item.description = description;
  item.iconPath = new ThemeIcon(icon, new ThemeColor(color));
  const hasWeights = tracker.account !== undefined && can(tracker.account, 'weights');
  item.contextValue = issueFacts(issue, isUnread, rightsOf(issue, tracker), hasWeights);
  item.accessibilityInformation = { label: spoken };
  const uri = markedUri(node.tracker, issue.id, marks);
  if (uri) item.resourceUri = uri;
  // The command uses the selection, which is the clicked row. VS Code drops arguments while it requests the row
  // again, and a click at that moment would fail with "Actual command not found".
  item.command = { command: commands.openSelected, title: l10n.t('Open Issue') };
  return item;
}

/** The permissions for an issue. In a group, the best that the account may have, until the project is loaded. */
export function rightsOf(issue: Issue, tracker: TrackerState): IssueRights | undefined {
  const { account, kind } = tracker;
  const project = projectOf(tracker, issue);
  return account && (project ?? kind !== 'project') ? issueRights(issue, account, project) : undefined;
}

/** The context value of a row for menus (`viewItem`): `issue open unread`, and the permissions. */
function issueFacts(
  { state, confidential, locked }: Issue,
  isUnread: boolean,
  rights: IssueRights | undefined,
  hasWeights: boolean,
): string {
  const facts = {
    confidential,
    public: !confidential,
    locked,
    unlocked: !locked,
    commentable: rights?.comment,
    editable: rights?.edit,
    writable: rights?.triage,
    weighted: rights?.triage && hasWeights,
    deletable: rights?.delete,
  };
  const allowed = Object.entries(facts).flatMap(([fact, isTrue]) => (isTrue ? [fact] : []));
  return ['issue', state === 'opened' ? 'open' : 'closed', isUnread ? 'unread' : 'read', ...allowed].join(' ');
}

/** Everything that does not fit into the row. It is untrusted, so that VS Code runs nothing in it. */
export function issueTooltip(issue: Issue, facts: Omit<HoverFacts, 'language'>): MarkdownString {
  const tooltip = new MarkdownString(issueHover(issue, { ...facts, language: env.language }));
  tooltip.supportHtml = true;
  return tooltip;
}
