import assert from 'node:assert/strict';
import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import { failure, transportTo } from './startTransport.ts';

const issue = { projectId: 1, iid: 2 };

/** A client of a server that returns these lists, by the end of the path. */
function clientOf(lists: Readonly<Record<string, readonly unknown[]>>): GitLabClient {
  const answer: typeof fetch = (input, init) => {
    init?.signal?.throwIfAborted();
    const { pathname } = new URL(input instanceof Request ? input.url : String(input));
    const list = lists[pathname.split('/').at(-1) ?? ''] ?? [];
    return Promise.resolve(new Response(JSON.stringify(list), { headers: { 'content-type': 'application/json' } }));
  };
  return new GitLabClient(transportTo('https://gitlab.example.com', { fetch: answer, token: 'glpat-0123456789' }));
}

describe('The details of an issue', () => {
  it('have a merge request once, as one that closes the issue, even if it is also related', async () => {
    const mergeRequest = (id: number) => ({
      id,
      iid: id,
      title: `MR ${id}`,
      state: 'opened',
      web_url: 'https://x.example',
    });
    const client = clientOf({
      closed_by: [mergeRequest(1), mergeRequest(2)],
      related_merge_requests: [mergeRequest(3), mergeRequest(2), mergeRequest(1)],
    });
    const found = await client.details.listMergeRequests(issue);
    assert.deepEqual(
      found.map(({ id, closes }) => [id, closes]),
      [
        [1, true],
        [2, true],
        [3, false],
      ],
    );
  });

  it('are not loaded after the page was closed', async () => {
    const client = clientOf({});
    const closed = AbortSignal.abort();
    const loads = [
      () => client.details.listDiscussions(issue, 1, undefined, closed),
      () => client.details.listParticipants(issue, closed),
      () => client.details.listMergeRequests(issue, closed),
    ];
    for (const load of loads) assert.equal((await failure(load())).reason, 'canceled');
  });
});
