import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import { KnownServer } from '../../../src/gitlab/knownServer.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { Issue } from '../../../src/model/issue.ts';
import type { Project } from '../../../src/model/project.ts';
import { issue } from '../sync/issues.ts';
import { runs, share } from '../testRuns.ts';
import { failure, transportTo } from './startTransport.ts';

const project: Project = {
  id: 1,
  path: 'group/app',
  name: 'App',
  webUrl: 'https://gitlab.example.com/group/app',
  issuesEnabled: true,
  archived: false,
};
const someIssue: Issue = issue(1);
const list = { state: 'opened', orderBy: 'created_at', sort: 'desc', page: 1, perPage: 100 } as const;

/** Calls that read each kind of response. */
const calls: Readonly<Record<string, (client: GitLabClient) => Promise<unknown>>> = {
  version: (client) => client.serverVersion(),
  user: (client) => client.token.user(),
  'token details': (client) => client.token.details(),
  'new token': (client) => client.token.rotate('2030-01-01'),
  project: (client) => client.findProject('group/app'),
  group: (client) => client.findGroup('group'),
  projects: (client) => client.searchProjects('x'),
  members: (client) => client.findMembers({ kind: 'project', id: 1 }, 'x'),
  issue: (client) => client.findIssue(project, 1),
  issues: (client) => client.listIssues(project, list),
  count: (client) => client.countOpenIssues(project, {}),
  'newest note': (client) => client.newestNote(someIssue),
  labels: (client) => client.listLabels(project),
  milestones: (client) => client.listMilestones(project),
  edit: (client) => client.updateIssue(project, someIssue.iid, { title: 'x' }),
  comment: (client) => client.actions.comment(someIssue, 'x', false),
  facts: (client) => client.details.findFacts(project, 1),
  discussions: (client) => client.details.listDiscussions(someIssue, 1),
  events: (client) => client.details.listEvents('label', someIssue, 1),
  participants: (client) => client.details.listParticipants(someIssue),
  'merge requests': (client) => client.details.listMergeRequests(someIssue),
  links: (client) => client.details.listLinks(project, 1),
  upload: (client) => client.details.upload(project, 'a.png', new Uint8Array(1)),
};

const nested = (open: string, close: string): string => {
  const depth = runs(50_000, 1_000_000);
  return open.repeat(depth) + close.repeat(depth);
};
const polluting = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1}}';
const row = (field: string, value: string): string =>
  `{"id":1,"iid":1,"project_id":1,"title":"x","username":"x","name":"x","path":"x","${field}":${value}}`;

/** JSON that is valid but not GitLab's. */
const bodies: Readonly<Record<string, () => string>> = {
  'nested lists': () => nested('[', ']'),
  'nested objects': () => nested('{"a":', '}').replace('{"a":}', '{}'),
  'a nested message': () => `{"message":${nested('[', ']')}}`,
  'nested labels': () => `[${row('labels', nested('[', ']'))}]`,
  'nested notes': () => `[{"id":"x","notes":${nested('[', ']')}}]`,
  'GraphQL data': () => `{"data":${nested('{"project":', '}').replace('{"project":}', '{}')}}`,
  'prototype keys': () => polluting,
  'rows with prototype keys': () => `[${polluting},${row('__proto__', polluting)},${row('labels', polluting)}]`,
  'a message with prototype keys': () => `{"message":${polluting},"error":${polluting}}`,
  'numbers without an end': () => `[${row('id', '1e999')},${row('iid', `-${'9'.repeat(400)}`)}]`,
  'many rows': () => `[${Array(runs(2_000, 20_000)).fill(row('labels', '[]')).join(',')}]`,
};

describe('Hostile responses', () => {
  const answering = (body: string, status: number): GitLabClient =>
    new GitLabClient(
      transportTo('https://gitlab.example.com', {
        token: 'glpat-x',
        fetch: () =>
          Promise.resolve(
            new Response(body, { status, headers: { 'content-type': 'application/json', 'x-total': '1' } }),
          ),
      }),
    );
  const cases = Object.keys(bodies).flatMap((body) =>
    Object.keys(calls).flatMap((call) => [200, 400].map((status) => ({ body, call, status }))),
  );

  it('are errors with a reason or are ignored, and pollute no prototype', async () => {
    const texts = new Map(Object.entries(bodies).map(([name, text]) => [name, text()]));
    for (const { body, call, status } of share(cases, 25)) {
      const what = `${call} with ${body}, ${status}`;
      const error: unknown = await calls[call]!(answering(texts.get(body)!, status)).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      assert.ok(error === undefined || GitLabError.is(error), `${what}: ${String(error)}`);
      assert.ok(error === undefined || String(error).length < 1000, what);
      assert.ok(!('polluted' in {}) && !('polluted' in Object), what);
    }
  });

  for (const call of ['labels', 'milestones'])
    it(`S5: reads a response with 200,000 ${call}`, async () => {
      const body = `[${Array(200_000).fill('{"id":1,"iid":1,"title":"x","name":"x"}').join(',')}]`;
      // A page with fewer rows is the last one.
      const bodies = [body, '[]'];
      const fetch = () =>
        Promise.resolve(new Response(bodies.shift(), { headers: { 'content-type': 'application/json' } }));
      const server = new KnownServer({ serverVersion: '18.9.1-ee' });
      const client = new GitLabClient(transportTo('https://gitlab.example.com', { token: 'glpat-x', fetch }), server);
      assert.equal(((await calls[call]!(client)) as unknown[]).length, 200_000);
    });

  describe('without an end', () => {
    let server: Server;
    let url: string;
    let answer: (response: ServerResponse) => void;
    beforeEach(async () => {
      server = createServer((_, response) => {
        answer(response);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    const zeros = Buffer.alloc(30 * 1024 * 1024);
    for (const [encoding, compress] of [
      ['gzip', () => gzipSync(zeros)],
      ['deflate', () => deflateSync(zeros)],
      ['br', () => brotliCompressSync(zeros, { params: { 1: 1 } })],
    ] as const)
      it(`are not decompressed further than the limit: ${encoding}`, async () => {
        const bomb = compress();
        answer = (response) =>
          response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': encoding }).end(bomb);
        for (const mostBytes of [undefined, 1000]) {
          const request = { method: 'GET', path: 'version', ...(mostBytes === undefined ? {} : { mostBytes }) };
          const error = await failure(transportTo(url).request(request));
          assert.deepEqual([error.reason, error.facts.detail], ['badData', 'tooLarge']);
        }
      });

    it('are canceled at the limit', async () => {
      let sent = 0;
      const closed = Promise.withResolvers<undefined>();
      answer = (response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        const chunk = Buffer.alloc(1024 * 1024, ' ');
        const send = () => {
          if (response.destroyed) return;
          sent += chunk.length;
          if (response.write(chunk)) setImmediate(send);
          else response.once('drain', send);
        };
        response.once('close', () => {
          closed.resolve(undefined);
        });
        send();
      };
      const error = await failure(transportTo(url).request({ method: 'GET', path: 'version' }));
      assert.deepEqual([error.reason, error.facts.detail], ['badData', 'tooLarge']);
      await closed.promise;
      assert.ok(sent < 60 * 1024 * 1024, `${sent} bytes`);
    });
  });
});
