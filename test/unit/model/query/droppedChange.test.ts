import assert from 'node:assert/strict';
import { droppedChange, dropRefusal } from '../../../../src/model/query/droppedChange.ts';
import { issue } from '../../sync/issues.ts';

const anna = { id: 1, username: 'anna', name: 'Anna' };
const ben = { id: 2, username: 'ben', name: 'Ben' };
const milestone = { id: 5, title: '18.6', isActive: true };
const now = new Date(2026, 10, 22, 12).getTime();
const several = { several: true, now };

describe('droppedChange', () => {
  it('sets the milestone of the group, or removes it', () => {
    const on = issue(1, { milestone });
    assert.deepEqual(droppedChange(issue(1), { by: 'milestone', milestone }, undefined, several), { milestoneId: 5 });
    assert.deepEqual(droppedChange(on, { by: 'milestone', milestone: undefined }, undefined, several), {
      milestoneId: null,
    });
    assert.equal(droppedChange(on, { by: 'milestone', milestone }, undefined, several), undefined);
    const namesake = { ...milestone, id: 6 };
    assert.equal(droppedChange(on, { by: 'milestone', milestone: namesake }, undefined, several), undefined, 'C6');
  });

  it('adds a scoped label and removes the others of its scope, and no other label', () => {
    const labels = ['bug', 'workflow::a::b', 'workflow::todo'];
    const onto = { by: 'scope', scope: 'workflow', label: 'workflow::done' } as const;
    assert.deepEqual(droppedChange(issue(1, { labels }), onto, undefined, several), {
      addLabels: ['workflow::done'],
      removeLabels: ['workflow::todo'],
    });
    const none = { ...onto, label: undefined };
    assert.deepEqual(droppedChange(issue(1, { labels }), none, undefined, several), {
      addLabels: [],
      removeLabels: ['workflow::todo'],
    });
  });

  it('replaces the label of the group that the issue was dragged from, as a board does', () => {
    const from = { by: 'label', label: 'bug' } as const;
    assert.deepEqual(
      droppedChange(issue(1, { labels: ['bug', 'ui'] }), { by: 'label', label: 'later' }, from, several),
      { addLabels: ['later'], removeLabels: ['bug'] },
    );
    assert.deepEqual(
      droppedChange(issue(1, { labels: ['bug', 'ui'] }), { by: 'label', label: undefined }, from, several),
      { addLabels: [], removeLabels: ['bug', 'ui'] },
    );
  });

  it('reassigns an issue, and keeps other assignees only if several are allowed', () => {
    const cleo = { id: 3, username: 'cleo', name: 'Cleo' };
    const held = issue(1, { assignees: [anna, cleo] });
    const from = { by: 'assignee', user: anna } as const;
    assert.deepEqual(droppedChange(held, { by: 'assignee', user: ben }, from, several), { assigneeIds: [3, 2] });
    const one = { several: false, now };
    assert.deepEqual(droppedChange(held, { by: 'assignee', user: ben }, from, one), { assigneeIds: [2] });
    assert.deepEqual(droppedChange(held, { by: 'assignee', user: undefined }, from, several), { assigneeIds: [] });
  });

  it('sets a due date only if the group is a single day', () => {
    assert.deepEqual(droppedChange(issue(1), { by: 'due', due: 'today' }, undefined, several), {
      dueDate: '2026-11-22',
    });
    assert.deepEqual(
      droppedChange(issue(1, { dueDate: '2026-11-01' }), { by: 'due', due: 'none' }, undefined, several),
      { dueDate: null },
    );
    for (const due of ['overdue', 'week', 'later'] as const) assert.equal(dropRefusal({ by: 'due', due }), 'due');
    assert.equal(dropRefusal({ by: 'due', due: 'today' }), undefined);
    assert.equal(dropRefusal({ by: 'author', user: anna }), 'author');
    assert.equal(dropRefusal({ by: 'type', type: 'task' }), 'type');
  });
});
