import assert from 'node:assert/strict';
import type { Issue } from '../../../../src/model/issue.ts';
import type { IssueListRequest, IssuePage } from '../../../../src/model/gateway/issueGateway.ts';
import { initialSync } from '../../../../src/sync/mirror/initialSync.ts';
import { deepestPage, type IssueSource, perPage } from '../../../../src/sync/mirror/issueSource.ts';
import { issue } from '../issues.ts';

/** Reads everything from a server, and returns the requests. */
async function requestsTo(answer: (request: IssueListRequest) => Partial<IssuePage>): Promise<IssueListRequest[]> {
  const requests: IssueListRequest[] = [];
  const source: IssueSource = {
    localTime: () => 0,
    list: (request) => {
      requests.push(request);
      const { issues = [], ...rest } = answer(request);
      const page = { issues, rows: issues.length, rejected: 0, isLast: false, serverTime: 0, unchanged: false };
      return Promise.resolve({ ...page, descriptions: new Map(), ...rest });
    },
    count: () => Promise.resolve(0),
    apply: () => undefined,
    reconcile: () => undefined,
    held: () => [],
  };
  await initialSync(source, { most: 1_000_000, isStopped: () => false, onPage: () => undefined });
  return requests;
}

const issues = (first: number, count: number): Issue[] => Array.from({ length: count }, (_, at) => issue(first - at));

describe('initialSync', () => {
  it('gives up a range for which a server returns the same issues again', async () => {
    const same = issues(1_000, perPage);
    const requests = await requestsTo(() => ({ issues: same }));
    assert.equal(requests.length, 2 * deepestPage);
  });

  it('reads the range of a page again if no issue on it could be read, once', async () => {
    const isFirst = ({ page, createdAfter }: IssueListRequest) => page === 1 && createdAfter === undefined;
    const unreadable = { rows: perPage, rejected: perPage, total: 2 * perPage };
    const requests = await requestsTo((request) => {
      if (isFirst(request)) return unreadable;
      return request.createdAfter === undefined ? { issues: issues(900, perPage), isLast: true } : { isLast: true };
    });
    const [newest] = issues(900, 1);
    assert.deepEqual(
      requests.map(({ page, createdAfter }) => [page, createdAfter]),
      [
        [1, undefined],
        [2, undefined],
        [1, newest?.createdAt],
      ],
    );
  });
});
