import assert from 'node:assert/strict';
import type { AuthenticationProviderAuthenticationSessionsChangeEvent, AuthenticationSession } from 'vscode';
import { AccountSessions } from '../../../src/accounts/accountSessions.ts';
import { AccountStore } from '../../../src/accounts/accountStore.ts';
import { RemoteInstances } from '../../../src/accounts/remoteInstances.ts';
import type { SignInAnswers } from '../../../src/accounts/signIn.ts';
import { type Account, accountKey } from '../../../src/model/account.ts';
import { Emitter } from '../../../src/model/event.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import type { RemoteSource } from '../../../src/model/ports.ts';
import { Scrubber } from '../../../src/model/text/scrubber.ts';
import { LogLines } from '../gitlab/startTransport.ts';
import { ManualClock } from '../manualClock.ts';
import { waitUntil } from '../waitUntil.ts';
import { FakeSecrets } from './fakeSecrets.ts';
import { keptValues } from '../keptValues.ts';

const token = 'glpat-CANARY0123456789abcd';

const accountOf = (facts: Partial<Account> & { username?: string; id?: number }): Account => {
  const { username = 'anna', id = 1, ...others } = facts;
  const account = {
    instance: 'https://gitlab.example.com' as InstanceUrl,
    kind: 'personal' as const,
    user: { id, username, name: username },
    scopes: ['api'],
    serverVersion: '18.9.1-ee',
    ...others,
  };
  return { key: accountKey(account), ...account };
};
const anna = accountOf({});
const ben = accountOf({ username: 'ben', id: 2, scopes: ['read_api'] });
const bot = accountOf({
  username: 'project_7_bot_abc',
  id: 3,
  kind: 'project',
  boundTo: { id: 7, path: 'tanuki-tools/web-shop' },
});

