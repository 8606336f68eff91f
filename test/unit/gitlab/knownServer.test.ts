import assert from 'node:assert/strict';
import { KnownServer } from '../../../src/gitlab/knownServer.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { GitLabErrorReason } from '../../../src/model/error/errorReason.ts';

describe('KnownServer', () => {
  /** Identifies a server three times, and returns how often its version was requested. */
  async function requestsOf(answer: () => Promise<{ version: string; edition?: 'ce' | 'ee' }>, kind?: object) {
    const server = new KnownServer(kind);
    let requests = 0;
    const request = () => {
      requests += 1;
      return answer();
    };
    for (let times = 0; times < 3; times++) await server.identify(request).catch(() => undefined);
    return requests;
  }
  const fails = (reason: GitLabErrorReason) => () => Promise.reject(new GitLabError(reason));

  it('requests the version once, and not if it is known', async () => {
    assert.equal(await requestsOf(() => Promise.resolve({ version: '18.9.1' })), 1);
    assert.equal(await requestsOf(() => Promise.resolve({ version: '18.9.1' }), {}), 0);
  });

  it('does without the version if the token has no access to it, and requests it again after other errors', async () => {
    for (const reason of ['scope', 'forbidden', 'notFound', 'badData'] as const)
      assert.equal(await requestsOf(fails(reason)), 1, reason);
    for (const reason of ['offline', 'timeout', 'auth', 'server', 'rateLimited'] as const)
      assert.equal(await requestsOf(fails(reason)), 3, reason);
    await assert.rejects(new KnownServer().identify(fails('offline')), (error) => GitLabError.is(error, 'offline'));
  });

  it('remembers what it has rejected', () => {
    const server = new KnownServer({});
    assert.deepEqual([server.lacks('Issue.newField'), server.isTooComplex('query')], [false, false]);
    server.noteMissing(['Issue.newField']);
    server.noteTooComplex('query');
    assert.deepEqual([server.lacks('Issue.newField'), server.isTooComplex('query')], [true, true]);
    assert.deepEqual([server.lacks('Issue.title'), server.isTooComplex('other')], [false, false]);
  });
});
