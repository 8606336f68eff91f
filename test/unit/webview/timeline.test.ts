import assert from 'node:assert/strict';
import type { Discussion, Note, RelatedMergeRequest } from '../../../src/model/issueDetails.ts';
import type { IssueEvent, LabelEvent } from '../../../src/model/issueEvent.ts';
import { wholeActivity } from '../../../src/model/page/pageActivity.ts';
import { type Change, type Timeline, timelineOf } from '../../../src/webview/timeline.ts';

const minute = 60_000;
const [mira, jonas] = [1, 2].map((id) => ({ id, username: `u${id}`, name: `User ${id}` })) as [User, User];
type User = NonNullable<Note['author']>;

function note(id: number, isSystem: boolean, change: Partial<Note> = {}): Note {
  const at = change.createdAt ?? id;
  return {
    id,
    author: id % 2 === 0 ? mira : jonas,
    body: '',
    createdAt: at,
    updatedAt: at,
    isSystem,
    isInternal: false,
    isResolvable: false,
    ...change,
  };
}

let notes = 0;

function discussion(...systemOrNot: readonly boolean[]): Discussion {
  const made = systemOrNot.map((isSystem) => note((notes += 1), isSystem));
  return { id: `d${notes}`, isThread: made.length > 1, notes: made };
}

const single = (made: Note): Discussion => ({ id: `d${made.id}`, isThread: false, notes: [made] });
const comment = (at: number) => single(note(at, false));
const edit = (at: number, author: User) =>
  single(note(at, true, { createdAt: at * minute, author, body: 'changed the description' }));
const label = (id: number, action: 'add' | 'remove', name: string, at: number, author = mira): LabelEvent => ({
  kind: 'label',
  id,
  action,
  label: { name },
  createdAt: at,
  author,
});
const state = (id: number, at: number): IssueEvent => ({ kind: 'state', id, state: 'closed', createdAt: at });

const arranged = (discussions: readonly Discussion[], change: Partial<Timeline> = {}) =>
  timelineOf({
    discussions,
    events: [],
    hasMore: false,
    mergeRequests: [],
    activity: wholeActivity,
    isNew: () => false,
    ...change,
  });

/** A short form: the IDs of comments, and of each run its changes. */
function outline(items: ReturnType<typeof timelineOf>): unknown[] {
  const name = (change: Change) =>
    change.kind === 'note'
      ? `${change.note.id}${change.times > 1 ? ` x${change.times}` : ''}`
      : change.kind === 'labels'
        ? change.events.map(({ action, label: one }) => `${action === 'add' ? '+' : '-'}${one?.name ?? '?'}`).join()
        : change.key;
  return items.map((item) => {
    if (item.kind === 'new') return 'new';
    return item.kind === 'thread' ? item.discussion.notes[0]!.id : item.changes.map(name);
  });
}

