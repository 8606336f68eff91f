import assert from 'node:assert/strict';
import type { ErrorDetails, GitLabErrorReason } from '../../../../src/model/error/errorReason.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';

/** For each reason, the details with a quotation in the message. */
const quoting: { readonly [R in GitLabErrorReason]: readonly ErrorDetails[R][] } = {
  auth: ['expired'],
  scope: ['asked', 'fineGrained'],
  forbidden: ['account'],
  notFound: ['project'],
  invalid: ['unknownProject', 'arguments', 'query', 'otherProject', 'noUsableToken', 'noTokenForInstance'],
  conflict: ['label'],
  rateLimited: ['endpoint'],
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

  it('contains what is known about the error, and is still a sentence if nothing is', () => {
    const host = 'gitlab.example.com';
    const lacks = 'Access denied: Your Personal Access Token lacks the required permissions: [Project: Read]';
    const request = { method: 'GET', path: 'projects/:id' };
    const errors = [
      [new GitLabError('offline'), /^Couldn't reach GitLab\./],
      [new GitLabError('offline', { host }), /^Couldn't reach gitlab\.example\.com\./],
      [new GitLabError('proxy', { host, status: 407 }), /requires a username and password/],
      [new GitLabError('proxy', { host, status: 502 }), /^Couldn't use the proxy/],
      [new GitLabError('rateLimited', { host }), /Wait a minute/],
      [new GitLabError('rateLimited', { host, until: Date.UTC(2026, 0, 1) }), /paused until .*\d/],
      [
        new GitLabError('rateLimited', { host, detail: 'endpoint', until: Date.UTC(2026, 0, 1) }),
        /this type of request\. Try again after .*\d/,
      ],
      [new GitLabError('scope', { host, scopes: ['read_user'] }), /insufficient scope \(read_user\)\./],
      [new GitLabError('scope', { host, scopes: [] }), /insufficient scope\./],
      [new GitLabError('scope', { host, detail: 'fineGrained', serverMessage: lacks }), /\(Project: Read\)/],
      [new GitLabError('scope', { host, detail: 'fineGrained' }), /lacks a required permission/],
      [new GitLabError('conflict', { host, serverMessage: 'It is locked' }), /rejected the change \(It is locked\)\./],
      [new GitLabError('conflict', { host }), /rejected the change\./],
      [
        new GitLabError('badData', { host, ...request }),
        /^gitlab\.example\.com \(GET projects\/:id\) returned a response/,
      ],
      [
        new GitLabError('notGitLab', { host, ...request }),
        /^gitlab\.example\.com \(GET projects\/:id\) didn't respond/,
      ],
      [new GitLabError('badData', { host }), /^gitlab\.example\.com returned a response/],
    ] as const;
    for (const [{ message }, expected] of errors) assert.match(message, expected);
  });

  it('B07: makes no link from the messages of several failures, whatever their reason', () => {
    const explanation = '#1: [Sign in here](command:workbench.action.terminal.new)';
    const { message } = new GitLabError('forbidden', { outcome: 'someFailed', explanation });
    assert.match(message, /^Some issues weren't changed\. #1/);
    assert.doesNotMatch(message, /\]\(/);
  });
});
