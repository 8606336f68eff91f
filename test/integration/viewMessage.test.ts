import assert from 'node:assert/strict';
import { commands } from '../../src/manifest.ts';
import type { Account } from '../../src/model/account.ts';
import type { InstanceUrl } from '../../src/model/address/instanceUrl.ts';
import { GitLabError } from '../../src/model/error/gitLabError.ts';
import type { TrackerState } from '../../src/sync/trackers/trackerState.ts';
import { noticeRow } from '../../src/views/tree/noticeRow.ts';
import { viewMessage } from '../../src/views/tree/viewMessage.ts';

describe('R2: the message of the view', () => {
  const now = Date.UTC(2026, 0, 1, 12);
  const tracker: TrackerState = {
    key: 'tracker',
    kind: 'project',
    instance: 'https://gitlab.example.com' as InstanceUrl,
    path: 'group/project',
    loading: true,
    complete: false,
    progress: { read: 4900, total: 12_900 },
  };
  const messageOf = (state: TrackerState, continuesAt?: number, waiting = 0, undecided = 0, filter = '') =>
    viewMessage([state], {
      now,
      isDue: () => false,
      held: () => 0,
      pace: () => ({ perMinute: 100, ...(continuesAt === undefined ? {} : { continuesAt }) }),
      filter,
      waiting,
      undecided,
    }).text;

  it('shows the progress of the first load, and why it waits', () => {
    assert.match(messageOf(tracker), /^Loading issues \(4,900 of 12,900\)…$/);
    assert.match(
      messageOf(tracker, now + 60_000),
      /^Loading issues \(4,900 of 12,900\)… GitLab allows 100 requests per minute\. Loading continues at .+\.$/,
    );
    const small = { ...tracker, progress: undefined };
    assert.match(messageOf(small, now + 60_000), /^GitLab allows 100 requests per minute\. Loading continues at .+\.$/);
    assert.equal(messageOf({ ...tracker, loading: false, complete: true, progress: undefined }, now + 60_000), '');
  });

  it('shows how many changes wait, after the reason', () => {
    const loaded = { ...tracker, loading: false, complete: true, progress: undefined };
    assert.equal(messageOf(loaded, undefined, 1), '1 change is waiting to be sent.');
    const offline = { ...loaded, error: new GitLabError('offline', { host: 'gitlab.example.com' }) };
    assert.match(messageOf(offline, undefined, 3), /gitlab\.example\.com.* 3 changes are waiting to be sent\.$/);
    assert.equal(
      messageOf(loaded, undefined, 1, 2, 'label:bug'),
      '2 changes need your decision. 1 change is waiting to be sent. Filter: label:bug',
    );
  });
});

describe('the message of the view about a token', () => {
  const now = Date.UTC(2026, 0, 1, 12);
  const account: Account = {
    key: 'account',
    instance: 'https://gitlab.example.com' as InstanceUrl,
    kind: 'personal',
    user: { id: 1, username: 'mira', name: 'Mira' },
    scopes: ['api'],
    expiresOn: '2026-01-06',
    serverVersion: '18.9.1-ee',
  };
  const textFor = (change: Partial<Account>, state: Partial<TrackerState> = {}) =>
    viewMessage(
      [
        {
          key: 'tracker',
          kind: 'project',
          instance: account.instance,
          path: 'group/project',
          loading: false,
          complete: true,
          account: { ...account, ...change },
          ...state,
        },
      ],
      { now, isDue: () => true, held: () => 0, pace: () => undefined, filter: '', waiting: 0, undecided: 0 },
    ).text;

  it('defect 19: names Renew Token only for a token that can be renewed, and still mentions that a token is read-only', () => {
    const days = 'The token for gitlab.example.com expires in 4 days.';
    assert.equal(textFor({}), `${days} Run 'GitLab Issues: Renew Token…'.`);
    const readOnly = textFor({ scopes: ['read_api'] });
    assert.ok(readOnly.startsWith(`${days} Create a new token and sign in with it. Read-only access to `), readOnly);
    assert.equal(textFor({ serverVersion: '15.11.0' }), `${days} Create a new token and sign in with it.`);
  });

  it('is short if the token is invalid, because the notification explains why', () => {
    const error = new GitLabError('auth', { host: 'gitlab.example.com', detail: 'revoked' });
    assert.equal(textFor({}, { error }), 'Sign in to gitlab.example.com again.');
    assert.match(
      textFor({}, { error, asOf: now }),
      /^Sign in to gitlab\.example\.com again\. Showing issues as of .+\.$/,
    );
  });
});

describe('the row of a project with an invalid token', () => {
  const host = 'gitlab.example.com';
  const tracker: TrackerState = {
    key: 'tracker',
    kind: 'project',
    instance: `https://${host}` as InstanceUrl,
    path: 'group/project',
    loading: false,
    complete: false,
    error: new GitLabError('auth', { host, detail: 'revoked' }),
  };
  const node = { kind: 'notice', tracker: 'tracker', notice: 'failed' } as const;

  it('signs in, and does not try again', () => {
    for (const alone of [true, false]) {
      const facts = { tracker, alone, problems: [], isOwn: false, error: undefined, hidden: undefined };
      const row = noticeRow(node, facts);
      assert.equal(row.label, alone ? 'Sign In' : `Sign in to ${host} again.`);
      assert.equal(row.command?.command, commands.signIn);
      assert.ok(typeof row.tooltip === 'string' && row.tooltip.includes('was revoked'));
    }
  });
});
