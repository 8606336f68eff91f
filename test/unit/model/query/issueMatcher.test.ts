import assert from 'node:assert/strict';
import type { Issue } from '../../../../src/model/issue.ts';
import { issueMatcher } from '../../../../src/model/query/issueMatcher.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { anIssue } from './anIssue.ts';

const now = Date.UTC(2026, 4, 13, 12);
const matches = (text: string, issue: Issue, context = {}) =>
  issueMatcher(parseQuery(text).query, { me: 'Anna', now, ...context })(issue);

describe('issueMatcher', () => {
  it('matches open issues unless the query has a state', () => {
    const closed = anIssue({ state: 'closed' });
    assert.ok(matches('', anIssue({})));
    assert.ok(!matches('', closed));
    assert.ok(matches('state:closed', closed) && matches('state:all', closed));
  });

  it('matches usernames in any case, and no one if “@me” is unknown', () => {
    const mine = anIssue({ assignees: [{ id: 1, username: 'anna', name: 'Anna' }] });
    assert.ok(matches('assignee:@me', mine) && matches('assignee:@ANNA', mine));
    assert.ok(!matches('assignee:@me', mine, { me: undefined }));
  });

  it('matches all words in the title, or in the descriptions that were searched', () => {
    const issue = anIssue({ id: 5, title: 'Crash on Start' });
    assert.ok(matches('start CRASH', issue) && matches('"on start"', issue));
    assert.ok(!matches('"start on"', issue) && !matches('crash basket', issue));
    const descriptions = new Set([5]);
    assert.ok(matches('basket', issue, { descriptions }));
    assert.ok(!matches('basket in:title', issue, { descriptions }));
    assert.ok(matches('crash in:title', issue) && !matches('crash in:description', issue));
    assert.ok(matches('crash in:description', issue, { descriptions }));
  });

  it('reads days in the local time zone, and includes both ends', () => {
    const at = (iso: string) => anIssue({ createdAt: Date.parse(iso) });
    for (const [iso, isIn] of [
      ['2026-04-30T23:59:59.999', false],
      ['2026-05-01T00:00:00.000', true],
      ['2026-05-02T23:59:59.999', true],
      ['2026-05-03T00:00:00.000', false],
    ] as const)
      assert.equal(matches('created:2026-05-01..2026-05-02', at(iso)), isIn, iso);
    assert.ok(matches('created:<7d', at('2026-05-06T12:00:00Z')));
    assert.ok(!matches('created:<7d', at('2026-05-06T11:59:59Z')));
    assert.ok(matches('created:>7d', at('2026-05-06T11:59:59Z')));
  });
});
