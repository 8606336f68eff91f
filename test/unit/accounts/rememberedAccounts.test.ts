import assert from 'node:assert/strict';
import { AccountStore } from '../../../src/accounts/accountStore.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import { Scrubber } from '../../../src/model/text/scrubber.ts';
import { LogLines } from '../gitlab/startTransport.ts';
import { keptValues } from '../keptValues.ts';
import { ManualClock } from '../manualClock.ts';
import { anAccount as account } from './anAccount.ts';
import { waitUntil } from '../waitUntil.ts';
import { FakeSecrets } from './fakeSecrets.ts';

const token = 'glpat-CANARY0123456789abcd';

describe('AccountStore, until the storage is read,', () => {
  let secrets: FakeSecrets;
  let clock: ManualClock;
  let memory: Map<string, unknown>;
  const open = () => new AccountStore(secrets, keptValues(memory), new Scrubber(), clock, new LogLines());
  const tokenOf = (store: AccountStore) => store.tokenOnceRead(account(1));
  /** A window of the next session, while the storage doesn't respond. */
  const reopen = async () => {
    const store = open();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    secrets.gate = promise;
    store.start();
    await clock.advance(0);
    return {
      store,
      respond: () => {
        resolve(undefined);
      },
    };
  };
  beforeEach(async () => {
    secrets = new FakeSecrets();
    clock = new ManualClock();
    memory = new Map();
    const store = open();
    await store.save(account(1), token);
    // The change is reported, and read, too.
    await store.reread();
  });

  it('has the accounts of the last session, and they stay the same objects', async () => {
    const { store, respond } = await reopen();
    const before = store.accounts;
    assert.deepEqual(before, [account(1)]);
    assert.ok(!store.isWhole);
    assert.equal(store.token(account(1)), undefined);
    respond();
    await store.load();
    assert.equal(store.accounts?.[0], before[0]);
    assert.ok(store.isWhole);
  });

  it('remembers no token', () => {
    assert.ok(memory.size > 0);
    assert.ok(!JSON.stringify([...memory]).includes('CANARY'));
  });

  it('waits for the token before it sends anything', async () => {
    const { store, respond } = await reopen();
    const waiting = tokenOf(store);
    assert.equal(await Promise.race([waiting, clock.advance(0).then(() => 'nothing')]), 'nothing');
    respond();
    assert.equal(await waiting, token);
  });

  it('drops an account that another window signed out, and sends nothing for it', async () => {
    secrets.values.clear();
    const { store, respond } = await reopen();
    const waiting = tokenOf(store);
    respond();
    await assert.rejects(waiting, (error) => GitLabError.is(error, 'canceled'));
    assert.deepEqual(store.accounts, []);
    const next = open();
    next.start();
    assert.equal(next.accounts, undefined);
  });

  it('has the account as it was stored if another window changed it', async () => {
    const before = new Map(memory);
    await open().save({ ...account(1), expiresOn: '2028-01-01' }, 'a-new-token');
    memory = before;
    const { store, respond } = await reopen();
    assert.deepEqual(store.accounts, [account(1)]);
    respond();
    await store.load();
    assert.equal(store.token(account(1)), 'a-new-token');
    assert.equal(store.accounts[0]?.expiresOn, '2028-01-01');
  });

  it('keeps the accounts of the last session while the keyring is locked, and resumes when it is unlocked', async () => {
    const { store, respond } = await reopen();
    const before = store.accounts;
    const refused = assert.rejects(tokenOf(store), (error) => GitLabError.is(error, 'storage'));
    await clock.advance(5_000);
    await refused;
    assert.deepEqual(store.accounts, before);
    assert.ok(store.isRead && !store.isWhole);
    respond();
    await waitUntil(() => store.isWhole);
    assert.equal(await tokenOf(store), token);
    assert.deepEqual(store.accounts, before);
    // Another object resumes the requests.
    assert.notEqual(store.accounts?.[0], before?.[0]);
  });

  it('keeps the other accounts when the user signs in or out while the keyring is locked', async () => {
    const { store } = await reopen();
    await clock.advance(5_000);
    assert.ok(await store.save(account(2), 'another-token'));
    assert.deepEqual(
      store.accounts?.map(({ key }) => key),
      [account(2).key, account(1).key],
    );
    await store.remove(account(2));
    assert.deepEqual(store.accounts, [account(1)]);
    await assert.rejects(tokenOf(store), (error) => GitLabError.is(error, 'storage'));
    await store.remove(account(1));
    assert.deepEqual(store.accounts, []);
  });

  it('reads the storage again with the next request if it failed', async () => {
    secrets.failing = 'keys';
    const store = open();
    store.start();
    await assert.rejects(tokenOf(store), (error) => GitLabError.is(error, 'storage'));
    secrets.failing = undefined;
    assert.equal(await tokenOf(store), token);
    assert.ok(store.isWhole);
  });

  it('keeps the remembered accounts if the keyring cannot be opened at all', async () => {
    secrets.failing = 'keys';
    assert.deepEqual(await open().load(), [account(1)]);
    secrets.failing = undefined;
    assert.deepEqual((await reopen()).store.accounts, [account(1)]);
  });

  it('remembers no account that was not stored, and none that was signed out', async () => {
    const store = open();
    await store.load();
    secrets.failing = 'store';
    assert.ok(!(await store.save(account(2), 'another-token')));
    await assert.rejects(store.remove(account(1)));
    assert.deepEqual(memory.get('accounts'), []);
  });

  it('ignores a remembered account whose key belongs to another server', async () => {
    memory.set('accounts', [{ ...account(1), instance: 'https://gitlab.example.com' }]);
    assert.equal((await reopen()).store.accounts, undefined);
  });

  it('reads the storage once when the view becomes visible', async () => {
    const { reads } = secrets;
    const { store, respond } = await reopen();
    const again = store.reread();
    respond();
    await again;
    assert.equal(secrets.reads, reads + 1);
  });
});
