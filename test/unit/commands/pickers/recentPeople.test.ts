import assert from 'node:assert/strict';
import { RecentPeople } from '../../../../src/commands/pickers/recentPeople.ts';
import type { IssueUser } from '../../../../src/model/issue.ts';
import { KeptChoices } from '../../sync/queries/keptChoices.ts';

const instance = 'https://gitlab.example.com';
const user = (id: number): IssueUser => ({ id, username: `user${id}`, name: `User ${id}` });
const ids = (people: readonly IssueUser[]) => people.map(({ id }) => id);

describe('The people that the user recently assigned', () => {
  it('are listed once each, newest first, for their own instance', () => {
    const kept = new KeptChoices();
    const recent = new RecentPeople(kept);
    recent.add(instance, [user(1), user(2)]);
    recent.add('https://other.example.com', [user(1)]);
    recent.add(instance, [user(2), user(3)]);
    assert.deepEqual(ids(new RecentPeople(kept).on(instance)), [2, 3, 1]);
    assert.deepEqual(ids(recent.on('https://other.example.com')), [1]);
    recent.add(instance, [4, 5, 6].map(user));
    assert.deepEqual(ids(recent.on(instance)), [4, 5, 6, 2, 3]);
  });

  it('are skipped if they can’t be read', () => {
    const kept = new KeptChoices();
    for (const value of [7, 'x', [null, 1, { instance, id: 'x' }, { instance, id: 1, username: 'a' }], {}]) {
      kept.write('recentPeople', value);
      assert.deepEqual(new RecentPeople(kept).on(instance), []);
    }
  });
});
