import assert from 'node:assert/strict';
import { listParameters } from '../../../../src/model/query/listParameters.ts';
import { whyServerNeeded } from '../../../../src/model/query/whyServerNeeded.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';

const now = Date.UTC(2026, 4, 13, 12);
const read = (text: string, context: Partial<Parameters<typeof listParameters>[1]> = {}) =>
  listParameters(parseQuery(text).query, { me: 'anna', now, ...context });
const problems = (text: string, context = {}) => {
  const found = read(text, context);
  return 'problems' in found ? found.problems : [];
};
const why = (text: string, held: 'all' | 'part' = 'all') => whyServerNeeded(parseQuery(text).query, held);

describe('whyServerNeeded', () => {
  it('is empty for what the mirror can answer, and set for what only GitLab can answer', () => {
    assert.equal(why('label:workflow::* weight:>=3 milestone:started crash'), undefined);
    assert.equal(why('state:opened'), undefined);
    assert.equal(why('state:closed'), 'closed');
    assert.equal(why('state:all'), 'closed');
    assert.equal(why('reaction:thumbsup'), 'reaction');
    assert.equal(why('milestone:upcoming'), 'upcoming');
    assert.equal(why('label:bug', 'part'), 'part');
  });
});

describe('R5: listParameters explain what an old server would ignore', () => {
  const old = (text: string, serverVersion: string) => problems(`state:closed ${text}`, { serverVersion });
  for (const [text, version, first] of [
    ['type:incident', '13.12.15-ee', '14.3'],
    ['type:task', '15.11.13-ee', '16.8'],
    ['type:ticket', '16.11.10-ee', '17.8'],
    ['sort:title', '14.10.0-ee', '15.0'],
  ] as const)
    it(`${text} in ${version}`, () => {
      const term = text === 'sort:title' ? 'sort:title' : text;
      assert.deepEqual(old(text, version), [
        `'${term}' isn't supported for closed issues. This requires GitLab ${first} or later. The server has ${version}.`,
      ]);
      assert.deepEqual(old(text, `${first}.0`), []);
      assert.deepEqual(old(text, '18.9.0-pre'), []);
    });

  it('R1: several excluded assignees in Community Edition', () => {
    const ce = (text: string) => problems(`state:closed ${text}`, { edition: 'ce' });
    assert.deepEqual(ce('assignee:@a -assignee:@b'), []);
    assert.deepEqual(ce('-assignee:@a -assignee:@b'), [
      "'-assignee:@b' isn't supported for closed issues. GitLab Community Edition can exclude only one assignee.",
    ]);
    assert.deepEqual(problems('state:closed -assignee:@a -assignee:@b', { edition: 'ee' }), []);
  });

  it('and send what it has', () => {
    for (const text of ['due:none', 'due:overdue', 'due:week', 'due:month', 'milestone:none', 'milestone:upcoming'])
      assert.deepEqual(old(text, '13.12.15-ee'), []);
  });
});

describe('listParameters', () => {
  it('contain everything in the query', () => {
    assert.deepEqual(
      read(
        'state:all assignee:@me -assignee:@bob label:bug label:"a b" -label:c milestone:%1.0 -milestone:%2.0 due:none weight:3 ' +
          'confidential:no type:task created:2026-05-01 updated:<2d crash "on start" in:title reaction:tada sort:due-desc',
      ),
      {
        parameters: {
          state: 'all',
          orderBy: 'due_date',
          sort: 'desc',
          createdAfter: new Date(2026, 4, 1).getTime(),
          createdBefore: new Date(2026, 4, 2).getTime() - 1,
          updatedAfter: now - 2 * 86_400_000,
          search: 'crash "on start"',
          filter: {
            assignees: ['anna'],
            labels: ['bug', 'a b'],
            milestone: { title: '1.0' },
            due: '0',
            weight: 3,
            confidential: false,
            type: 'task',
            reaction: { emoji: 'tada' },
            searchIn: 'title',
            not: { assignees: ['bob'], labels: ['c'], milestone: '2.0' },
          },
        },
      },
    );
  });

  it('report what can’t be answered, instead of answering in part', () => {
    assert.deepEqual(problems('state:closed weight:>=3'), [
      "'weight:>=3' isn't supported for closed issues. GitLab can't compare weights. Use an exact weight, such as weight:3.",
    ]);
    assert.deepEqual(problems('label:workflow::*'), [
      "'label:workflow::*' isn't supported when only some issues are stored on this computer. GitLab can't reliably find all labels in a scope.",
    ]);
    for (const [text, context] of [
      ['reaction:tada weight:<3', {}],
      ['milestone:upcoming -author:@a -author:@b', {}],
      ['state:all -milestone:%1 -milestone:%2', {}],
      ['state:all -weight:1 -weight:2', {}],
      ['state:all label:"none"', {}],
      ['state:all -label:"ANY"', {}],
      ['state:all milestone:%none', {}],
      ['state:all milestone:%#upcoming', {}],
      ['state:closed assignee:@a assignee:@b', { edition: 'ce' }],
      ['state:closed weight:3', { edition: 'ce' }],
      ['state:closed sort:weight', { edition: 'ce' }],
      ['state:closed author:@me', { me: undefined }],
      ['-assignee:@me', { me: undefined }],
    ] as const)
      assert.equal(problems(text, context).length, 1, text);
    assert.equal(problems('state:closed weight:>=3 label:workflow::*').length, 2);
  });
});
