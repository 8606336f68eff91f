import assert from 'node:assert/strict';
import { ManualClock } from '../../manualClock.ts';
import { FakeGitLab } from '../fakeGitLab.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { UnreadWindow } from './unreadWindow.ts';

const me = { id: 1, username: 'me', name: 'Me' };
const anna = { id: 2, username: 'anna', name: 'Anna' };

describe('the events of unread issues', () => {
  let gitlab: FakeGitLab;
  let clock: ManualClock;
  let files: MemoryFiles;
  let window: UnreadWindow;
  beforeEach(async () => {
    clock = new ManualClock();
    files = new MemoryFiles(() => clock.now());
    gitlab = new FakeGitLab();
    for (const id of [1, 2, 3]) gitlab.put(id, { createdAt: gitlab.now - 86_400_000, assignees: [me], author: anna });
    window = new UnreadWindow(gitlab, clock, files);
    await window.look();
    window.changes.length = 0;
  });
  afterEach(() => {
    window.close();
  });

  const change = (id: number) => {
    gitlab.now += 30_000;
    gitlab.put(id);
    gitlab.notes.set(id, { author: anna, createdAt: gitlab.now });
  };

  it('name the tracker, and no issue, when another username is set', () => {
    window.identityChanged.fire();
    assert.deepEqual(window.changes, [{ tracker: window.tracker, issueIds: [] }]);
  });

  it('name the issues that became unread, and each change by someone else once', async () => {
    change(2);
    await window.look();
    assert.deepEqual(window.changes, [{ tracker: window.tracker, issueIds: [2] }]);
    await window.look();
    assert.deepEqual(
      window.news.map(({ issue, isAssignment }) => [issue.id, isAssignment]),
      [[2, false]],
    );
  });

  it('come newest first for several changes, after new assignments', async () => {
    gitlab.put(4, { createdAt: gitlab.now - 86_400_000, author: anna, assignees: [] });
    await window.look();
    for (const id of [1, 3, 4]) change(id);
    gitlab.put(4, { assignees: [me] });
    change(2);
    await window.look();
    assert.deepEqual(
      window.news.map(({ issue, isAssignment }) => [issue.id, isAssignment]),
      [
        [4, true],
        [2, false],
        [3, false],
        [1, false],
      ],
    );
  });

  it('apply the marks of another window as soon as it has set them, without a poll', async () => {
    const other = new UnreadWindow(gitlab, clock, files);
    await other.look();
    change(1);
    for (const each of [window, other]) await each.look();
    await window.unread.markRead(window.held(1));
    await other.unread.catchUp();
    assert.deepEqual(other.unreadIds, []);
    await other.unread.markUnread(other.held(2));
    await window.unread.catchUp();
    assert.deepEqual(window.unreadIds, [2]);
    other.close();
  });

  it('end when the window closes', async () => {
    window.unread.dispose();
    change(2);
    await window.look();
    window.identityChanged.fire();
    assert.deepEqual([window.changes, window.news], [[], []]);
  });

  it('ignore issues of another tracker, and those that are no longer held', async () => {
    await window.unread.markUnread([...window.held(1), { ...window.held(2)[0]!, projectId: 999 }]);
    assert.deepEqual(window.unreadIds, [1]);
    window.store.remove(window.tracker, [1]);
    assert.deepEqual([window.unreadIds, window.unread.count(window.tracker)], [[], 0]);
    window.changes.length = 0;
    await window.unread.markRead([]);
    assert.deepEqual(window.changes, []);
  });
});
