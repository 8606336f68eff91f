import { env, l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem } from 'vscode';
import { commands } from '../../manifest.ts';
import { can } from '../../model/capabilities.ts';
import type { Issue } from '../../model/issue.ts';
import { issueTypeIcon, issueTypeName } from '../../model/issueTypeIcon.ts';
import { type IssueRights, issueRights } from '../../model/issueRights.ts';
import { dueGrouper } from '../../model/query/dueGroups.ts';
import { escapedMarkdown, plainExcerpt, plainMarkdown, plainText } from '../../model/text/plainText.ts';
import { relativeTime } from '../../model/text/relativeTime.ts';
import { shownTitle } from '../../model/text/shownTitle.ts';
import { shortProjectPath } from '../../sync/trackers/trackerNames.ts';
import { projectOf, type TrackerState } from '../../sync/trackers/trackerState.ts';
import type { TreeNode } from './treeNode.ts';
import { unreadUri } from './unreadDecorations.ts';

/** A row is one line. VS Code would lay out a longer title although it is cut off. */
const longestLabel = 300;
const mostLabels = 3;

/** What a row shows in addition to the issue itself. */
export interface RowFacts {
  readonly isUnread: boolean;
  /** Whether it has a row in another group further up. */
  readonly isRepeated: boolean;
  /** Milliseconds since 1970, to decide what is overdue. */
  readonly now: number;
}

/** The row of an issue. The tooltip is built on hover. See {@link issueTooltip}. */
export function issueRow(
  node: TreeNode & { kind: 'issue' },
  issue: Issue,
  tracker: TrackerState,
  { isUnread, isRepeated, now }: RowFacts,
): TreeItem {
  const due = dueText(issue, now);
  const place = plainText(shortProjectPath(tracker, issue));
  const item = new TreeItem(`#${issue.iid} ${plainExcerpt(shownTitle(issue.title), longestLabel)}`);
  // If possible, the row is the same in every group, so that an issue stays selected when it moves to another group.
  item.id = `${node.tracker}|${node.query}|${isRepeated ? (node.group ?? '') : ''}#${issue.id}`;
  item.description = description(issue, due?.isPressing ? due.text : '', place);
  item.iconPath = icon(issue);
  const hasWeights = tracker.account !== undefined && can(tracker.account, 'weights');
  item.contextValue = issueFacts(issue, isUnread, rightsOf(issue, tracker), hasWeights);
  item.accessibilityInformation = { label: spoken(issue, { isUnread, due: due?.spoken ?? '', place }) };
  if (isUnread) item.resourceUri = unreadUri(node.tracker, issue.id);
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

/** The type for an open issue, and a closed icon for a closed one. The color repeats the state. */
function icon({ state, type }: Issue): ThemeIcon {
  return state === 'closed'
    ? new ThemeIcon('issue-closed', new ThemeColor('charts.purple'))
    : new ThemeIcon(issueTypeIcon(type), new ThemeColor('charts.green'));
}

/** The due date, as text and for screen readers. A closed issue is not overdue. */
function dueText({ dueDate, state }: Issue, now: number) {
  if (dueDate === undefined) return undefined;
  const group = state === 'closed' ? 'later' : dueGrouper(now)(dueDate);
  if (group === 'overdue')
    return { text: l10n.t('overdue'), spoken: l10n.t('overdue since {0}', dueDate), isPressing: true };
  const spoken = group === 'today' ? l10n.t('due today') : l10n.t('due {0}', dueDate);
  return { text: spoken, spoken, isPressing: group === 'today' };
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

/** Everything that does not fit into the row. Text from GitLab is shown as it is, not as Markdown. */
export function issueTooltip(issue: Issue, now: number): MarkdownString {
  const created = relativeTime(issue.createdAt, now, env.language);
  const updated = relativeTime(issue.updatedAt, now, env.language);
  const facts = [
    plainText(issue.reference),
    issueTypeName(issue.type),
    issue.state === 'opened' ? l10n.t('Open') : l10n.t('Closed'),
    issue.confidential ? l10n.t('Confidential') : '',
  ];
  const people = issue.assignees.map(({ name, username }) => `${plainText(name)} (@${plainText(username)})`);
  const lines = [
    facts.filter((fact) => fact !== '').join(' · '),
    issue.author
      ? l10n.t('Created {0} by {1}, updated {2}', created, `@${plainText(issue.author.username)}`, updated)
      : l10n.t('Created {0}, updated {1}', created, updated),
    issue.labels.length > 0 ? l10n.t('Labels: {0}', issue.labels.map(plainText).join(', ')) : '',
    issue.milestone ? l10n.t('Milestone: {0}', plainText(issue.milestone.title)) : '',
    people.length > 0 ? l10n.t('Assignees: {0}', people.join(', ')) : '',
    issue.dueDate ? l10n.t('Due: {0}', issue.dueDate) : '',
    issue.commentCount > 0 ? l10n.t('Comments: {0}', issue.commentCount) : '',
  ];
  return new MarkdownString(
    [`**${plainMarkdown(shownTitle(issue.title))}**`, ...lines.filter((line) => line !== '').map(escapedMarkdown)].join(
      '\n\n',
    ),
  );
}

/**
 * `overdue · web-shop · bug, priority::1 · %18.9 · @anna`, in GitLab's own marks. The most important parts come first,
 * for a narrow sidebar.
 * @param place the project, if a tracker has several.
 */
function description({ labels, milestone, assignees, confidential }: Issue, pressing: string, place: string): string {
  const shown = labels.slice(0, mostLabels).map(plainText).join(', ');
  const parts = [
    pressing,
    place,
    confidential ? l10n.t('confidential') : '',
    labels.length > mostLabels ? `${shown} +${labels.length - mostLabels}` : shown,
    milestone ? `%${plainText(milestone.title)}` : '',
    assignees.map(({ username }) => `@${plainText(username)}`).join(' '),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The row as one sentence for a screen reader. */
function spoken(
  issue: Issue,
  { isUnread, due, place }: { readonly isUnread: boolean; readonly due: string; readonly place: string },
): string {
  const parts = [
    `#${issue.iid} ${plainText(shownTitle(issue.title))}`,
    isUnread ? l10n.t('unread') : '',
    place === '' ? '' : l10n.t('in {0}', place),
    issueTypeName(issue.type),
    issue.state === 'opened' ? l10n.t('open') : l10n.t('closed'),
    issue.confidential ? l10n.t('confidential') : '',
    due,
    issue.labels.length > 0 ? l10n.t('labels {0}', issue.labels.map(plainText).join(', ')) : '',
    issue.milestone ? l10n.t('milestone {0}', plainText(issue.milestone.title)) : '',
    issue.assignees.length > 0
      ? l10n.t('assigned to {0}', issue.assignees.map(({ name, username }) => plainText(name || username)).join(', '))
      : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
