import assert from 'node:assert/strict';
import { AccountStore } from '../../../src/accounts/accountStore.ts';
import { checkToken } from '../../../src/accounts/checkToken.ts';
import { Connections } from '../../../src/accounts/connections.ts';
import { TokenRenewal } from '../../../src/accounts/tokenRenewal.ts';
import { type Account, canBeRenewed, daysLeft, isReadOnly } from '../../../src/model/account.ts';
import { systemClock } from '../../../src/model/time/clock.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import type { WindowLocks } from '../../../src/model/ports.ts';
import { Scrubber } from '../../../src/model/text/scrubber.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import type { TokenName } from '../../gitlab/standInOptions.ts';
import { failure, LogLines } from '../gitlab/startTransport.ts';
import { ManualClock } from '../manualClock.ts';
import { waitUntil } from '../waitUntil.ts';
import { FakeSecrets } from './fakeSecrets.ts';
import { keptValues } from '../keptValues.ts';

const self = '/api/v4/personal_access_tokens/self';
const rotate = `${self}/rotate`;

/** There is only one window. */
const locks: WindowLocks = { hold: (_name, work) => work(() => Promise.resolve(true)) };

describe('TokenRenewal', () => {
  let gitlab: StandInGitLab;
  let secrets: FakeSecrets;
  let store: AccountStore;
  let connections: Connections;
  let renewal: TokenRenewal;
  const log = new LogLines();

  const open = () => {
    store = new AccountStore(secrets, keptValues(), new Scrubber(), systemClock, log);
    connections = new Connections(store, systemClock, log, 'test');
    renewal = new TokenRenewal(store, connections, locks, systemClock);
  };
  const signIn = async (name: TokenName): Promise<Account> => {
    const token = gitlab.tokens[name];
    const account = await checkToken(
      connections.clientWith(gitlab.url as InstanceUrl, token),
      gitlab.url as InstanceUrl,
    );
    await store.save(account, token);
    return account;
  };
  const rotations = () => gitlab.requests.filter(({ path }) => path === rotate).length;

  beforeEach(async () => {
    gitlab = await StandInGitLab.start({ projects: 1, issues: 1 });
    secrets = new FakeSecrets();
    open();
  });
  afterEach(() => gitlab.close());

  it('replaces the old token with the new one and its expiry', async () => {
    const old = gitlab.tokens.personal;
    const account = await signIn('personal');
    const until = renewal.dayIn(90);
    const renewed = await renewal.renew(account, until);
    assert.deepEqual([renewed.isStored, renewed.account.expiresOn, renewed.account.key], [true, until, account.key]);
    assert.equal(store.token(account), gitlab.tokens.personal);
    assert.notEqual(store.token(account), old);
    open();
    await store.load();
    assert.equal(store.token(account), gitlab.tokens.personal);
    assert.equal((await connections.clientFor(store.accounts![0]!).token.user()).username, account.user.username);
  });

  it('works for project and group tokens', async () => {
    for (const name of ['project', 'group'] as const) {
      const account = await signIn(name);
      await renewal.renew(account, renewal.dayIn(30));
      assert.equal(store.token(account), gitlab.tokens[name]);
    }
  });

  it("keeps the new token in this window if it can't be stored, and returns it so that the user can save it", async () => {
    const account = await signIn('personal');
    secrets.failing = 'store';
    const renewed = await renewal.renew(account, renewal.dayIn(90));
    assert.deepEqual([renewed.isStored, renewed.token], [false, gitlab.tokens.personal]);
    assert.equal(store.token(account), gitlab.tokens.personal);
  });

  it('M7: renews the token that another window has just renewed, and not the revoked one', async () => {
    const account = await signIn('personal');
    secrets.eventsPerChange = 0;
    const here = renewal;
    const hereStore = store;
    open();
    await store.load();
    await renewal.renew(account, renewal.dayIn(30));
    await here.renew(account, here.dayIn(60));
    assert.equal(hereStore.token(account), gitlab.tokens.personal);
    assert.equal(
      (await connections.clientWith(gitlab.url as InstanceUrl, gitlab.tokens.personal).token.details())?.expiresOn,
      here.dayIn(60),
    );
  });

  it('uses the scopes of the new token', async () => {
    const account = await signIn('personal');
    gitlab.world.tokens.get('personal')!.scopes = ['api', 'read_user'];
    assert.deepEqual((await renewal.renew(account, renewal.dayIn(90))).account.scopes, ['api', 'read_user']);
  });

  it('S3: rotates nothing in a window that was suspended and lost its turn', async () => {
    const account = await signIn('personal');
    const lost: WindowLocks = { hold: (_name, work) => work(() => Promise.resolve(false)) };
    const late = new TokenRenewal(store, connections, lost, systemClock);
    const error = await failure(late.renew(account, late.dayIn(90)));
    assert.match(error.message, /another window might already be renewing it/);
    assert.equal(rotations(), 0);
  });

  it('S3: sends no rotation after its lock might have ended, if other requests of the account are in progress', async () => {
    const account = await signIn('personal');
    const clock = new ManualClock();
    const busy: WindowLocks = {
      hold: (_name, work) =>
        work(() => {
          gitlab.addFault({ path: '/api/v4/user', do: { kind: 'hang' } });
          for (let request = 0; request < 4; request++) void failure(connections.clientFor(account).token.user());
          return Promise.resolve(true);
        }),
    };
    const late = new TokenRenewal(store, connections, busy, clock);
    const error = failure(late.renew(account, late.dayIn(90)));
    await waitUntil(() => clock.waiting > 0, 'the wait for a turn');
    await clock.advance(5_000);
    assert.equal((await error).reason, 'timeout');
    assert.equal(rotations(), 0);
  });

  it('S3: uses the token that a window without a common lock renewed during the check', async () => {
    const account = await signIn('personal');
    const here = renewal;
    const hereStore = store;
    open();
    await store.load();
    const { fetch } = globalThis;
    globalThis.fetch = async (input, init) => {
      globalThis.fetch = fetch;
      const response = await fetch(input, init);
      await renewal.renew(account, renewal.dayIn(30));
      return response;
    };
    const { isByOther } = await here.renew(account, here.dayIn(60));
    assert.deepEqual([isByOther, rotations()], [true, 1]);
    assert.equal(hereStore.token(account), gitlab.tokens.personal);
  });

  it('rotates nothing for an account that was signed out while another window renewed its token', async () => {
    const account = await signIn('personal');
    const after: WindowLocks = {
      hold: async (_name, work) => {
        await store.remove(account);
        return work(() => Promise.resolve(true));
      },
    };
    const late = new TokenRenewal(store, connections, after, systemClock);
    assert.equal((await failure(late.renew(account, late.dayIn(90)))).facts.detail, 'notSignedIn');
    assert.equal(rotations(), 0);
  });

  it('S3: stores the new token before the window closes', async () => {
    const account = await signIn('personal');
    const old = gitlab.tokens.personal;
    gitlab.addFault({ path: rotate, count: 1, do: { kind: 'delay', ms: 50 } });
    void renewal.renew(account, renewal.dayIn(90));
    await waitUntil(() => rotations() === 1, 'the rotation');
    await renewal.finish();
    open();
    await store.load();
    assert.equal(store.token(account), gitlab.tokens.personal);
    assert.notEqual(store.token(account), old);
  });

  it('S3: rotates nothing after the window started to close', async () => {
    const account = await signIn('personal');
    const renewed = failure(renewal.renew(account, renewal.dayIn(90)));
    await renewal.finish();
    assert.equal((await renewed).reason, 'canceled');
    assert.equal(rotations(), 0);
  });

  it('never repeats a request without a response, and reports what happened to the token', async () => {
    const account = await signIn('personal');
    gitlab.addFault({ path: rotate, count: 1, do: { kind: 'drop', when: 'before' } });
    const before = await failure(renewal.renew(account, renewal.dayIn(90)));
    assert.deepEqual([before.facts.outcome, before.facts.method], ['renewalUnanswered', 'POST']);
    assert.match(before.message, /didn't confirm that the token was renewed\. The old token still works/);
    assert.equal(rotations(), 1);
    assert.equal(store.token(account), gitlab.tokens.personal);

    // This time the server renews the token, but the response gets lost.
    gitlab.addFault({ path: rotate, count: 1, do: { kind: 'drop', when: 'body' } });
    const lost = await failure(renewal.renew(account, renewal.dayIn(90)));
    assert.equal(lost.facts.detail, 'renewalLost');
    assert.match(lost.message, /Create another token/);
    assert.equal(rotations(), 2);

    // Another request with the old token would revoke the new one.
    assert.equal((await failure(renewal.renew(account, renewal.dayIn(90)))).facts.detail, 'revoked');
    assert.equal(rotations(), 2);
  });

  for (const [what, answer] of [
    ['did not come', { kind: 'drop', when: 'headers' }],
    ['cannot be read', { kind: 'truncate' }],
    ['is a gateway’s', { kind: 'html', page: 'badGateway' }],
  ] as const) {
    it(`reports an unknown result if the response ${what} and the server can't be asked, and rotates nothing again`, async () => {
      const account = await signIn('personal');
      gitlab.addFault({ path: rotate, count: 1, do: answer });
      // The request before the renewal succeeds.
      gitlab.addFault({ path: self, after: 1, do: { kind: 'error', case: 'internal' } });
      const unknown = await failure(renewal.renew(account, renewal.dayIn(90)));
      assert.deepEqual([unknown.facts.outcome, `http://${unknown.facts.host}`], ['renewalUnknown', gitlab.url]);
      assert.match(unknown.message, /can't be reached now\. Check your tokens on GitLab/);
      assert.equal(rotations(), 1);
      assert.notEqual(store.token(account), undefined);
      await failure(renewal.renew(account, renewal.dayIn(90)));
      assert.equal(rotations(), 1);
    });
  }

  it("sends nothing if it can't work: an old server, a missing scope, an invalid date", async () => {
    const account = await signIn('personal');
    const readOnly = await signIn('personalReadApi');
    assert.equal((await failure(renewal.renew(readOnly, renewal.dayIn(90)))).facts.detail, 'notRenewable');
    assert.equal(
      (await failure(renewal.renew({ ...account, serverVersion: '16.9.4-ee' }, renewal.dayIn(90)))).facts.detail,
      'notRenewable',
    );
    for (const day of ['', 'soon', '2020-01-01', renewal.dayIn(0), renewal.dayIn(366), '2027-13-01']) {
      assert.equal((await failure(renewal.renew(account, day))).facts.detail, 'expiry', day);
    }
    assert.equal(rotations(), 0);
  });

  it('keeps the old token if the server rejects the request', async () => {
    const account = await signIn('personal');
    gitlab.addFault({ path: rotate, do: { kind: 'error', case: 'maintenance' } });
    assert.match((await failure(renewal.renew(account, renewal.dayIn(90)))).message, /under maintenance/);
    assert.equal(store.token(account), gitlab.tokens.personal);
  });
});

describe('the health of an account', () => {
  const account = (scopes: string[], serverVersion: string, expiresOn?: string): Account => ({
    key: 'k',
    instance: 'https://gitlab.com' as InstanceUrl,
    kind: 'personal',
    user: { id: 1, username: 'a', name: 'A' },
    scopes,
    serverVersion,
    ...(expiresOn === undefined ? {} : { expiresOn }),
  });

  it('counts the days until midnight UTC of the day a token expires', () => {
    const now = Date.UTC(2026, 0, 10, 18);
    const left = (day?: string) => daysLeft(account(['api'], '18.0.0', day), now);
    assert.deepEqual(
      [left('2026-01-24'), left('2026-01-12'), left('2026-01-11'), left('2026-01-10'), left()],
      [13, 1, 0, -1, undefined],
    );
  });

  it('distinguishes renewable and read-only tokens', () => {
    const renewable = (scopes: string[], version: string) => canBeRenewed(account(scopes, version));
    assert.deepEqual(
      [
        renewable(['api'], '16.10.0'),
        renewable(['read_api', 'self_rotate'], '18.9.1-ee'),
        renewable(['api'], '16.9.9-ee'),
        renewable(['read_api'], '18.0.0'),
      ],
      [true, true, false, false],
    );
    assert.deepEqual(
      [
        isReadOnly(account(['read_api'], '18')),
        isReadOnly(account(['api', 'read_api'], '18')),
        isReadOnly(account([], '15')),
      ],
      [true, false, false],
    );
  });
});
