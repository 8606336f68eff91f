import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Issue } from '../../../../src/model/issue.ts';
import { listenerErrors } from '../../listenerErrors.ts';
import { ManualClock } from '../../manualClock.ts';
import { FakeGitLab } from '../fakeGitLab.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { turn, UnreadWindow } from './unreadWindow.ts';

const me = { id: 1, username: 'me', name: 'Me' };
const anna = { id: 2, username: 'anna', name: 'Anna' };
const day = 24 * 60 * 60_000;

describe('unread issues', () => {
  let gitlab: FakeGitLab;
  let clock: ManualClock;
  let files: MemoryFiles;
  let windows: UnreadWindow[];
  const open = () => {
    const window = new UnreadWindow(gitlab, clock, files);
    windows.push(window);
    return window;
  };
  beforeEach(() => {
    clock = new ManualClock();
    gitlab = new FakeGitLab();
    files = new MemoryFiles(() => clock.now());
    windows = [];
    for (const id of [1, 2, 3, 4])
      gitlab.put(id, { createdAt: gitlab.now - day, assignees: id < 3 ? [me] : [], author: anna });
  });
  afterEach(() => {
    for (const window of windows) window.close();
  });

  /** Changes an issue as a user, and adds GitLab's note about the change. */
  const change = (by: typeof me, id: number, what: Partial<Issue> = {}) => {
    gitlab.now += 30_000;
    gitlab.put(id, what);
    gitlab.notes.set(id, { author: by, createdAt: gitlab.now });
  };
  const pass = () => clock.advance(60_000);

  it('are empty at first, then what others changed, and the badge counts the ones that concern the user', async () => {
    const window = open();
    await window.look();
    assert.deepEqual(window.unreadIds, []);
    const readAt = gitlab.now;
    change(anna, 1);
    change(anna, 3);
    await pass();
    await window.look();
    assert.deepEqual(window.unreadIds, [1, 3]);
    assert.equal(window.unread.readUpTo(window.tracker, 3), readAt);
    assert.equal(window.unread.concerning, 1);
    assert.equal(gitlab.notesAsked, 1, 'only of the one that concerns the person');
    await window.unread.markRead(window.held(1));
    assert.deepEqual(window.unreadIds, [3]);
    assert.equal(window.unread.readUpTo(window.tracker, 1), undefined);
    assert.equal(window.unread.concerning, 0);
    await window.unread.markUnread(window.held(2));
    assert.deepEqual(window.unreadIds, [2, 3]);
  });

  it('include changes from while no window was open, except what was read before', async () => {
    const before = open();
    await before.look();
    change(anna, 1);
    await before.look();
    change(anna, 2);
    await before.look();
    await before.unread.markRead(before.held(2));
    before.close();
    change(anna, 3);
    const after = open();
    await turn();
    assert.deepEqual(after.unreadIds, [1], 'offline, too');
    await after.look();
    assert.deepEqual(after.unreadIds, [1, 3]);
  });

  it('never include a change made here, not even for a moment, in any window', async () => {
    const [window, other] = [open(), open()];
    await window.look();
    await other.look();
    change(anna, 2);
    await window.look();
    assert.ok(window.isUnread(2));
    gitlab.now += 30_000;
    window.changes.length = 0;
    await window.retitle(1, 'Mine');
    await window.retitle(3, 'Mine');
    await window.retitle(2, 'Mine, with an unread change by Anna');
    await other.look();
    await window.look();
    assert.deepEqual(window.unreadIds, [2]);
    assert.deepEqual(other.unreadIds, [2]);
    assert.ok(!window.changes.some(({ issueIds }) => issueIds.includes(1) || issueIds.includes(3)), 'no flicker');
  });

  it('exclude the user’s own changes in the browser, as the newest note shows, except labels, which leave no note', async () => {
    const window = open();
    await window.look();
    change(me, 1);
    await pass();
    await window.look();
    assert.deepEqual(window.unreadIds, []);
    assert.ok(!window.changes.some(({ issueIds }) => issueIds.includes(1) && window.isUnread(1)));
    gitlab.now += 30_000;
    gitlab.put(1, { labels: ['bug'] });
    await pass();
    await window.look();
    assert.deepEqual(window.unreadIds, [1], 'the note is older than the change');
  });

  it('continue when a listener of the store or of the news throws, and so does the refresh', async () => {
    const window = open();
    await window.look();
    const fail = () => {
      throw new Error('broken');
    };
    const subscriptions = [window.store.onDidChange(fail), window.unread.onDidFind(fail)];
    const errors = await listenerErrors(async () => {
      for (const id of [1, 2]) {
        change(anna, id);
        await window.look();
      }
    });
    for (const subscription of subscriptions) subscription.dispose();
    assert.deepEqual(window.unreadIds, [1, 2]);
    assert.equal(errors.length, 4, 'two listeners, two changes');
  });

  it('D01: request at most five notes per poll, and the others at the next ones', async () => {
    for (let id = 10; id < 22; id++) gitlab.put(id, { createdAt: gitlab.now - day, assignees: [me] });
    const window = open();
    await window.look();
    for (let id = 10; id < 22; id++) change(me, id);
    for (const [asked, unread] of [
      [5, 7],
      [10, 2],
      [12, 0],
      [12, 0],
    ] as const) {
      await pass();
      await window.look();
      assert.equal(gitlab.notesAsked, asked);
      assert.equal(window.unreadIds.length, unread);
    }
  });

  it('M8: are empty if the marks can’t be read, and the issues are still shown', async () => {
    const before = open();
    await before.look();
    change(anna, 1);
    await before.look();
    before.close();
    files.spoil('.read', (text) => text.slice(0, -20));
    const after = open();
    await after.look();
    assert.deepEqual(after.unreadIds, []);
    files.broken = new Error('no disk');
    change(anna, 2);
    await after.look();
    assert.deepEqual(after.unreadIds, [2]);
    files.broken = undefined;
    await after.unread.markRead(after.held(2));
    after.close();
    const last = open();
    await last.look();
    assert.deepEqual(last.unreadIds, []);
  });

  it('A09: leave nothing behind after signing out', async () => {
    const window = open();
    await window.look();
    change(anna, 1);
    await window.look();
    assert.ok(files.text('.read') !== '');
    await window.signOut();
    assert.equal(files.text('.read'), '');
    assert.equal(window.unread.concerning, 0);
  });

  it('cost no write for an idle poll, and one for a mark', async () => {
    const window = open();
    await window.look();
    change(anna, 3);
    await window.look();
    await window.look();
    const written = files.text('.read');
    await pass();
    await window.look();
    assert.equal(files.text('.read'), written);
    await window.unread.markRead(window.held(3));
    assert.notEqual(files.text('.read'), written);
  });

  it('keep no more marks than there are issues, and fewer when all are read', async () => {
    for (let id = 100; id < 1_400; id++) gitlab.put(id, { createdAt: gitlab.now - day });
    const window = open();
    await window.look();
    for (let id = 100; id < 1_400; id++) change(anna, id);
    await window.look();
    assert.equal(window.unreadIds.length, 1_300);
    await window.unread.markRead(window.unread.of(window.tracker));
    assert.deepEqual(window.unreadIds, []);
    assert.ok(files.text('.read').length < 2_000, `${files.text('.read').length} bytes`);
    window.close();
    const next = open();
    await next.look();
    assert.deepEqual(next.unreadIds, []);
  });

  it('report an assignment once, in one window, and not again after a reload or for the user’s own change', async () => {
    const window = open();
    await window.look();
    change(anna, 3, { assignees: [me] });
    change(anna, 1);
    change(me, 4, { assignees: [me] });
    await pass();
    await window.look();
    assert.deepEqual(
      window.news.map(({ issue, isAssignment }) => [issue.id, isAssignment]),
      [
        [3, true],
        [1, false],
      ],
    );
    const other = open();
    await other.look();
    window.close();
    // As if nothing about the issues had been saved.
    for (const path of files.files.keys()) if (!path.endsWith('.read')) files.files.delete(path);
    const reloaded = open();
    await reloaded.look();
    assert.deepEqual([...other.news, ...reloaded.news], []);
    assert.deepEqual(reloaded.unreadIds, [1, 3]);
  });

  it('report a new issue that is assigned from the start, without a request for its author', async () => {
    const window = open();
    await window.look();
    gitlab.now += 30_000;
    gitlab.put(50, { assignees: [me], author: anna });
    gitlab.put(51, { assignees: [me], author: me });
    await pass();
    await window.look();
    assert.deepEqual(
      window.news.map(({ issue, isAssignment }) => [issue.id, isAssignment]),
      [[50, true]],
    );
    assert.deepEqual(window.unreadIds, [50]);
    assert.equal(gitlab.notesAsked, 0);
  });

  it('M8: are what others changed since the user last read it, whatever two windows do in any order, and never the user’s own changes', async function () {
    this.timeout(120_000);
    const ids = [1, 2, 3, 4];
    type Step =
      | { do: 'other' | 'browser' | 'close' | 'reopen'; id: number }
      | { do: 'write' | 'read' | 'unread'; id: number; in: 0 | 1 }
      | { do: 'look' | 'restart' | 'all'; in: 0 | 1 }
      | { do: 'both' };
    const id = fc.constantFrom(...ids);
    const at = fc.constantFrom(0 as const, 1 as const);
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({
        do: fc.constantFrom(
          'other' as const,
          'other' as const,
          'browser' as const,
          'close' as const,
          'reopen' as const,
        ),
        id,
      }),
      fc.record({ do: fc.constantFrom('write' as const, 'read' as const, 'unread' as const), id, in: at }),
      fc.record({ do: fc.constantFrom('look' as const, 'look' as const, 'restart' as const, 'all' as const), in: at }),
      fc.record({ do: fc.constant('both' as const) }),
    );
    const result = await fc.check(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 40, size: 'max' }), async (steps) => {
        clock = new ManualClock();
        gitlab = new FakeGitLab();
        files = new MemoryFiles(() => clock.now());
        for (const each of ids) gitlab.put(each, { createdAt: gitlab.now - day, assignees: each < 3 ? [me] : [] });
        const two = [open(), open()] as [UnreadWindow, UnreadWindow];
        for (const window of two) await window.look();
        /**
         * For each issue: when another user last changed it, the last change that was read, and whether it was marked
         * as unread.
         */
        const model = new Map(ids.map((each) => [each, { other: 0, read: 0, forced: false }]));
        const of = (each: number) => model.get(each) ?? { other: 0, read: 0, forced: false };
        const isOpen = (each: number) => gitlab.issues.get(each)?.state === 'opened';
        const noted = (window: UnreadWindow, each: number) => {
          const [held] = window.held(each);
          if (held) Object.assign(of(each), { read: Math.max(of(each).read, held.updatedAt), forced: false });
        };
        for (const each of steps) {
          await pass();
          if (each.do === 'other' && isOpen(each.id)) {
            change(anna, each.id);
            of(each.id).other = gitlab.now;
          } else if (each.do === 'close' && isOpen(each.id)) {
            change(anna, each.id, { state: 'closed' });
            of(each.id).other = gitlab.now;
          } else if (each.do === 'reopen' && !isOpen(each.id)) {
            change(anna, each.id, { state: 'opened' });
            of(each.id).other = gitlab.now;
          } else if (each.do === 'browser' && isOpen(each.id)) {
            change(me, each.id);
            // Without a request for notes, the change counts as another user’s.
            Object.assign(of(each.id), each.id < 3 ? { read: gitlab.now, forced: false } : { other: gitlab.now });
          } else if (each.do === 'look') {
            await two[each.in].look();
          } else if (each.do === 'both') {
            await Promise.all(two.map((window) => window.look()));
          } else if (each.do === 'restart') {
            two[each.in].close();
            two[each.in] = open();
            await turn();
          } else if ('in' in each) {
            // The user focuses a window before doing something there.
            const window = two[each.in];
            await window.look();
            if (each.do === 'all') {
              for (const { id: one } of window.unread.of(window.tracker)) noted(window, one);
              await window.unread.markRead(window.unread.of(window.tracker));
            } else if (each.do === 'write' && isOpen(each.id)) {
              gitlab.now += 30_000;
              await window.retitle(each.id, `Mine ${gitlab.now}`);
            } else if (each.do === 'read') {
              noted(window, each.id);
              await window.unread.markRead(window.held(each.id));
            } else if (each.do === 'unread' && window.held(each.id).length > 0) {
              of(each.id).forced = true;
              await window.unread.markUnread(window.held(each.id));
            }
            await turn();
          }
        }
        // Both windows receive all changes.
        for (let round = 0; round < 3; round++) {
          for (const window of two) {
            await pass();
            await window.look();
          }
        }
        const expected = ids.filter((each) => {
          const { other, read, forced } = of(each);
          return isOpen(each) && (forced || other > read);
        });
        for (const [index, window] of two.entries())
          assert.deepEqual(
            window.unreadIds,
            expected,
            `window ${index} ${window.unreadIds.join()} instead of ${expected.join()}`,
          );
        for (const window of two) window.close();
      }),
      { numRuns: 100 },
    );
    assert.ok(!result.failed, fc.defaultReportMessage(result) ?? '');
    console.log(`      seed ${result.seed}`);
  });
});
