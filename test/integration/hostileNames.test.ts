import assert from 'node:assert/strict';
import type { TreeItem } from 'vscode';
import type { Account } from '../../src/model/account.ts';
import { GitLabError } from '../../src/model/error/gitLabError.ts';
import type { InstanceUrl } from '../../src/model/address/instanceUrl.ts';
import type { Issue } from '../../src/model/issue.ts';
import { loadEmoji } from '../../src/model/text/shownTitle.ts';
import type { TrackerState } from '../../src/sync/trackers/trackerState.ts';
import { groupRow } from '../../src/views/tree/groupRow.ts';
import { issueRow, issueTooltip } from '../../src/views/tree/issueRow.ts';
import { noticeRow } from '../../src/views/tree/noticeRow.ts';
import { projectRow, projectTooltip } from '../../src/views/tree/projectRow.ts';
import { queryRow } from '../../src/views/tree/queryRow.ts';
import { todoRow, todoTooltip } from '../../src/views/tree/todoRow.ts';
import { viewDescription, viewMessage } from '../../src/views/tree/viewMessage.ts';

const hostile =
  '$(zap) \u202eevil\u200e\u061c\u2066 \n\u0000\u0007<img src=http://x>\u2069\u2069 \u05e9\u05dc\u05d5\u05dd &lt;';
const instance = 'https://gitlab.example.com' as InstanceUrl;
const user = { id: 1, username: hostile, name: hostile };
const account: Account = { key: 'a', instance, kind: 'personal', user, scopes: ['api'], serverVersion: '18.0.0' };
const error = new GitLabError('invalid', { host: 'gitlab.example.com', serverMessage: hostile });
const tracker: TrackerState = {
  ...{ key: 'k', instance, kind: 'project', path: hostile, folder: hostile, account, error },
  ...{ chosen: { value: hostile, byWorkspace: false }, loading: false, complete: true },
};
const issue: Issue = {
  ...{ id: 1, iid: 1, projectId: 1, title: hostile, state: 'opened', type: 'issue', labels: [hostile] },
  ...{ assignees: [user], author: user, createdAt: 0, updatedAt: 0, confidential: false, commentCount: 0 },
  milestone: { id: 1, title: hostile, isActive: true },
  ...{ webUrl: `${instance}/group/app/-/issues/1`, reference: `${hostile}#1` },
};
const hover = { now: 0, description: hostile, colors: new Map([[hostile, hostile]]) };
const todo = { id: 1, action: 'mentioned', author: user, issue, webUrl: issue.webUrl, createdAt: 0 };
const at = { tracker: 'k', query: 'q' };
const summary = { from: 'mirror', count: 1, problems: [] } as const;

function rows(): readonly TreeItem[] {
  const group = {
    key: 'g',
    title: hostile,
    icon: 'tag',
    fact: { by: 'milestone', milestone: undefined },
    issues: [issue],
  } as const;
  const place = { now: 0, place: 0, rows: 2 };
  const facts = { tracker, alone: false, problems: [hostile], isOwn: true, error, hidden: 1 };
  const query = { id: 'q', title: hostile, icon: 'bookmark', text: hostile, query: undefined };
  return [
    issueRow({ kind: 'issue', ...at, issueId: 1 }, issue, tracker, {
      isUnread: true,
      isRepeated: false,
      isWaiting: false,
      now: 0,
    }),
    groupRow({ kind: 'group', ...at, group: 'g' }, group, tracker),
    queryRow({ kind: 'query', ...at }, query, summary, place),
    queryRow({ kind: 'query', ...at }, { ...query, wrong: hostile }, summary, place),
    projectRow(tracker, 1, true, 0),
    todoRow({ kind: 'todo', tracker: 'k', account: 'a', todoId: 1 }, todo, account, false),
    ...(['failed', 'wrong', 'noAccount', 'empty', 'cut'] as const).map((notice) =>
      noticeRow({ kind: 'notice', ...at, notice }, facts),
    ),
  ];
}

/** Asserts that a text can't affect what is around it. */
function assertPlain(text: string): void {
  let depth = 0;
  for (const character of text.replaceAll('\n', '')) {
    assert.doesNotMatch(character, /[\p{Cc}\u202a-\u202e]/u, JSON.stringify(text));
    if (/[\u2066-\u2068]/.test(character)) depth += 1;
    if (character === '\u2069') depth -= 1;
    assert.ok(depth >= 0, JSON.stringify(text));
    assert.ok(depth > 0 || !/[\p{Script=Hebrew}\u200e\u200f\u061c]/u.test(character), JSON.stringify(text));
  }
  assert.equal(depth, 0, JSON.stringify(text));
}

describe('A hostile name', () => {
  it('C11, S7: is one isolated line in each row, and for screen readers', () => {
    for (const { label, description, accessibilityInformation } of rows())
      for (const text of [label, description, accessibilityInformation?.label]) {
        if (typeof text !== 'string') continue;
        assertPlain(text);
        assert.ok(!text.includes('\n'), JSON.stringify(text));
      }
  });

  it('S7: is isolated in tooltips, in the message of the view, and next to its title', () => {
    const tooltips = rows().flatMap(({ tooltip }) => (typeof tooltip === 'string' ? [tooltip] : []));
    const facts = {
      now: 0,
      isDue: () => false,
      held: () => 1,
      pace: () => undefined,
      filter: hostile,
      waiting: 0,
      undecided: 0,
    };
    const working: TrackerState = { ...tracker, error: undefined };
    const messages = [tracker, working, { ...working, openInAll: 2 }].map((each) => viewMessage([each], facts).text);
    const cost = { requests: 1, bytes: 1 };
    for (const text of [
      ...tooltips,
      ...messages,
      projectTooltip(tracker, cost, undefined, 0),
      viewDescription([tracker]),
    ])
      assertPlain(text);
  });

  it('defect 20, C5: shows emoji in the row and the tooltip of an issue', async () => {
    await loadEmoji();
    const launch = { ...issue, title: ':rocket: Launch' };
    const node = { kind: 'issue', ...at, issueId: 1 } as const;
    const row = issueRow(node, launch, tracker, { isUnread: false, isRepeated: false, isWaiting: false, now: 0 });
    assert.equal(row.label, '#1 🚀 Launch');
    assert.ok(row.accessibilityInformation?.label.startsWith('#1 🚀 Launch, '));
    assert.ok(issueTooltip(launch, hover).value.startsWith('**🚀 Launch**'));
  });

  it('S8: shows no backslash in a row', () => {
    for (const { label, description, accessibilityInformation } of rows())
      for (const text of [label, description, accessibilityInformation?.label])
        assert.ok(typeof text !== 'string' || !text.includes('\\'), JSON.stringify(text));
  });

  it('S6: is escaped in the tooltips of an issue and of a to-do item', () => {
    // The labels of an issue are in HTML.
    assert.ok(issueTooltip(issue, hover).supportHtml && !todoTooltip(todo, 0).supportHtml);
    for (const { value, isTrusted, supportThemeIcons } of [issueTooltip(issue, hover), todoTooltip(todo, 0)]) {
      assert.ok(!isTrusted && !supportThemeIcons);
      assert.doesNotMatch(value.replace(/<span style="[\w:;#(),-]*">&nbsp;|&nbsp;<\/span>/g, ''), /(?<!\\)[<&[\]]/);
      assert.ok(value.includes(String.raw`\<img src\=http\:\/\/x\>`), value);
      assertPlain(value);
    }
  });
});
