import assert from 'node:assert/strict';
import type { IssueChange } from '../../../src/model/issueChange.ts';
import { ignoredPart } from '../../../src/model/ignoredPart.ts';
import { issue } from '../sync/issues.ts';

const anna = { id: 1, username: 'anna', name: 'Anna' };

describe('ignoredPart', () => {
  const cases: [string, IssueChange, Parameters<typeof issue>[1], string | undefined][] = [
    ['a label that was not made', { addLabels: ['new'] }, { labels: ['bug'] }, 'label'],
    ['a label that stayed', { removeLabels: ['bug'] }, { labels: ['bug'] }, 'label'],
    ['a label in other letters', { addLabels: ['Bug '] }, { labels: ['bug'] }, undefined],
    ['a member who left', { assigneeIds: [1, 2] }, { assignees: [anna] }, 'assignee'],
    ['no assignee', { assigneeIds: [] }, {}, undefined],
    ['a deleted milestone', { milestoneId: 5 }, {}, 'milestone'],
    ['a weight without a licence', { weight: 3 }, {}, 'weight'],
    ['no weight', { weight: null }, {}, undefined],
    ['a lock', { locked: true }, {}, 'locked'],
    ['all of it', { locked: true, confidential: true }, { locked: true, confidential: true }, undefined],
  ];
  for (const [name, change, after, part] of cases)
    it(`reports ${name}`, () => {
      assert.equal(ignoredPart(change, issue(1, after))?.part, part);
    });
});
