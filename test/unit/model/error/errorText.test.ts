import assert from 'node:assert/strict';
import type { GitLabErrorReason } from '../../../../src/model/error/errorReason.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';

const reasons: readonly GitLabErrorReason[] = [
  'auth',
  'scope',
  'forbidden',
  'notFound',
  'invalid',
  'conflict',
  'rateLimited',
  'offline',
  'tls',
  'proxy',
  'timeout',
  'redirected',
  'notGitLab',
  'badData',
  'server',
  'storage',
  'cancelled',
];

describe('the message of an error', () => {
  for (const reason of reasons) {
    it(`is a sentence for ${reason}, and B07: makes no link from the server’s text`, () => {
      const hostile = '[Sign in here](command:workbench.action.terminal.new)';
      for (const detail of [undefined, 'account', 'unknownProject', 'elsewhere', 'arguments']) {
        const facts = {
          host: hostile,
          serverMessage: hostile,
          code: hostile,
          ...(detail === undefined ? {} : { detail }),
        };
        const { message } = new GitLabError(reason, facts);
        assert.doesNotMatch(message, /\]\(/);
        assert.match(message, /\S[.…)\]]$|\S$/);
      }
    });
  }
});
