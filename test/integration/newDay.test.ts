import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { InstanceUrl } from '../../src/model/address/instanceUrl.ts';
import { Emitter } from '../../src/model/event.ts';
import type { Issue } from '../../src/model/issue.ts';
import type { HostMessage } from '../../src/model/page/pageMessages.ts';
import { wholeActivity } from '../../src/model/page/pageActivity.ts';
import { addDays, localDay, startOfDay } from '../../src/model/time/calendarDay.ts';
import type { TrackerState } from '../../src/sync/trackers/trackerState.ts';
import { OpenPage, type OpenPageParts, type PageSubject } from '../../src/views/page/openPage.ts';
import { IssueTree, type TreeParts } from '../../src/views/tree/issueTree.ts';
import { anAccount } from '../unit/accounts/anAccount.ts';
import { LogLines } from '../unit/gitlab/startTransport.ts';
import { ManualClock } from '../unit/manualClock.ts';

const instance = 'https://gitlab.example.com' as InstanceUrl;
const path = 'shop/web';
const account = anAccount(1);
const tracker: TrackerState = {
  ...{ key: 'k', instance, kind: 'project', path, account, loading: false, complete: true, answered: true },
  project: { id: 1, path, name: 'web', webUrl: `${instance}/${path}`, issuesEnabled: true, archived: false },
};

describe('C2: after midnight, while VS Code stays open', () => {
  let clock: ManualClock;
  let today: string;
  let issue: Issue;
  const polled = new Emitter<void>();
  const nothing = new vscode.EventEmitter<never>().event;
  const untilMidnight = () => clock.advance(startOfDay(addDays(today, 1)) - clock.now());
  const sources = () => ({
    synchronizer: {
      viewState: 'ready',
      trackers: [tracker],
      tracker: () => tracker,
      onDidChange: polled.event,
      outbox: { waiting: [], onDidChange: nothing },
    },
    draftList: { drafts: [], onDidChange: nothing },
    store: { count: () => 1, get: () => issue, issues: () => [issue], onDidChange: nothing, onDidSee: nothing },
    unread: { isUnread: () => false, readUpTo: () => undefined, onDidChange: nothing },
    clock,
  });

  beforeEach(() => {
    clock = new ManualClock();
    today = localDay(clock.now());
    issue = {
      ...{ id: 1, iid: 1, projectId: 1, title: 'One', state: 'opened', type: 'issue', labels: [], assignees: [] },
      ...{ createdAt: 0, updatedAt: 0, confidential: false, commentCount: 0, dueDate: today },
      ...{ webUrl: `${instance}/${path}/-/issues/1`, reference: `${path}#1` },
    };
  });

  it('a row shows with the next poll that its issue is overdue, and isn’t drawn again before', async () => {
    const parts = {
      ...sources(),
      results: { find: () => issue },
      queries: { all: [] },
      todos: { accounts: [], onDidChange: nothing },
      lists: { onDidChange: nothing, arranged: () => ({ issues: [issue], groups: [], firstGroups: new Map() }) },
    };
    const tree = new IssueTree(parts as unknown as TreeParts);
    await tree.getChildren();
    let drawn = 0;
    tree.onDidChangeTreeData(() => (drawn += 1));
    const row = tree.nodeOf('k', issue.id);
    assert.ok(row);
    const spoken = async () => (await tree.getTreeItem(row)).accessibilityInformation?.label ?? '';
    assert.match(await spoken(), /due today/);
    await clock.advance(60_000);
    polled.fire();
    assert.equal(drawn, 0);
    await untilMidnight();
    polled.fire();
    assert.equal(drawn, 1);
    assert.match(await spoken(), /overdue since/);
    tree.dispose();
  });

  it('an issue page receives the day with the next poll, and nothing before', async () => {
    const sent: HostMessage[] = [];
    const received = new vscode.EventEmitter<unknown>();
    const postMessage = (message: HostMessage) => {
      sent.push(message);
      return Promise.resolve(true);
    };
    const panel = {
      ...{ visible: true, title: '', onDidChangeViewState: nothing },
      webview: { onDidReceiveMessage: received.event, postMessage },
    };
    const boxes = { drafts: {}, sending: {}, uploading: [], results: [], onDidEnd: nothing, load: () => undefined };
    const parts = {
      ...sources(),
      identity: { me: () => 'mira' },
      activity: { current: wholeActivity },
      boxHeights: { current: {} },
      avatars: { isAllowed: () => false },
      unresponsive: { unmark: () => Promise.resolve() },
      log: new LogLines(),
    };
    const page = new OpenPage(
      panel as unknown as vscode.WebviewPanel,
      { tracker, account, issue, boxes } as unknown as PageSubject,
      parts as unknown as OpenPageParts,
      { follow: () => undefined, typed: () => undefined, stoppedResponding: () => undefined, html: () => '' },
    );
    const days = () => sent.splice(0).map((message) => (message.type === 'show' ? message.state.today : message.type));
    received.fire({ type: 'ready' });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(days(), [today]);
    await clock.advance(60_000);
    page.trackersChanged();
    assert.deepEqual(days(), []);
    await untilMidnight();
    page.trackersChanged();
    assert.deepEqual(days(), [addDays(today, 1)]);
    page.dispose();
  });
});
