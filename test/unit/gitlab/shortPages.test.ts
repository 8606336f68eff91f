import assert from 'node:assert/strict';
import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import type { IssueListRequest } from '../../../src/model/gateway/issueGateway.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { transportTo } from './startTransport.ts';

describe('R9: a page of a list', () => {
  let gitlab: StandInGitLab;
  before(async () => {
    gitlab = await StandInGitLab.start({ projects: 1, issues: 250 });
    // Three issues of the first page.
    for (const { id } of gitlab.world.issues(101).slice(-3)) gitlab.world.unlisted.add(id);
  });
  after(() => gitlab.close());

  const request = { state: 'all', orderBy: 'created_at', sort: 'desc', perPage: 100 } as const;
  /** The number of rows and whether the page is the last one, for each page. @param removed the names of headers. */
  const pages = async (removed: readonly string[], more: Partial<IssueListRequest> = {}) => {
    const client = new GitLabClient(
      transportTo(gitlab.url, {
        token: gitlab.tokens.personal,
        fetch: async (input, init) => {
          const answer = await fetch(input, init);
          const headers = new Headers(answer.headers);
          for (const name of removed) headers.delete(name);
          if (removed.includes('link')) headers.set('Link', '</style.css>; rel=preload; as=style');
          return new Response(await answer.arrayBuffer(), { status: answer.status, headers });
        },
      }),
    );
    const project = await client.findProject(101);
    const found = [];
    for (const page of [1, 2, 3]) {
      const { rows, isLast } = await client.listIssues(project, { ...request, page, ...more });
      found.push([rows, isLast]);
    }
    return found;
  };

  it('is the last one only if GitLab links to no next one, however short it is', async () => {
    const expected = [
      [97, false],
      [100, false],
      [50, true],
    ];
    assert.deepEqual(await pages([]), expected);
    assert.deepEqual(await pages(['x-next-page']), expected);
    assert.deepEqual(await pages(['link']), expected);
  });

  it('is the last one if it isn’t full and a proxy removed the headers', async () => {
    const removed = ['x-next-page', 'link'];
    assert.deepEqual(await pages(removed), [
      [97, true],
      [100, false],
      [50, true],
    ]);
  });

  it('is the last one if it is full and no other follows', async () => {
    assert.deepEqual(await pages([], { perPage: 25, createdAfter: gitlab.world.issue(101, 176)!.createdAt }), [
      [22, false],
      [25, false],
      [25, true],
    ]);
  });
});
