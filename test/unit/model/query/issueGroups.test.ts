import assert from 'node:assert/strict';
import type { Issue, IssueMilestone } from '../../../../src/model/issue.ts';
import { issueGroups, type GroupContext } from '../../../../src/model/query/issueGroups.ts';
import type { IssueGrouping } from '../../../../src/model/query/issueQuery.ts';
import { anIssue } from './anIssue.ts';

const now = new Date(2026, 4, 13, 12).getTime(); // A Wednesday.
const grouped = (issues: Issue[], grouping: IssueGrouping, context: Partial<GroupContext> = {}) =>
  issueGroups(issues, grouping, { now, ...context }).map(({ title, issues: members }) => [
    title,
    ...members.map(({ iid }) => iid),
  ]);
const milestone = (id: number, facts: Partial<IssueMilestone> = {}): IssueMilestone => ({
  id,
  title: `M${id}`,
  isActive: true,
  ...facts,
});
const user = (id: number, name: string, username = `u${id}`) => ({ id, username, name });

describe('issueGroups', () => {
  it('sorts open milestones by due date, closed ones after them, and “none” last', () => {
    const milestones = [
      undefined,
      milestone(1, { isActive: false, dueDate: '2026-01-01' }),
      milestone(2),
      milestone(3, { dueDate: '2026-07-01' }),
      milestone(4, { dueDate: '2026-06-01' }),
    ];
    const issues = milestones.map((one, index) => anIssue({ iid: index, ...(one ? { milestone: one } : {}) }));
    assert.deepEqual(grouped(issues, 'milestone'), [
      ['M4', 4],
      ['M3', 3],
      ['M2', 2],
      ['M1', 1],
      ['No milestone', 0],
    ]);
  });

  it('defect 20, C6: has one group for the milestones of several projects with one title, at the place of the first', () => {
    const titled = (id: number, facts: Partial<IssueMilestone>) => milestone(id, { title: 'v1.0', ...facts });
    const milestones = [
      titled(1, { isActive: false }),
      milestone(2, { dueDate: '2026-07-01' }),
      titled(3, { dueDate: '2026-06-01' }),
      titled(4, { dueDate: '2026-08-01' }),
    ];
    const issues = milestones.map((one, index) => anIssue({ iid: index, milestone: one }));
    assert.deepEqual(grouped(issues, 'milestone'), [
      ['v1.0', 0, 2, 3],
      ['M2', 1],
    ]);
  });

  it('lists an issue in the group of each of its labels, in label order', () => {
    const issues = [
      anIssue({ iid: 1, labels: ['bug', 'ui'] }),
      anIssue({ iid: 2, labels: ['bug', 'unknown'] }),
      anIssue({ iid: 3 }),
    ];
    assert.deepEqual(grouped(issues, 'label', { labels: ['ui', 'bug'] }), [
      ['ui', 1],
      ['bug', 1, 2],
      ['unknown', 2],
      ['No label', 3],
    ]);
  });

  it('has a group for each label of a scope, as on a board, including empty ones', () => {
    const issues = [
      anIssue({ iid: 1, labels: ['bug', 'workflow::done'] }),
      anIssue({ iid: 2, labels: ['workflow::a::b'] }),
      anIssue({ iid: 3, labels: ['workflow::later'] }),
    ];
    const labels = ['workflow::ready', 'workflow::done', 'workflow', 'bug'];
    const groups = issueGroups(issues, 'workflow::*', { now, labels });
    assert.deepEqual(
      groups.map(({ title, issues: members }) => [title, ...members.map(({ iid }) => iid)]),
      [['ready'], ['done', 1], ['later', 3], ['No workflow', 2]],
    );
    assert.deepEqual(groups[1]?.fact, { by: 'scope', scope: 'workflow', label: 'workflow::done' });
    assert.deepEqual(grouped(issues, 'workflow::a::*'), [
      ['b', 2],
      ['No workflow::a', 1, 3],
    ]);
  });

  it('sorts people by name, with the user first and unassigned issues last', () => {
    const issues = [
      anIssue({ iid: 1, assignees: [user(1, 'Zoe', 'zoe'), user(2, 'Ben')], author: user(3, '') }),
      anIssue({ iid: 2, author: user(1, 'Zoe', 'zoe') }),
    ];
    assert.deepEqual(grouped(issues, 'assignee', { me: 'ZOE' }), [
      ['Zoe', 1],
      ['Ben', 1],
      ['Unassigned', 2],
    ]);
    assert.deepEqual(grouped(issues, 'author'), [
      ['u3', 1],
      ['Zoe', 2],
    ]);
  });

  it('groups due dates by how near they are, with weeks that end on Sunday', () => {
    const dates = ['2026-05-18', '2026-05-17', '2026-05-14', '2026-05-13', '2026-05-12', undefined];
    const issues = dates.map((dueDate, iid) => anIssue({ iid, ...(dueDate === undefined ? {} : { dueDate }) }));
    assert.deepEqual(grouped(issues, 'due'), [
      ['Overdue', 4],
      ['Today', 3],
      ['This week', 1, 2],
      ['Later', 0],
      ['No due date', 5],
    ]);
  });

  it('has types with their icons, and no groups without a grouping', () => {
    const issues = [anIssue({ type: 'task' }), anIssue({ type: 'incident' })];
    assert.deepEqual(
      issueGroups(issues, 'type', { now }).map(({ key, icon }) => [key, icon]),
      [
        ['type incident', 'flame'],
        ['type task', 'tasklist'],
      ],
    );
    assert.deepEqual(grouped(issues, 'none'), []);
  });
});