describe('AccountSessions', () => {
  let secrets: FakeSecrets;
  let store: AccountStore;
  let sessions: AccountSessions;
  let changes: string[];
  let events: AuthenticationProviderAuthenticationSessionsChangeEvent[];
  let remotesStarted: boolean;
  let signInAnswers: SignInAnswers[];
  let person: () => Promise<Account | undefined>;

  const openStore = () => new AccountStore(secrets, keptValues(), new Scrubber(), new ManualClock(), new LogLines());
  const labels = (list: readonly AuthenticationSession[] = []) => list.map(({ account }) => account.label);
  const isError = (reason: GitLabError['reason'], text: RegExp) => (error: unknown) =>
    GitLabError.is(error, reason) && text.test(error.message) && !error.message.includes('CANARY');

  beforeEach(() => {
    secrets = new FakeSecrets();
    store = openStore();
    remotesStarted = false;
    signInAnswers = [];
    person = () => Promise.resolve(undefined);
    const remotes: RemoteSource = {
      state: 'ready',
      remotes: [],
      onDidChange: new Emitter<void>().event,
      start: () => {
        remotesStarted = true;
      },
      reread: () => undefined,
    };
    const signIn = {
      run: async (answers: SignInAnswers) => {
        signInAnswers.push(answers);
        const account = await person();
        return account && { account, isNew: true };
      },
    };
    const choices = { openInstance: () => Promise.resolve('https://chosen.example.com' as InstanceUrl) };
    sessions = new AccountSessions(store, signIn, new RemoteInstances(remotes, store), choices);
    changes = [];
    events = [];
    sessions.onDidChangeSessions((event) => {
      events.push(event);
      for (const kind of ['added', 'removed', 'changed'] as const)
        changes.push(...labels(event[kind]).map((label) => `${kind} ${label}`));
    });
  });

  it('reads no secret when VS Code requests all sessions at the registration, but when another extension requests one', async () => {
    await openStore().save(anna, token);
    secrets.reads = 0;
    const hasRead = () => secrets.reads > 0;
    assert.deepEqual(await sessions.getSessions(undefined, {}), []);
    assert.equal(hasRead(), false);
    assert.deepEqual(changes, []);

    assert.deepEqual(labels(await sessions.getSessions(['api'], {})), ['anna · gitlab.example.com']);
    assert.equal(hasRead(), true);
    assert.deepEqual(changes, ['added anna · gitlab.example.com']);
    assert.deepEqual(labels(await sessions.getSessions(undefined, {})), ['anna · gitlab.example.com']);
  });

  it('contain one session for each account, with the token and an id without it', async () => {
    await store.save(anna, token);
    assert.deepEqual(await sessions.getSessions(['api'], {}), [
      {
        id: anna.key,
        account: { id: anna.key, label: 'anna · gitlab.example.com' },
        scopes: ['api'],
        accessToken: token,
      },
    ]);
    assert.ok(!anna.key.includes('CANARY'));
  });

  it('have a different name for each account, including bots, subpaths, unencrypted addresses, and imitated servers', async () => {
    const all = [
      anna,
      ben,
      bot,
      accountOf({ id: 4, instance: 'https://example.com:8443/gitlab' as InstanceUrl }),
      accountOf({ id: 5, instance: 'http://gitlab.example.com' as InstanceUrl }),
      accountOf({ id: 6, kind: 'group', boundTo: { id: 9, path: 'anna' } }),
      accountOf({ id: 7, username: 'anna · gitlab.com $(check)', instance: 'https://evil.example' as InstanceUrl }),
    ];
    for (const each of all) await store.save(each, token);
    assert.deepEqual(labels(await sessions.getSessions(undefined, {})).sort(), [
      'anna (group token) · gitlab.example.com',
      'anna · example.com:8443/gitlab',
      'anna · gitlab.example.com',
      'anna · http://gitlab.example.com',
      'anna___gitlab.com___check_ · evil.example',
      'ben · gitlab.example.com',
      'tanuki-tools/web-shop (project token) · gitlab.example.com',
    ]);
  });

  it('contain only sessions with all requested scopes', async () => {
    await store.save(anna, token);
    await store.save(ben, token);
    const withScopes = async (...scopes: string[]) => labels(await sessions.getSessions(scopes, {}));
    assert.deepEqual(await withScopes('api'), ['anna · gitlab.example.com']);
    assert.deepEqual(await withScopes('read_api', 'read_user'), [
      'anna · gitlab.example.com',
      'ben · gitlab.example.com',
    ]);
    assert.deepEqual(await withScopes('read_api', 'write_repository'), []);
    assert.deepEqual((await withScopes()).length, 2);
    await store.save(accountOf({ username: 'old', id: 5, scopes: [], serverVersion: '15.0.0' }), token);
    assert.deepEqual(await withScopes('write_repository'), ['old · gitlab.example.com']);
  });

  it('contain the session of the requested account', async () => {
    await store.save(anna, token);
    await store.save(ben, token);
    const account = { id: ben.key, label: 'whatever' };
    assert.deepEqual(labels(await sessions.getSessions(undefined, { account })), ['ben · gitlab.example.com']);
    assert.deepEqual(await sessions.getSessions(['api'], { account }), []);
  });

  for (const told of [0, 1, 2]) {
    it(`M3: reports each difference once if the storage reports a change ${told} times`, async () => {
      secrets.eventsPerChange = told;
      await store.save(anna, token);
      await store.save(ben, token);
      await store.save(anna, 'glpat-renewed');
      assert.equal(events.at(-1)?.changed?.[0]?.accessToken, 'glpat-renewed');
      await store.save(anna, 'glpat-renewed');
      await sessions.removeSession(anna.key);
      await store.reread();
      assert.deepEqual(changes, [
        'added anna · gitlab.example.com',
        'added ben · gitlab.example.com',
        'changed anna · gitlab.example.com',
        'removed anna · gitlab.example.com',
      ]);
      assert.equal(events.length, 4);
    });
  }

  it('reports a renamed account as a new one, because VS Code identifies it by name', async () => {
    await store.save(anna, token);
    await store.save(accountOf({ username: 'anna.new' }), token);
    assert.deepEqual(changes.slice(1), ['added anna.new · gitlab.example.com', 'removed anna · gitlab.example.com']);
  });

  it('M1: reports when another window signs in or out', async () => {
    await store.load();
    const other = openStore();
    await other.save(anna, token);
    await waitUntil(() => changes.length === 1);
    await other.remove(anna);
    await waitUntil(() => changes.length === 2);
    assert.deepEqual(changes, ['added anna · gitlab.example.com', 'removed anna · gitlab.example.com']);
  });

  it('signs in like the command and returns the new session', async () => {
    person = async () => {
      await store.save(anna, token);
      return anna;
    };
    const session = await sessions.createSession(['read_api'], {});
    assert.equal(session.accessToken, token);
    assert.ok(remotesStarted);
    assert.deepEqual(signInAnswers, [{ proposed: 'https://chosen.example.com' }]);
    assert.deepEqual(changes, ['added anna · gitlab.example.com']);
  });

  it('proposes the instance of the account that needs another token', async () => {
    await store.save(ben, token);
    const account = { id: ben.key, label: 'ben · gitlab.example.com' };
    await assert.rejects(sessions.createSession(['api'], { account }));
    assert.deepEqual(signInAnswers, [{ proposed: 'https://gitlab.example.com' }]);
  });

  it('rejects if the user cancels, or if the token lacks a requested scope, which the error names', async () => {
    await assert.rejects(sessions.createSession(['api'], {}), isError('canceled', /^Sign-in to .* was canceled/));
    person = async () => {
      await store.save(ben, token);
      return ben;
    };
    await assert.rejects(
      sessions.createSession(['api', 'read_user'], {}),
      isError('scope', /gitlab\.example\.com has insufficient scope \(read_api\)\. .* needs api, read_user/),
    );
    assert.deepEqual(labels(await sessions.getSessions(undefined, {})), ['ben · gitlab.example.com']);
  });

  it('signs out, without an error if another window already did, and with one if the secret remains', async () => {
    await store.save(anna, token);
    await sessions.removeSession(anna.key);
    assert.equal(secrets.values.size, 0);
    await sessions.removeSession(anna.key);
    await store.save(ben, token);
    secrets.failing = 'store';
    await assert.rejects(sessions.removeSession(ben.key), isError('storage', /./));
    assert.deepEqual(await sessions.getSessions(undefined, {}), []);
  });
});
