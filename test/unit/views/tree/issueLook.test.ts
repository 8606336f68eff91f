import assert from 'node:assert/strict';
import type { Issue } from '../../../../src/model/issue.ts';
import { issueLook } from '../../../../src/views/tree/issueLook.ts';
import { issue } from '../../sync/issues.ts';

const now = new Date('2026-11-20T12:00:00').getTime();
const anna = { id: 1, username: 'anna', name: 'Anna Ross' };
const ben = { id: 2, username: 'ben', name: 'Ben' };
const look = (values: Partial<Issue>, { isUnread = false, isWaiting = false, place = '' } = {}) =>
  issueLook(issue(12, values), { isUnread, isWaiting, now, language: 'en', place });

describe('The row of an issue', () => {
  it('shows in its icon and its marks what is urgent, so that no narrow view cuts it off', () => {
    const shape = (values: Partial<Issue>) => look(values).icon;
    assert.deepEqual([{}, { type: 'incident' }, { confidential: true }, { state: 'closed' as const }].map(shape), [
      'issues',
      'flame',
      'eye-closed',
      'issue-closed',
    ]);
    const overdue = look({ dueDate: '2026-11-19' }, { isUnread: true });
    assert.deepEqual(
      [overdue.color, overdue.marks],
      ['charts.red', { isOverdue: true, isUnread: true, isWaiting: false }],
    );
    const today = look({ dueDate: '2026-11-20' });
    assert.deepEqual(
      [today.color, today.marks],
      ['charts.yellow', { isOverdue: false, isUnread: false, isWaiting: false }],
    );
    // A closed issue isn't overdue.
    const closed = look({ dueDate: '2026-11-19', state: 'closed' });
    assert.deepEqual([closed.color, closed.marks.isOverdue], ['charts.purple', false]);
  });

  it('says in words that a change of the user waits to be sent', () => {
    const { marks, description, spoken } = look({}, { isWaiting: true });
    assert.equal(marks.isWaiting, true);
    assert.match(description, /^waiting to send/);
    assert.match(spoken, /waiting to send/);
  });

  it('defect 20: describes first what is urgent, then who is assigned, and then the labels', () => {
    const values = {
      dueDate: '2026-11-01',
      confidential: true,
      assignees: [anna],
      labels: ['bug', 'priority::1', 'ux', 'workflow::doing'],
      milestone: { id: 1, title: '18.9', isActive: true },
    };
    assert.equal(
      look(values, { place: 'web-shop' }).description,
      'overdue · confidential · @anna · web-shop · bug, priority::1, ux +1 · %18.9',
    );
    assert.equal(look({ dueDate: '2026-11-20' }).description, 'due today');
    assert.equal(look({ dueDate: '2026-11-30' }).description, '');
    assert.equal(look({ assignees: [anna, ben, { ...ben, id: 3, username: 'cy' }] }).description, '@anna @ben +1');
  });

  it('is a complete sentence for a screen reader', () => {
    const values: Partial<Issue> = {
      title: 'Crash at checkout',
      dueDate: '2026-11-01',
      confidential: true,
      locked: true,
      weight: 3,
      assignees: [anna, ben],
      labels: ['bug', 'a', 'b', 'c', 'd'],
      milestone: { id: 1, title: '18.9', isActive: true },
    };
    assert.equal(
      look(values, { isUnread: true, place: 'web-shop' }).spoken,
      '#12 Crash at checkout, unread, Issue, open, overdue since Nov 1, 2026, confidential, discussion locked, ' +
        'assigned to Anna Ross, Ben, in web-shop, labels bug, a, b, c, d, milestone 18.9, weight 3',
    );
  });
});
