import assert from 'node:assert/strict';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { failure, transportTo } from './startTransport.ts';

describe('A token that is read before the first request', () => {
  const version = { method: 'GET', path: 'version' };
  let gitlab: StandInGitLab;
  before(async () => {
    gitlab = await StandInGitLab.start({ projects: 1, issues: 1 });
  });
  after(() => gitlab.close());

  it('sends nothing if that fails or is canceled, and is read once', async () => {
    let reads = 0;
    const { promise: never } = Promise.withResolvers<string>();
    let next: Promise<string> = Promise.reject(new GitLabError('storage', { detail: 'token' }));
    const token = () => {
      reads += 1;
      return next;
    };
    const transport = transportTo(gitlab.url, { token });
    assert.equal((await failure(transport.request(version))).reason, 'storage');
    next = never;
    const controller = new AbortController();
    const waiting = failure(transport.request({ ...version, signal: controller.signal }));
    controller.abort();
    assert.equal((await waiting).reason, 'canceled');
    assert.equal(gitlab.requests.length, 0);
    next = Promise.resolve(gitlab.tokens.personal);
    assert.equal((await transport.request(version)).status, 200);
    assert.equal((await transport.request(version)).status, 200);
    assert.equal(reads, 3);
  });
});
