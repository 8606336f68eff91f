import assert from 'node:assert/strict';
import type { Discussion, Note } from '../../../src/model/issueDetails.ts';
import { authorsOf, timelineOf } from '../../../src/webview/timeline.ts';

let notes = 0;

function discussion(...systemOrNot: readonly boolean[]): Discussion {
  const made = systemOrNot.map((isSystem): Note => {
    notes += 1;
    const author = { id: notes % 2, username: `u${notes % 2}`, name: `User ${notes % 2}` };
    const at = notes;
    return {
      id: notes,
      author,
      body: '',
      createdAt: at,
      updatedAt: at,
      isSystem,
      isInternal: false,
      isResolvable: false,
    };
  });
  return { id: `d${notes}`, isThread: made.length > 1, notes: made };
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
    const items = timelineOf([a, b, c, d, e]);
    assert.deepEqual(
      items.map((item) => (item.kind === 'changes' ? item.notes.length : item.discussion.id)),
      [2, c.id, 1, e.id],
    );
  });

  it('keeps the key of a run when it grows, so that it stays expanded', () => {
    const [a, b] = [discussion(true), discussion(true)];
    assert.equal(timelineOf([a])[0]!.key, timelineOf([a, b])[0]!.key);
  });

  it('lists each author of a run once', () => {
    const run = discussion(true, true, true);
    assert.equal(authorsOf(run.notes).length, 2);
  });

  it('shows nothing for a discussion without notes', () => {
    assert.deepEqual(timelineOf([{ id: 'x', isThread: false, notes: [] }]), []);
  });
});
