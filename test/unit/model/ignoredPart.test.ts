import assert from 'node:assert/strict';
import type { IssueChange } from '../../../src/model/issueChange.ts';
import { ignoredPart } from '../../../src/model/ignoredPart.ts';
import { issue } from '../sync/issues.ts';

const anna = { id: 1, username: 'anna', name: 'Anna' };

describe('ignoredPart', () => {
  const milestone = { id: 5, title: '18.6', isActive: true };
  const cases: [string, IssueChange, Parameters<typeof issue>[1], string | undefined][] = [
    ['a label that was not made', { addLabels: ['new'] }, { labels: ['bug'] }, 'label'],
    ['a label that stayed', { removeLabels: ['bug'] }, { labels: ['bug'] }, 'label'],
    ['no label that was removed', { removeLabels: ['bug'] }, { labels: ['new'] }, undefined],
    ['no label in other letters', { addLabels: ['Bug '] }, { labels: ['bug'] }, undefined],
    ['a member who left', { assigneeIds: [1, 2] }, { assignees: [anna] }, 'assignee'],
    ['no member who was assigned', { assigneeIds: [1] }, { assignees: [anna] }, undefined],
    ['no assignee', { assigneeIds: [] }, {}, undefined],
    ['a deleted milestone', { milestoneId: 5 }, {}, 'milestone'],
    ['a milestone that stayed', { milestoneId: null }, { milestone }, 'milestone'],
    ['no milestone that was set', { milestoneId: 5 }, { milestone }, undefined],
    ['no milestone that was removed', { milestoneId: null }, {}, undefined],
    ['a due date that was not set', { dueDate: '2026-12-24' }, {}, 'dueDate'],
    ['a due date that stayed', { dueDate: null }, { dueDate: '2026-12-24' }, 'dueDate'],
    ['no due date that was set', { dueDate: '2026-12-24' }, { dueDate: '2026-12-24' }, undefined],
    ['no due date that was removed', { dueDate: null }, {}, undefined],
    ['a weight without a license', { weight: 3 }, {}, 'weight'],
    ['no weight that was set', { weight: 3 }, { weight: 3 }, undefined],
    ['no weight that was removed', { weight: null }, {}, undefined],
    ['a state', { state: 'closed' }, { state: 'opened' }, 'state'],
    ['no state that was set', { state: 'closed' }, { state: 'closed' }, undefined],
    ['a visibility', { confidential: false }, { confidential: true }, 'confidential'],
    ['a lock', { locked: true }, {}, 'locked'],
    ['no lock that was removed', { locked: false }, {}, undefined],
    ['nothing of it', { locked: true, confidential: true }, { locked: true, confidential: true }, undefined],
  ];
  for (const [name, change, after, part] of cases)
    it(`reports ${name}`, () => {
      assert.equal(ignoredPart(change, issue(1, after))?.part, part);
    });
});
