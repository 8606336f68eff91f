import assert from 'node:assert/strict';
import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import { KnownServer } from '../../../src/gitlab/knownServer.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { Project } from '../../../src/model/project.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { transportTo } from './startTransport.ts';

describe('the references of a text, on a server that fails', () => {
  let gitlab: StandInGitLab;
  let client: GitLabClient;
  let project: Project;
  /** Answers the GraphQL requests instead of the server, by their number. */
  let answer: (request: number) => Promise<Response> | undefined;
  let asked: number;
  let fetchOrFail: typeof fetch;

  beforeEach(async () => {
    gitlab = await StandInGitLab.start({ issues: 5 });
    answer = () => undefined;
    asked = 0;
    fetchOrFail = (input, init) => {
      const isGraphQl = (input instanceof Request ? input.url : String(input)).endsWith('/graphql');
      return (isGraphQl ? answer((asked += 1)) : undefined) ?? fetch(input, init);
    };
    client = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal, fetch: fetchOrFail }));
    const { world } = gitlab;
    project = await client.findProject(world.projectPath(world.projects.get(101)!));
  });
  afterEach(() => gitlab.close());

  const json = (body: unknown) =>
    Promise.resolve(new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } }));
  const offline = () => Promise.reject(new TypeError('fetch failed'));
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => `#${at + 1}`);

  it('reject with its error if nothing was found before', async () => {
    answer = offline;
    await assert.rejects(client.references.find(project, ['#1']), (error) => GitLabError.is(error, 'offline'));
  });

  it('keep what was found before a request failed', async () => {
    answer = (request) => (request === 1 ? undefined : offline());
    const found = await client.references.find(project, numbers(120));
    assert.ok(found.size > 0 && found.size < 120, `${found.size} references`);
    assert.equal(asked, 2);
  });

  it('R8: are found on a version that lacks the fields of moved issues', async () => {
    gitlab.setVersion('13.5.0-ee');
    const transport = transportTo(gitlab.url, { token: gitlab.tokens.personal, fetch: fetchOrFail });
    const known = new GitLabClient(transport, new KnownServer({ serverVersion: '13.5.0-ee', edition: 'ee' }));
    // The second client finds out from the error.
    for (const [some, requests] of [
      [known, 1],
      [client, 2],
    ] as const) {
      asked = 0;
      const found = await some.references.find(project, ['#1', '#2']);
      assert.ok(found.get('#1')?.title && found.get('#2')?.title);
      assert.equal(asked, requests);
      assert.deepEqual(await some.references.findSuccessors(project, 1), {});
    }
  });

  it('are not marked as not found by a response that can’t be read', async () => {
    for (const body of [{ errors: [{ message: 'Too complex' }] }, [], 'text', { data: null }]) {
      answer = () => json(body);
      assert.deepEqual(await client.references.find(project, ['#1']), new Map());
    }
  });

  it('are not marked as not found while it is unknown whether they are groups', async () => {
    answer = (request) => (request === 1 ? undefined : json({ errors: [] }));
    const found = await client.references.find(project, ['@no-such-user', '#1']);
    assert.deepEqual([...found.keys()], ['#1']);
  });
});
