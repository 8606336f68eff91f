import assert from 'node:assert/strict';
import type { Issue } from '../../../../src/model/issue.ts';
import type { IssuePage } from '../../../../src/model/gateway/issueGateway.ts';
import { QueryResult } from '../../../../src/sync/queries/queryResult.ts';
import { issue } from '../issues.ts';

const parameters = { state: 'all', orderBy: 'created_at', sort: 'desc' } as const;
const page = (issues: readonly Issue[]): IssuePage => ({
  issues,
  isLast: true,
  descriptions: new Map(),
  rejected: 0,
  rows: issues.length,
  unchanged: false,
});

describe('QueryResult', () => {
  it('finds the issues of an answer without reading it once for each', () => {
    const result = new QueryResult({ tracker: 'one', question: 'all', parameters, canMatch: () => true });
    const ids = Array.from({ length: 1_000 }, (_, index) => index + 1);
    let reads = 0;
    const counted = (id: number) =>
      Object.defineProperty(issue(id), 'id', {
        get: () => {
          reads += 1;
          return id;
        },
      });
    const issues = ids.map(counted);
    result.absorb(page(issues), 'first', 0);
    reads = 0;
    assert.deepEqual(
      ids.map((id) => result.find(id)),
      issues,
    );
    const found = reads;
    assert.equal(result.find(0), undefined);
    assert.ok(found <= 10 * ids.length, String(found));
    result.absorb(page([issue(2_000)]), 'first', 0);
    assert.deepEqual([result.find(1), result.find(2_000)?.iid], [undefined, 2_000]);
  });

  const opened = (canMatch: (issue: Issue) => boolean = () => true) =>
    new QueryResult({ tracker: 'one', question: 'all', parameters, canMatch });
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => issue(from + at));
  const ids = (result: QueryResult) => result.answer.issues.map(({ id }) => id);

  it('R12: keeps only the issues that match, and has no total, if GitLab can’t filter exactly', () => {
    const keep = ({ id }: Issue) => id % 50 === 0;
    const result = new QueryResult({ tracker: 'one', question: 'due', parameters, canMatch: keep, keep });
    result.absorb({ ...page(range(1, 100)), isLast: false, total: 250 }, 'first', 1);
    assert.deepEqual([ids(result), result.answer.total, result.answer.rest], [[50, 100], undefined, 'more']);
    assert.equal(result.request('next').page, 2);
    result.absorb({ ...page(range(101, 149)), isLast: false, total: 250 }, 'next', 2);
    assert.equal(result.request('next').page, 3);
    result.absorb({ ...page(range(201, 250)), isLast: true, total: 250 }, 'next', 3);
    assert.deepEqual([ids(result), result.answer.rest], [[50, 100, 250], 'none']);
  });

  it('requests page after page, and the first one with its ETag', () => {
    const result = opened();
    assert.deepEqual(result.request('first'), { ...parameters, page: 1, perPage: 100 });
    result.absorb({ ...page(range(1, 100)), isLast: false, etag: 'W/"1"' }, 'first', 7);
    assert.deepEqual([result.answer.rest, result.answer.total, result.answer.asOf], ['more', undefined, 7]);
    assert.equal(result.request('first').etag, 'W/"1"');
    assert.equal(result.request('next').page, 2);
    // A page without a new issue isn't requested again.
    result.absorb({ ...page(range(1, 100)), isLast: false }, 'next', 8);
    assert.equal(result.request('next').page, 3);
    result.absorb({ ...page(range(101, 150)), isLast: true }, 'next', 9);
    assert.deepEqual([ids(result).length, result.answer.rest], [150, 'none']);
    result.absorb({ ...page([]), unchanged: true }, 'first', 10);
    assert.deepEqual([ids(result).length, result.answer.asOf, result.answer.error], [150, 10, undefined]);
  });

  it('R9: continues after a short page in the middle, and reads no page twice', () => {
    const result = opened();
    result.absorb({ ...page(range(1, 97)), isLast: false }, 'first', 1);
    assert.deepEqual([result.answer.rest, result.request('next').page], ['more', 2]);
    result.absorb({ ...page(range(98, 110)), isLast: false }, 'next', 2);
    assert.equal(result.request('next').page, 3);
    result.absorb({ ...page(range(111, 200)), isLast: false }, 'next', 3);
    assert.equal(result.request('next').page, 4);
    // The rows behind an issue that left the list moved up.
    result.replace([], [5]);
    assert.equal(result.request('next').page, 3);
  });

  it('keeps the later pages after a new first one, with the newest version of each issue', () => {
    const result = opened();
    result.absorb({ ...page(range(1, 100)), isLast: false }, 'first', 1);
    result.absorb({ ...page(range(101, 120)), isLast: true }, 'next', 2);
    const first = [issue(500), ...range(1, 99).map((each) => ({ ...each, title: 'New' }))];
    result.absorb({ ...page(first), isLast: false }, 'first', 3);
    assert.equal(ids(result).length, 121);
    assert.deepEqual([result.find(1)?.title, result.find(100)?.title, ids(result)[0]], ['New', 'Issue 100', 500]);
    result.absorb({ ...page(range(1, 3)), isLast: true }, 'first', 4);
    assert.deepEqual(ids(result), [1, 2, 3]);
  });

  it('ends at the total, or at the most issues that it shows', () => {
    const result = opened();
    result.absorb({ ...page(range(1, 100)), isLast: false, total: 100 }, 'first', 1);
    assert.equal(result.answer.rest, 'none');
    result.absorb({ ...page(range(1, 100)), isLast: false, total: 90 }, 'first', 1);
    assert.equal(ids(result).length, 90);
    let read = 0;
    const all = opened();
    for (let at = 0; all.answer.rest === 'more' || at === 0; at++) {
      all.absorb({ ...page(range(at * 100 + 1, at * 100 + 100)), isLast: false }, at === 0 ? 'first' : 'next', 1);
      read = ids(all).length;
    }
    assert.equal(all.answer.rest, 'cut');
    assert.ok(read % 100 === 0 && read >= 1000, `${read} issues`);
  });

  it('applies changes: newer versions, issues that no longer match, and those that no longer exist', () => {
    const result = opened(({ state }) => state === 'closed');
    const closed = range(1, 4).map((each) => ({ ...each, state: 'closed' as const, updatedAt: 10 }));
    result.request('first');
    result.absorb({ ...page(closed), total: 50, etag: 'x' }, 'first', 1);
    assert.equal(result.replace([issue(9)], [8]), false);
    assert.equal(result.request('first').etag, 'x');
    const news = [
      { ...closed[0]!, title: 'Newer', updatedAt: 10 },
      { ...closed[1]!, title: 'Older', updatedAt: 9 },
      issue(3, { state: 'opened', updatedAt: 11 }),
    ];
    assert.equal(result.replace(news, [4]), true);
    assert.deepEqual(
      result.answer.issues.map(({ title }) => title),
      ['Newer', 'Issue 2'],
    );
    assert.deepEqual([result.answer.total, result.request('first').etag], [48, undefined]);
  });
});