describe('timelineOf', () => {
  it('groups the changes between comments into one run each', () => {
    const [a, b, c, d, e] = [
      discussion(true),
      discussion(true),
      discussion(false),
      discussion(true),
      discussion(false, true),
    ];
    const items = arranged([a, b, c, d, e]);
    assert.deepEqual(
      items.map((item) =>
        item.kind === 'thread' ? item.discussion.id : item.kind === 'changes' && item.changes.length,
      ),
      [2, c.id, 1, e.id],
    );
  });

  it('divides long runs from the oldest change on, so that a new one changes only the last run', () => {
    const events = Array.from({ length: 250 }, (_, at) => state(at, at));
    const lengths = (items: ReturnType<typeof timelineOf>) =>
      items.map((item) => (item.kind === 'changes' ? item.changes.length : 0));
    const items = arranged([], { events });
    assert.deepEqual(lengths(items), [100, 100, 50]);
    const later = arranged([], { events: [...events, state(250, 250)] });
    assert.deepEqual(
      later.map(({ key }) => key),
      items.map(({ key }) => key),
    );
    const newestFirst = arranged([], { events, activity: { show: 'all', order: 'newest' } });
    assert.deepEqual(lengths(newestFirst), [50, 100, 100]);
    assert.deepEqual(lengths(arranged([comment(100)], { events })), [100, 0, 100, 50]);
  });

  it('keeps the key of a run when it grows', () => {
    const [a, b] = [discussion(true), discussion(true)];
    assert.equal(arranged([a])[0]!.key, arranged([a, b])[0]!.key);
  });

  it('shows nothing for a discussion without notes', () => {
    assert.deepEqual(arranged([{ id: 'x', isThread: false, notes: [] }]), []);
  });

  it('C1, R14: inserts events by time between the comments and the system notes', () => {
    const thread = [comment(10), single(note(20, true)), comment(30)];
    const events = [state(1, 5), state(2, 20), state(3, 25), state(4, 40)];
    assert.deepEqual(outline(arranged(thread, { events })), [
      ['state-1'],
      10,
      ['20', 'state-2', 'state-3'],
      30,
      ['state-4'],
    ]);
    assert.deepEqual(outline(arranged([], { events: [state(1, 5)] })), [['state-1']]);
  });

  it('C1, R14: shows the labels that a user changed at once as one change, as GitLab does', () => {
    const events = [
      label(1, 'add', 'a', 5),
      label(2, 'add', 'b', 5),
      label(3, 'add', 'c', 5, jonas),
      label(4, 'remove', 'd', 5),
      label(5, 'add', 'e', 6),
    ];
    assert.deepEqual(outline(arranged([], { events })), [['+a,+b,-d', '+c', '+e']]);
  });

  it('R14: shows the edits of the description by a user within ten minutes as one, whatever is between them', () => {
    assert.deepEqual(outline(arranged([edit(1, mira), edit(9, mira), edit(20, mira)])), [['9 x2', '20']]);
    assert.deepEqual(outline(arranged([edit(1, mira), edit(2, jonas), edit(3, mira)])), [['1', '2', '3']]);
    // GitLab counts the ten minutes from the first edit that it shows as one, not from the one before.
    assert.deepEqual(outline(arranged([edit(0, mira), edit(8, mira), edit(16, mira)])), [['8 x2', '16']]);
    assert.deepEqual(outline(arranged([0, 5, 10, 11, 21, 22].map((at) => edit(at, mira)))), [['10 x3', '21 x2', '22']]);
    const between = single(note(2, false, { createdAt: 2 * minute }));
    assert.deepEqual(outline(arranged([edit(1, mira), between, edit(3, mira)])), [2, ['3 x2']]);
  });

  it('R14: leaves out events after the last loaded comment, whose place isn’t known yet', () => {
    const events = [state(1, 5), state(2, 15)];
    assert.deepEqual(outline(arranged([comment(10)], { events, hasMore: true })), [['state-1'], 10]);
    assert.deepEqual(outline(arranged([comment(10)], { events })), [['state-1'], 10, ['state-2']]);
  });

  it('R14: finds the merge request that closed the issue by its global ID', () => {
    const merge: RelatedMergeRequest = {
      id: 900,
      title: 'Fix',
      state: 'merged',
      isDraft: false,
      closes: true,
      reference: 'a/b!5',
      webUrl: 'https://gitlab.example.com/a/b/-/merge_requests/5',
    };
    const events: IssueEvent[] = [
      { kind: 'state', id: 1, state: 'closed', createdAt: 1, mergeRequest: 900 },
      state(2, 3),
    ];
    const [run] = arranged([], { events, mergeRequests: [merge] });
    assert.ok(run?.kind === 'changes');
    assert.deepEqual(
      run.changes.map((change) => change.kind === 'event' && change.mergeRequest?.reference),
      ['a/b!5', undefined],
    );
  });

  it('shows only the comments or only the history, and the newest first', () => {
    const thread = [comment(10), single(note(20, true)), comment(30)];
    const events = [state(1, 5), state(2, 25)];
    const shown = (activity: Partial<Timeline['activity']>) =>
      outline(arranged(thread, { events, activity: { ...wholeActivity, ...activity } }));
    assert.deepEqual(shown({ show: 'comments' }), [10, 30]);
    assert.deepEqual(shown({ show: 'history' }), [['state-1', '20', 'state-2']]);
    assert.deepEqual(shown({ order: 'newest' }), [30, ['state-2', '20'], 10, ['state-1']]);
    assert.deepEqual(shown({ order: 'newest', show: 'history' }), [['state-2', '20', 'state-1']]);
  });

  it('separates what is new from the rest, also within the changes between two comments', () => {
    const thread = [comment(10), single(note(20, true)), single(note(21, true)), comment(30)];
    const shown = (since: number, order: Timeline['activity']['order'] = 'oldest') =>
      outline(
        arranged(thread, {
          events: [state(1, 5)],
          activity: { ...wholeActivity, order },
          isNew: ({ createdAt }) => createdAt > since,
        }),
      );
    assert.deepEqual(shown(20), [['state-1'], 10, ['20'], 'new', ['21'], 30]);
    assert.deepEqual(shown(20, 'newest'), [30, ['21'], 'new', ['20'], 10, ['state-1']]);
    assert.deepEqual(shown(29), [['state-1'], 10, ['20', '21'], 'new', 30]);
    assert.deepEqual(shown(30), [['state-1'], 10, ['20', '21'], 30]);
  });

  it('arranges thousands of comments and events in an instant', () => {
    const thread = Array.from({ length: 5000 }, (_, at) => comment(2 * at));
    const events = Array.from({ length: 5000 }, (_, at) => state(at + 1, 2 * at + 1));
    assert.equal(arranged(thread, { events }).length, 10_000);
  });
});
