import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longestDescription, longestNote } from '../../../../src/model/limits.ts';
import { type PageMessage, readPageMessage } from '../../../../src/model/page/pageMessages.ts';

const good: readonly PageMessage[] = [
  { type: 'ready' },
  { type: 'refresh' },
  { type: 'more' },
  { type: 'arrange', activity: { show: 'comments', order: 'newest' } },
  { type: 'run', command: 'close' },
  { type: 'filter', filter: { key: 'label', title: 'workflow::in review' } },
  { type: 'filter', filter: { key: 'assignee', username: 'mira' } },
  { type: 'resized', box: 'reply', height: 300 },
  { type: 'open', url: 'https://example.com' },
  { type: 'draft', box: 'comment', draft: { text: 'x', internal: true, typedAt: 1_790_000_000_000 } },
  { type: 'draft', box: 'note:12' },
  { type: 'send', ticket: 1, box: 'reply:abcdef', act: { kind: 'reply', discussion: 'abcdef', body: 'x' } },
  { type: 'send', ticket: 2, act: { kind: 'task', line: 3, source: '- [ ] x', checked: true } },
  { type: 'send', ticket: 7, act: { kind: 'unlink', link: 3 } },
  { type: 'complete', ticket: 3, sign: '@', words: '' },
  { type: 'resolve', ticket: 4, references: ['#1'] },
  { type: 'avatar', ticket: 4, user: 12 },
  { type: 'picture', ticket: 5, source: '/uploads/x', isWanted: false },
  { type: 'saveFile', source: '/uploads/x' },
  { type: 'upload', ticket: 6, placeholder: '![…](uploading-6)', fileName: 'a.png', bytes: new Uint8Array(3) },
  { type: 'responding' },
  { type: 'drawn', ticket: 8 },
  { type: 'reload' },
  { type: 'partFailed', part: 'comment', error: 'RangeError: Invalid time value' },
];

describe('Messages of the issue page', () => {
  it('request the valid references if one is invalid', () => {
    const references = ['#1', `@${'a'.repeat(260)}`, '', 7, '~bug'];
    const read = readPageMessage({ type: 'resolve', ticket: 4, references });
    assert.deepEqual(read, { type: 'resolve', ticket: 4, references: ['#1', '~bug'] });
  });

  it('keep a text that is too long for GitLab, so that the page can report it', () => {
    const draft = { text: 'x'.repeat(1_500_000) };
    assert.deepEqual(readPageMessage({ type: 'draft', box: 'comment', draft }), {
      type: 'draft',
      box: 'comment',
      draft,
    });
  });

  it('B08: are accepted unchanged if they are valid', () => {
    for (const message of good) assert.deepEqual(readPageMessage(message), message);
  });

  it('accept the smallest valid numbers and texts of an action, and nothing smaller', () => {
    const isRead = (act: object) => readPageMessage({ type: 'send', ticket: 1, act }) !== undefined;
    const react = { kind: 'react', note: 1, emoji: 'x', on: true };
    const task = { kind: 'task', line: 0, source: '', checked: true };
    const reply = { kind: 'reply', discussion: 'abcdef', body: '' };
    for (const act of [react, task, reply, { kind: 'unlink', link: 1 }]) assert.equal(isRead(act), true, act.kind);
    for (const note of [0, 1.5, -1, '1']) assert.equal(isRead({ ...react, note }), false);
    for (const line of [-1, 0.5]) assert.equal(isRead({ ...task, line }), false);
    for (const discussion of ['abcde', 'a'.repeat(65), 'xyzxyz']) assert.equal(isRead({ ...reply, discussion }), false);
    assert.equal(isRead({ kind: 'react', emoji: '', on: true }), false);
    assert.equal(isRead({ ...react, emoji: 'x'.repeat(256) }), false);
    assert.equal(isRead({ ...reply, body: 'x'.repeat(20 * longestDescription + 1) }), false);
    const title = (length: number) => isRead({ kind: 'title', title: 'x'.repeat(length), base: '' });
    assert.deepEqual([title(longestNote), title(longestNote + 1)], [true, false]);
  });

  it('B08: can’t select an issue, project, or account, and contain nothing unknown', () => {
    for (const message of good) {
      for (const extra of ['iid', 'issue', 'project', 'projectId', 'account', 'command2', 'args']) {
        assert.equal(readPageMessage({ ...message, [extra]: 1 }), undefined, `${message.type} with ${extra}`);
      }
    }
    for (const command of [
      'workbench.action.terminal.new',
      'gitlabIssues.signOut',
      'close ',
      '__proto__',
      'constructor',
    ]) {
      assert.equal(readPageMessage({ type: 'run', command }), undefined);
    }
    for (const box of ['__proto__', 'comment/../x', 'reply:', 'note:x', 'note:1\n']) {
      assert.equal(readPageMessage({ type: 'draft', box, draft: { text: '' } }), undefined, box);
    }
    assert.equal(readPageMessage({ type: 'open', url: 'x'.repeat(10_001) }), undefined);
    const endless = { type: 'send', ticket: 1, act: { kind: 'title', title: 'x'.repeat(2_000_000), base: '' } };
    assert.equal(readPageMessage(endless), undefined);
  });

  it('B08, F8: never throw, and are rejected quickly, for 10,000 mutations', () => {
    const times: number[] = [];
    const mutated = fc.tuple(fc.constantFrom(...good), fc.string(), fc.anything()).map(([message, key, value]) => {
      const keys = Object.keys(message);
      const at = key.length % (keys.length + 1);
      return { ...message, [keys[at] ?? key]: value };
    });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.anything()), (message) => {
        const started = performance.now();
        const read = readPageMessage(message);
        times.push(performance.now() - started);
        if (read) assert.ok(good.some(({ type }) => type === read.type));
      }),
      { numRuns: 10_000 },
    );
    const median = times.sort((a, b) => a - b)[times.length / 2 - 1] ?? 0;
    assert.ok(median < 1, `${median} ms`);
  });
});
