import assert from 'node:assert/strict';
import type { GitLabErrorReason } from '../../../../src/model/error/errorReason.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { mayBeDone } from '../../../../src/model/error/mayBeDone.ts';

describe('mayBeDone', () => {
  const done = (reason: GitLabErrorReason, facts = {}) => mayBeDone(new GitLabError(reason, facts));

  it('is false without a status if the request was not sent or was rejected', () => {
    const reasons = ['auth', 'scope', 'forbidden', 'notFound', 'invalid', 'conflict', 'rateLimited'] as const;
    const unsent = ['offline', 'tls', 'proxy', 'redirected', 'storage'] as const;
    for (const reason of [...reasons, ...unsent]) assert.equal(done(reason), false, reason);
  });

  it('is true without a status if the request was sent and no answer can be read', () => {
    for (const reason of ['timeout', 'notGitLab', 'badData', 'server', 'canceled'] as const) {
      assert.equal(done(reason), true, reason);
    }
  });

  it('is decided by the status if there is one', () => {
    for (const reason of ['badData', 'invalid'] as const) {
      assert.deepEqual(
        [200, 299, 300, 404, 500].map((status) => done(reason, { status })),
        [true, true, false, false, false],
      );
    }
  });

  it('is true if the server did not confirm the change', () => {
    assert.equal(done('forbidden', { status: 403, outcome: 'unconfirmed' }), true);
  });
});
