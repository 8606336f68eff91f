import assert from 'node:assert/strict';
import type { ErrorDetails, GitLabErrorReason } from '../../../../src/model/error/errorReason.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';

/** For each reason, the details with a quotation in the message. */
const quoting: { readonly [R in GitLabErrorReason]: readonly ErrorDetails[R][] } = {
  auth: ['expired'],
  scope: ['asked', 'fineGrained'],
  forbidden: ['account'],
  notFound: ['project'],
  invalid: ['unknownProject', 'arguments', 'query', 'otherProject'],
  conflict: ['label'],
  rateLimited: [],
  offline: [],
  tls: ['expired', 'wrongName'],
  proxy: [],
  timeout: [],
  redirected: [],
  notGitLab: ['elsewhere'],
  badData: ['tooLarge'],
  server: ['maintenance'],
  storage: [],
  canceled: [],
};

describe('the message of an error', () => {
  for (const reason of Object.keys(quoting) as GitLabErrorReason[]) {
    it(`is a sentence for ${reason}, and B07: makes no link from the server’s text`, () => {
      const hostile = '[Sign in here](command:workbench.action.terminal.new)';
      for (const detail of [undefined, ...quoting[reason]]) {
        const facts = {
          host: hostile,
          serverMessage: hostile,
          code: hostile,
          named: hostile,
          actual: hostile,
          neededScopes: [hostile],
          explanation: hostile,
          detail,
        };
        const { message } = new GitLabError(reason, facts);
        assert.doesNotMatch(message, /\]\(/);
        assert.match(message, /\S[.…)\]]$|\S$/);
      }
    });
  }

  it('B07: makes no link from the messages of several failures, whatever their reason', () => {
    const explanation = '#1: [Sign in here](command:workbench.action.terminal.new)';
    const { message } = new GitLabError('forbidden', { outcome: 'someFailed', explanation });
    assert.match(message, /^Some issues weren't changed\. #1/);
    assert.doesNotMatch(message, /\]\(/);
  });
});
