import assert from 'node:assert/strict';
import { settings } from '../../../../src/manifest.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { IssueArrangement } from '../../../../src/sync/queries/issueArrangement.ts';
import { KeptChoices } from './keptChoices.ts';

describe('IssueArrangement', () => {
  let choices: KeptChoices;
  let arrangement: IssueArrangement;
  let events: number;
  beforeEach(() => {
    choices = new KeptChoices();
    arrangement = new IssueArrangement(choices, choices);
    events = 0;
    arrangement.onDidChange(() => (events += 1));
  });

  const now = () => [arrangement.filter, arrangement.grouping, arrangement.sort.by, arrangement.sort.direction];

  it('is unfiltered, ungrouped, and newest first without a choice', () => {
    assert.deepEqual(now(), ['', 'none', 'created', 'desc']);
    assert.deepEqual(arrangement.query, { terms: [] });
  });

  it('follows the settings, and reports their changes until it is disposed', () => {
    choices.set(settings.groupBy, 'milestone');
    choices.set(settings.sortBy, 'due');
    choices.set('gitlabIssues.other', 1);
    assert.deepEqual(now().slice(1, 3), ['milestone', 'due']);
    assert.equal(events, 2);
    choices.set(settings.groupBy, 'workflow::*');
    assert.equal(arrangement.grouping, 'workflow::*');
    for (const invalid of ['no such grouping', 7, '"']) {
      choices.set(settings.groupBy, invalid);
      choices.set(settings.sortBy, invalid);
      assert.deepEqual(now(), ['', 'none', 'created', 'desc']);
    }
    const before = events;
    arrangement.dispose();
    choices.set(settings.groupBy, 'label');
    assert.equal(events, before);
  });

  it('remembers the choices of the user, which override the settings', () => {
    choices.set(settings.groupBy, 'milestone');
    choices.set(settings.sortBy, 'due');
    events = 0;
    arrangement.setGrouping('assignee');
    assert.equal(events, 1);
    arrangement.setSort({ by: 'updated', direction: 'asc' });
    assert.equal(events, 2);
    assert.deepEqual(now(), ['', 'assignee', 'updated', 'asc']);
    assert.deepEqual(new IssueArrangement(choices, choices).sort, { by: 'updated', direction: 'asc' });
  });

  it('applies a query as filter, with its grouping and order if it has them', () => {
    arrangement.setFilter(parseQuery('label:bug group:label sort:weight').query);
    assert.deepEqual(now().slice(0, 3), ['label:bug', 'label', 'weight']);
    assert.equal(events, 1);
    arrangement.setFilter(parseQuery('label:docs').query);
    assert.deepEqual(now().slice(0, 3), ['label:docs', 'label', 'weight']);
    arrangement.setFilter({ terms: [] });
    assert.equal(arrangement.filter, '');
  });

  it('ignores a remembered filter that it can no longer read', () => {
    for (const kept of ['label:bug milestone:', 7, undefined]) {
      choices.write('filter', kept);
      assert.deepEqual([arrangement.filter, arrangement.query], ['', { terms: [] }]);
    }
  });

  it('reports nothing after it is disposed', () => {
    arrangement.dispose();
    arrangement.setGrouping('label');
    assert.equal(events, 0);
  });
});
