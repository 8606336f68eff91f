import assert from 'node:assert/strict';
import type { Issue } from '../../../src/model/issue.ts';
import { inverseChange } from '../../../src/model/inverseChange.ts';
import { issue } from '../sync/issues.ts';

const anna = { id: 1, username: 'anna', name: 'Anna' };
const ben = { id: 2, username: 'ben', name: 'Ben' };
const before = issue(1, {
  labels: ['bug', 'workflow::todo'],
  milestone: { id: 5, title: '18.6', isActive: true },
  assignees: [anna],
});

describe('inverseChange', () => {
  it('restores state, assignees, milestone, and due date', () => {
    const change = { state: 'closed', assigneeIds: [2], milestoneId: null, dueDate: '2026-12-24' } as const;
    const after: Issue = { ...before, state: 'closed', assignees: [ben], dueDate: '2026-12-24' };
    assert.deepEqual(inverseChange(change, before, after), {
      state: 'opened',
      assigneeIds: [1],
      milestoneId: 5,
      dueDate: null,
    });
  });

  it('restores every field that had a value, and removes those that had none', () => {
    const change = { title: 'New', dueDate: null, weight: 3, confidential: true, locked: true } as const;
    const full: Issue = { ...before, dueDate: '2026-12-24', weight: 5, confidential: true, locked: true };
    const after: Issue = { ...full, title: 'New', weight: 3 };
    assert.deepEqual(inverseChange(change, full, after), {
      title: before.title,
      dueDate: '2026-12-24',
      weight: 5,
      confidential: true,
      locked: true,
    });
    assert.deepEqual(inverseChange({ ...change, milestoneId: 5 }, issue(1), after), {
      title: 'Issue 1',
      milestoneId: null,
      dueDate: null,
      weight: null,
      confidential: false,
      locked: false,
    });
  });

  it('restores a label that another label of its scope replaced, and keeps labels that existed before', () => {
    const after: Issue = { ...before, labels: ['bug', 'workflow::doing'] };
    assert.deepEqual(inverseChange({ addLabels: ['bug', 'workflow::doing'] }, before, after), {
      addLabels: ['workflow::todo'],
      removeLabels: ['workflow::doing'],
    });
  });

  it('removes a label without a scope that was added, and adds one that was removed', () => {
    const after: Issue = { ...before, labels: ['workflow::todo', 'customer'] };
    const change = { addLabels: ['customer'], removeLabels: ['bug'] };
    assert.deepEqual(inverseChange(change, before, after), { addLabels: ['bug'], removeLabels: ['customer'] });
  });

  it('keeps changes that others made to the labels in the meantime', () => {
    const after: Issue = { ...before, state: 'closed', labels: ['bug', 'customer', 'workflow::todo'] };
    assert.deepEqual(inverseChange({ state: 'closed' }, before, after), { state: 'opened' });
  });

  it('is empty if nothing was changed', () => {
    assert.deepEqual(inverseChange({ addLabels: ['bug'] }, before, before), {});
  });
});
