import assert from 'node:assert/strict';
import { decodeEvents } from '../../../../src/gitlab/decode/decodeEvents.ts';
import type { EventKind } from '../../../../src/model/issueEvent.ts';

const at = '2018-08-20T13:38:20.077Z';
const user = { id: 1, name: 'Administrator', username: 'root', state: 'active', avatar_url: null };
const root = { id: 1, name: 'Administrator', username: 'root' };
const base = { id: 142, user, created_at: at, resource_type: 'Issue', resource_id: 253 };
const known = { id: 142, author: root, createdAt: Date.parse(at) };
const url = 'http://gitlab.example.com/group/project/-/milestones/9';

/** Events as in GitLab's documentation, with what they mean. */
const examples: readonly (readonly [EventKind, object, object])[] = [
  [
    'label',
    { label: { id: 73, name: 'a1', color: '#34495E', description: '' }, action: 'add' },
    { kind: 'label', action: 'add', label: { name: 'a1', color: '#34495E' } },
  ],
  ['label', { label: null, action: 'remove' }, { kind: 'label', action: 'remove' }],
  [
    'state',
    { source_commit: null, source_merge_request_id: null, state: 'closed' },
    { kind: 'state', state: 'closed' },
  ],
  ['state', { state: 'opened' }, { kind: 'state', state: 'reopened' }],
  ['state', { state: 'reopened' }, { kind: 'state', state: 'reopened' }],
  [
    'state',
    { source_commit: '7b09ce7e6f80347baf0316c8c94cdba9a0a7e91d', source_merge_request_id: 45, state: 'closed' },
    { kind: 'state', state: 'closed', commit: '7b09ce7e6f80347baf0316c8c94cdba9a0a7e91d', mergeRequest: 45 },
  ],
  [
    'milestone',
    { milestone: { id: 61, iid: 9, title: 'v1.2', state: 'active', web_url: url }, action: 'add', state: 'opened' },
    { kind: 'milestone', action: 'add', milestone: { title: 'v1.2', webUrl: url } },
  ],
  ['milestone', { milestone: null, action: 'remove' }, { kind: 'milestone', action: 'remove' }],
  ['weight', { issue_id: 253, weight: 0 }, { kind: 'weight', weight: 0 }],
  ['weight', { issue_id: 253, weight: null }, { kind: 'weight' }],
  [
    'iteration',
    { iteration: { id: 50, title: 'Iteration I', due_date: null, start_date: null }, action: 'add' },
    { kind: 'iteration', action: 'add', iteration: { title: 'Iteration I' } },
  ],
  [
    'iteration',
    { iteration: { id: 50, title: null, start_date: '2026-11-16', due_date: '2026-11-29' }, action: 'remove' },
    { kind: 'iteration', action: 'remove', iteration: { startDate: '2026-11-16', dueDate: '2026-11-29' } },
  ],
];

describe('decodeEvents', () => {
  it('C1, R14: decodes every kind of event, also with a deleted label, milestone, or user', () => {
    for (const [kind, own, expected] of examples) {
      const { events, rejected } = decodeEvents(kind, [{ ...base, ...own }]);
      assert.deepEqual([events, rejected], [[{ ...known, ...expected }], 0]);
    }
    const [orphan] = decodeEvents('weight', [{ ...base, user: null, weight: 1 }]).events;
    assert.equal(orphan?.author, undefined);
  });

  it('R14: rejects only a list that is none, and counts invalid events of a list', () => {
    for (const json of [{}, null, 'x', { message: '404 Not found' }])
      assert.throws(() => decodeEvents('label', json), { reason: 'badData' });
    const bad: readonly (readonly [EventKind, object])[] = [
      ['label', { action: 'add', label: 'bug' }],
      ['label', { action: 'add', label: { name: '' } }],
      ['label', { action: 'rename', label: null }],
      ['label', { action: 'add', id: '142' }],
      ['label', { action: 'add', id: 2 ** 53 }],
      ['label', { action: 'add', created_at: 'yesterday' }],
      ['label', { action: 'add', user: 'root' }],
      ['state', { state: 'merged' }],
      ['state', { state: 'closed', source_commit: '../../x' }],
      ['state', { state: 'closed', source_merge_request_id: '45' }],
      ['milestone', { action: 'add', milestone: { title: 7 } }],
      ['weight', { weight: '3' }],
      ['weight', { weight: -1 }],
      ['weight', {}],
      ['iteration', { action: 'add', iteration: { title: 'x', start_date: 'Monday' } }],
    ];
    for (const [kind, change] of bad) {
      const good = examples.find(([of]) => of === kind)![1];
      const { events, rejected } = decodeEvents(kind, [
        { ...base, ...change },
        { ...base, ...good },
      ]);
      assert.deepEqual([events.length, rejected], [1, 1], JSON.stringify(change));
    }
  });
});
