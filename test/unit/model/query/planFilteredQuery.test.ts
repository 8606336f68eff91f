import assert from 'node:assert/strict';
import { planFilteredQuery, type PlanContext } from '../../../../src/model/query/planFilteredQuery.ts';
import { filteredQuery } from '../../../../src/model/query/filteredQuery.ts';
import { formatQuery } from '../../../../src/model/query/formatQuery.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { anIssue } from './anIssue.ts';

const now = Date.UTC(2026, 4, 13, 12);
const read = (text: string) => parseQuery(text).query;
const plan = (query: string, filter = '', context: Partial<PlanContext> = {}) =>
  planFilteredQuery(read(query), read(filter), { me: 'anna', now, isWhole: true, edition: 'ee', ...context });
const narrowed = (query: string, filter: string) => {
  const found = filteredQuery(read(query), read(filter));
  return found && formatQuery(found);
};

describe('filteredQuery', () => {
  it('contains the terms of both, once', () => {
    assert.equal(
      narrowed('assignee:@me label:bug sort:due', 'label:bug crash'),
      'assignee:@me label:bug crash sort:due',
    );
  });

  it('uses the only state of the two, and matches nothing if one is open and the other closed', () => {
    assert.equal(narrowed('label:bug', ''), 'label:bug');
    assert.equal(narrowed('label:bug', 'state:closed'), 'label:bug state:closed');
    assert.equal(narrowed('state:closed', 'label:bug'), 'label:bug state:closed');
    for (const [query, filter] of [
      ['state:all', 'label:bug'],
      ['label:bug', 'state:all'],
    ] as const)
      assert.equal(narrowed(query, filter), 'label:bug state:all');
    assert.equal(narrowed('state:all', 'state:closed'), 'state:closed');
    assert.equal(narrowed('state:closed', 'state:all'), 'state:closed');
    assert.equal(narrowed('state:closed', 'state:opened'), undefined);
  });
});

describe('planFilteredQuery', () => {
  it('leaves all open issues to the mirror without a filter, even if it has only some of them', () => {
    assert.deepEqual(plan(''), { from: 'mirror', matches: undefined });
    assert.deepEqual(plan('', '', { isWhole: false }), { from: 'mirror', matches: undefined });
  });

  it('lets the mirror match both, each with its own words', () => {
    const both = plan('label:bug in:title crash', 'start', { descriptionsOf: () => new Set([3]) });
    assert.ok(both.from === 'mirror' && both.matches);
    const passes = both.matches;
    assert.ok(passes(anIssue({ id: 1, labels: ['bug'], title: 'Crash on start' })));
    assert.ok(!passes(anIssue({ id: 1, labels: [], title: 'Crash on start' })));
    assert.ok(!passes(anIssue({ id: 1, labels: ['bug'], title: 'Crash' })));
    assert.ok(
      passes(anIssue({ id: 3, labels: ['bug'], title: 'Crash' })),
      'the filter finds its word in the description',
    );
    assert.ok(!passes(anIssue({ id: 3, labels: ['bug'], title: 'Start' })), 'the query looks at titles only');
  });

  it('sends the query and the filter to GitLab as one request', () => {
    const asked = plan('state:closed sort:updated', 'label:bug');
    assert.ok(asked.from === 'gitlab');
    assert.equal(asked.question, 'anna label:bug state:closed sort:updated');
    assert.deepEqual(asked.parameters, {
      state: 'closed',
      orderBy: 'updated_at',
      sort: 'desc',
      filter: { labels: ['bug'] },
    });
    assert.ok(asked.canMatch(anIssue({ state: 'closed', labels: ['bug'] })));
    assert.ok(!asked.canMatch(anIssue({ state: 'opened', labels: ['bug'] })));
    assert.ok(!asked.canMatch(anIssue({ state: 'closed' })));
  });

  it('does not judge issues by what their rows do not contain', () => {
    const asked = plan('reaction:thumbsup crash', 'milestone:upcoming');
    assert.ok(asked.from === 'gitlab' && asked.canMatch(anIssue({ title: 'Something else' })));
  });

  it('reports what can’t be answered, instead of answering in part', () => {
    assert.deepEqual(plan('state:closed', 'state:opened'), { from: 'nothing' });
    assert.deepEqual(plan('assignee:@me', '', { me: undefined }), { from: 'unknownMe' });
    assert.deepEqual(plan('', 'author:@me', { me: undefined }), { from: 'unknownMe' });
    for (const [query, filter, why] of [
      ['state:closed weight:>=3', '', /isn't supported for closed issues/],
      ['state:closed milestone:%1', 'milestone:%2', /combined\. .milestone. can be used only once/],
      ['state:closed in:title crash', 'start', /different places/],
      ['state:closed assignee:none', 'assignee:@me', /combined/],
    ] as const) {
      const found = plan(query, filter);
      assert.ok(found.from === 'nowhere', query);
      assert.match(found.problems[0] ?? '', why);
    }
    assert.equal(plan('me', '', { me: undefined }).from, 'mirror', 'the word me is no person');
    // The mirror applies each filter separately.
    assert.equal(plan('milestone:%1', 'milestone:%2').from, 'mirror');
  });
});
