import assert from 'node:assert/strict';
import { wholeActivity } from '../../../../src/model/page/pageActivity.ts';
import { ActivityChoice } from '../../../../src/sync/page/activityChoice.ts';

describe('ActivityChoice', () => {
  const kept = new Map<string, unknown>();
  const memory = { read: (key: string) => kept.get(key), write: (key: string, value: unknown) => kept.set(key, value) };
  beforeEach(() => {
    kept.clear();
  });

  it('shows all activity, oldest first, until the user chooses something else, and keeps the choice', () => {
    const choice = new ActivityChoice(memory);
    assert.deepEqual(choice.current, wholeActivity);
    let changes = 0;
    choice.onDidChange(() => (changes += 1));
    choice.choose({ show: 'comments', order: 'newest' });
    assert.equal(changes, 1);
    assert.deepEqual(new ActivityChoice(memory).current, { show: 'comments', order: 'newest' });
  });

  it('ignores a kept value that another version wrote', () => {
    for (const value of [
      null,
      'all',
      { show: 'all' },
      { show: 'none', order: 'newest' },
      { ...wholeActivity, more: 1 },
    ]) {
      for (const key of ['pageActivity', ...kept.keys()]) kept.set(key, value);
      assert.deepEqual(new ActivityChoice(memory).current, wholeActivity);
    }
  });
});
