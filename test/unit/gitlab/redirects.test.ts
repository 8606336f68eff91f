import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failure, transportTo } from './startTransport.ts';

const token = 'glpat-CANARY0123456789abcd';

/** A server that redirects the version as a test specifies, answers everything else, and records what it was sent. */
class RecordingServer {
  location = '';
  /** Where all requests about a project are redirected, except those about the project 81. */
  moved = '';
  readonly received: { readonly url: string; readonly authorization: string | undefined }[] = [];
  private readonly server: Server = createServer(({ url = '', headers }, response) => {
    this.received.push({ url, authorization: headers.authorization });
    if (this.moved !== '' && (url.includes('/projects/group') || /groups|new/.test(this.moved)))
      response.writeHead(301, { Location: this.moved });
    else if (url === '/gitlab/api/v4/version' && this.location !== '')
      response.writeHead(302, { Location: this.location });
    else response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end('{}');
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Unlike the stand-in, these servers also record requests outside of the API. */
describe('The token', () => {
  let gitlab: RecordingServer;
  let foreign: RecordingServer;
  let origin: string;
  let elsewhere: string;

  beforeEach(async () => {
    gitlab = new RecordingServer();
    foreign = new RecordingServer();
    [origin, elsewhere] = await Promise.all([gitlab.start(), foreign.start()]);
  });
  afterEach(() => Promise.all([gitlab.stop(), foreign.stop()]));

  const ask = (path: string) => transportTo(`${origin}/gitlab`, { token }).request({ method: 'GET', path });

  for (const path of ['metadata', 'version/', '../graphql', 'projects/group%2Fproject/issues']) {
    it(`goes along with a redirect within the API: ${path}`, async () => {
      gitlab.location = new URL(path, `${origin}/gitlab/api/v4/`).href;
      assert.equal((await ask('version')).status, 200);
      assert.deepEqual(
        gitlab.received.map(({ authorization }) => authorization),
        [`Bearer ${token}`, `Bearer ${token}`],
      );
    });
  }

  const escapes = [
    '/gitlab/users/sign_in',
    '/gitlab/',
    '/gitlab/api/v4',
    '/gitlab/api/v4/',
    '/gitlab/api/v45/version',
    '/gitlab/api/graphql/x',
    '/api/v4/metadata',
    '/api/graphql',
    '/gitlab2/api/v4/metadata',
    '/gitlab/api/v4/../../users/sign_in',
    '/gitlab/api/v4/..%2f..%2fx',
    '/gitlab/api/v4/%2e%2e/%2e%2e/x',
    '/gitlab/api/v4/%252e%252e%252fx',
    '/gitlab/api/v4/..%5c..%5cx',
    '/gitlab/api/v4/..\\..\\x',
    '/gitlab/api/v4/..;/..;/x',
    '/gitlab/api/v4//x',
    '/gitlab/api/v4/%c0%ae%c0%ae/x',
  ];
  for (const path of escapes) {
    it(`S20: does not leave the API with a redirect to ${path}`, async () => {
      gitlab.location = path;
      assert.equal((await failure(ask('version'))).reason, 'notGitLab');
      assert.deepEqual(
        gitlab.received.map(({ url }) => url),
        ['/gitlab/api/v4/version'],
      );
    });
  }

  const moved = [
    'http://gitlab.example.com/gitlab/api/v4/projects/81/issues?page=2',
    'https://internal:8080/gitlab/api/v4/projects/81/issues?page=2',
    '/api/v4/projects/81/issues?page=2',
    'http://127.0.0.1:1/api/v4/projects/81/issues',
  ];
  for (const location of moved)
    it(`C3: finds a renamed project whose new address GitLab doesn’t know behind a proxy (${location})`, async () => {
      gitlab.moved = location;
      const request = { method: 'GET', path: 'projects/group%2Fold/issues', query: 'page=2' };
      assert.equal((await transportTo(`${origin}/gitlab`, { token }).request(request)).status, 200);
      assert.deepEqual(
        gitlab.received.map(({ url }) => url),
        ['/gitlab/api/v4/projects/group%2Fold/issues?page=2', '/gitlab/api/v4/projects/81/issues?page=2'],
      );
    });

  for (const location of ['https://gitlab.example.com/api/v4/projects/group%2Fnew/issues', '/api/v4/groups/81/issues'])
    it(`does not go along with any other redirect of a project: ${location}`, async () => {
      gitlab.moved = location;
      assert.equal((await failure(ask('projects/group%2Fold/issues'))).reason, 'notGitLab');
      assert.equal((await failure(ask('projects/81/issues'))).reason, 'notGitLab');
      assert.equal(gitlab.received.length, 2);
    });

  it('does not go to the API of another origin', async () => {
    for (const place of [elsewhere, elsewhere.replace('//', '//user@'), `//${new URL(elsewhere).host}`]) {
      gitlab.location = `${place}/gitlab/api/v4/metadata`;
      assert.equal((await failure(ask('version'))).reason, 'notGitLab');
    }
    assert.deepEqual(foreign.received, []);
  });

  for (const path of [
    '..',
    '.',
    '',
    '/',
    '//',
    'projects/../user',
    'projects//issues',
    'projects/%2e%2e/issues',
    '..%2fx',
  ]) {
    it(`S21: is not sent where a path names no place in the API: ${JSON.stringify(path)}`, async () => {
      assert.equal((await failure(ask(path))).reason, 'invalid');
      assert.deepEqual(gitlab.received, []);
    });
  }

  it('is not sent to a path that is an address', async () => {
    for (const path of [`${elsewhere}/gitlab/api/v4/user`, `//${new URL(elsewhere).host}/gitlab/api/v4/user`]) {
      assert.equal((await failure(ask(path))).reason, 'invalid');
    }
    assert.deepEqual([gitlab.received, foreign.received], [[], []]);
  });
});
