import assert from 'node:assert/strict';
import { AccountStore } from '../../../src/accounts/accountStore.ts';
import type { Account } from '../../../src/model/account.ts';
import { can } from '../../../src/model/capabilities.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import { Scrubber } from '../../../src/model/text/scrubber.ts';
import { LogLines } from '../gitlab/startTransport.ts';
import { ManualClock } from '../manualClock.ts';
import { waitUntil } from '../waitUntil.ts';
import { anAccount as account } from './anAccount.ts';
import { FakeSecrets } from './fakeSecrets.ts';
import { keptValues } from '../keptValues.ts';

const token = 'glpat-CANARY0123456789abcd';

describe('AccountStore', () => {
  let secrets: FakeSecrets;
  let clock: ManualClock;
  let log: LogLines;
  const open = () => new AccountStore(secrets, keptValues(), new Scrubber(), clock, log);
  beforeEach(() => {
    secrets = new FakeSecrets();
    clock = new ManualClock();
    log = new LogLines();
  });

  it("reads nothing before it's needed", () => {
    assert.equal(open().accounts, undefined);
    assert.equal(secrets.reads, 0);
  });

  it('keeps an account with its token in one secret over a restart', async () => {
    const store = open();
    await store.save(account(1), token);
    await store.save(account(2, 'https://example.com/gitlab'), 'another-token');
    assert.equal(secrets.values.size, 2);
    const restarted = open();
    assert.deepEqual(
      await restarted.load(),
      [account(1), account(2, 'https://example.com/gitlab')].sort((a, b) => a.key.localeCompare(b.key)),
    );
    assert.equal(restarted.token(account(1)), token);
    assert.equal(restarted.token(account(2, 'https://example.com/gitlab')), 'another-token');
  });

  it('A09: removes everything of an account that signed out, and nothing of another one', async () => {
    const store = open();
    await store.save(account(1), token);
    await store.save(account(2), 'another-token');
    await store.remove(account(1));
    assert.deepEqual(store.accounts, [account(2)]);
    assert.equal(store.token(account(1)), undefined);
    assert.ok(!JSON.stringify([...secrets.values]).includes('CANARY'));
    assert.deepEqual(await open().load(), [account(2)]);
  });

  it('keeps the same object for an unchanged account, because others compare it', async () => {
    const store = open();
    await store.save(account(1), token);
    const [before] = store.accounts ?? [];
    await store.save(account(2), 'another-token');
    assert.equal(store.accounts?.[0], before);
    await store.save(account(1), 'a-new-token');
    assert.notEqual(
      store.accounts?.find(({ key }) => key === before?.key),
      before,
    );
  });

  for (const events of [0, 1, 2]) {
    it(`M3: reaches the same result if a change is reported ${events} times`, async () => {
      secrets.eventsPerChange = events;
      const store = open();
      await store.save(account(1), token);
      await store.save(account(2), 'another-token');
      await store.remove(account(1));
      await waitUntil(() => store.accounts?.length === 1);
      assert.deepEqual(store.accounts, [account(2)]);
    });
  }

  it('M1, M2: notices when another window signs in or out', async () => {
    const here = open();
    const there = open();
    await here.load();
    await there.save(account(1), token);
    await waitUntil(() => here.accounts?.length === 1);
    assert.equal(here.token(account(1)), token);
    await there.remove(account(1));
    await waitUntil(() => here.accounts?.length === 0);
    assert.equal(here.token(account(1)), undefined);
  });

  it("A10: works in this window if the secret can't be stored, and reports it", async () => {
    secrets.failing = 'store';
    const store = open();
    assert.equal(await store.save(account(1), token), false);
    assert.equal(store.token(account(1)), token);
    assert.ok(log.lines.length > 0 && !log.lines.join().includes('CANARY'));
    // A change in another window makes the store read the secrets again. It keeps the account that was never stored.
    secrets.failing = undefined;
    await open().save(account(2), 'another-token');
    await waitUntil(() => store.accounts?.length === 2);
  });

  it('A10: stops waiting after five seconds for a storage that fails or never responds', async () => {
    secrets.failing = 'keys';
    const failing = open();
    assert.deepEqual(await failing.load(), []);
    secrets.failing = undefined;
    secrets.hanging = true;
    const hanging = open();
    let loaded: readonly Account[] | undefined;
    void hanging.load().then((accounts) => (loaded = accounts));
    await clock.advance(4_999);
    assert.equal(loaded, undefined);
    await clock.advance(1);
    await waitUntil(() => loaded !== undefined);
    assert.deepEqual(loaded, []);
  });

  it("A10: ignores entries that it can't read", async () => {
    await open().save(account(1), token);
    const good = JSON.parse([...secrets.values.values()][0]!) as { account: object };
    const odd = [
      '',
      '{',
      'null',
      '[]',
      '{"version":2}',
      '{"version":1,"token":"","account":{}}',
      JSON.stringify({ ...good, account: { ...good.account, instance: 'https://evil.test/' } }),
    ];
    odd.forEach((value, index) => secrets.values.set(`gitlabIssues.account:odd${index}`, value));
    // With a value under the key of another account, the token would go to the wrong server.
    secrets.values.set('gitlabIssues.account:https://evil.test|personal|1', JSON.stringify(good));
    secrets.values.set('other', 'not ours');
    log = new LogLines();
    const store = open();
    assert.deepEqual(await store.load(), [account(1)]);
    assert.equal(log.lines.length, odd.length + 1);
  });

  it('keeps a sign-in that happened during an earlier read', async () => {
    const store = open();
    await store.load();
    const gate = Promise.withResolvers<undefined>();
    secrets.gate = gate.promise;
    const readsBefore = secrets.reads;
    await open().save(account(1), token);
    await waitUntil(() => secrets.reads > readsBefore);
    secrets.eventsPerChange = 0;
    await store.save(account(2), 'another-token');
    gate.resolve(undefined);
    await waitUntil(() => store.accounts?.length === 2);
    assert.equal(store.token(account(2)), 'another-token');
  });

  it('returns a new object if the same token is saved again, so that waiting callers continue', async () => {
    const store = open();
    await store.save(account(1), token);
    const [before] = store.accounts ?? [];
    await store.save(account(1), token);
    assert.notEqual(store.accounts?.[0], before);
    assert.deepEqual(store.accounts?.[0], before);
  });

  it("A10: hides an account whose secret couldn't be removed, and reports it", async () => {
    const store = open();
    await store.save(account(1), token);
    await store.save(account(2), 'another-token');
    secrets.failing = 'store';
    await assert.rejects(
      store.remove(account(1)),
      (error) => GitLabError.is(error, 'storage') && error.message.includes('keyring'),
    );
    secrets.failing = undefined;
    await open().save(account(3), 'a-third-token');
    await waitUntil(() => store.accounts?.length === 2);
    assert.deepEqual(
      store.accounts?.map(({ user }) => user.id),
      [2, 3],
    );
  });

  it('A10: keeps what a slow keyring is still storing when another window changes something', async () => {
    const store = open();
    await store.load();
    const gate = Promise.withResolvers<undefined>();
    secrets.writeGate = gate.promise;
    const saving = store.save(account(1), token);
    await waitUntil(() => store.accounts?.length === 1);
    secrets.tell('gitlabIssues.account:elsewhere');
    await clock.advance(0);
    assert.equal(store.token(account(1)), token);
    gate.resolve(undefined);
    assert.equal(await saving, true);
    assert.equal(store.token(account(1)), token);
  });

  it("A10: uses a keyring that is unlocked late, and doesn't wait forever for one that stores", async () => {
    await open().save(account(1), token);
    const gate = Promise.withResolvers<undefined>();
    secrets.gate = gate.promise;
    const late = open();
    const loading = late.load();
    await clock.advance(5_000);
    assert.deepEqual(await loading, []);
    // This must not count as signed out, or the extension would delete the cache.
    assert.equal(late.isWhole, false);
    gate.resolve(undefined);
    await waitUntil(() => late.accounts?.length === 1);
    assert.equal(late.isWhole, true);
    const writing = Promise.withResolvers<undefined>();
    secrets.writeGate = writing.promise;
    const saving = late.save(account(2), 'another-token');
    await waitUntil(() => late.accounts?.length === 2);
    await clock.advance(30_000);
    assert.equal(await saving, false);
    // After the account is stored, changes from other windows apply here too.
    writing.resolve(undefined);
    await waitUntil(() => secrets.values.size === 2);
    await open().save(account(2), 'renewed-token');
    await waitUntil(() => late.token(account(2)) === 'renewed-token');
  });

  it("M7: doesn't restore an old token when an outdated read ends", async () => {
    await open().save(account(1), token);
    const slow = open();
    await slow.load();
    const gate = Promise.withResolvers<undefined>();
    secrets.gate = gate.promise;
    const { reads } = secrets;
    const overtaken = slow.reread();
    await waitUntil(() => secrets.reads > reads);
    secrets.gate = Promise.resolve();
    await open().save(account(1), 'renewed-token');
    await waitUntil(() => slow.token(account(1)) === 'renewed-token');
    gate.resolve(undefined);
    await overtaken;
    assert.equal(slow.token(account(1)), 'renewed-token');
  });

  it('keeps the new version of an upgraded server for every window, and loses nothing else', async () => {
    const here = open();
    const there = open();
    await here.save(account(1), token);
    await there.load();
    await here.noteServerVersion(account(1), { version: '19.0.0-ee', edition: 'ee' });
    const upgraded = { ...account(1), serverVersion: '19.0.0-ee', edition: 'ee' } as const;
    await waitUntil(() => there.accounts?.[0]?.serverVersion === '19.0.0-ee');
    for (const store of [here, there, open()]) {
      assert.deepEqual(await store.load(), [upgraded]);
      assert.equal(store.token(upgraded), token);
    }
    // Noting the same version again, in either window, changes nothing.
    const objects = [here.accounts?.[0], there.accounts?.[0]];
    await here.noteServerVersion(upgraded, { version: '19.0.0-ee', edition: 'ee' });
    await there.noteServerVersion(account(1), { version: '19.0.0-ee', edition: 'ee' });
    assert.deepEqual([here.accounts?.[0] === objects[0], there.accounts?.[0] === objects[1]], [true, true]);
    await here.noteServerVersion(upgraded, { version: '19.1.0-ee', edition: 'ee' });
    assert.equal((await open().load())[0]?.serverVersion, '19.1.0-ee');
    await here.remove(account(1));
    assert.deepEqual([...secrets.values], []);
  });

  it('R1: finds the edition of the server for an account that was stored without it', async () => {
    const stored = { ...account(1), serverVersion: '18.9.0-pre' };
    const store = open();
    await store.save(stored, token);
    // An unknown edition counts as Enterprise Edition, so that the extension overwrites nothing until it is known.
    assert.equal(can(store.accounts![0]!, 'weights'), true);
    await store.noteServerVersion(stored, { version: '18.9.0-pre', edition: 'ce' });
    for (const each of [store, open()]) assert.equal(can((await each.load())[0]!, 'weights'), false);
  });

  it('M7: never restores the token that another window renews while a version is stored', async () => {
    const here = open();
    const there = open();
    await here.save(account(1), token);
    await there.load();
    const gate = Promise.withResolvers<undefined>();
    secrets.writeGate = gate.promise;
    const noting = here.noteServerVersion(account(1), { version: '19.0.0-ee', edition: 'ee' });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(secrets.values.size, 1);
    secrets.writeGate = Promise.resolve();
    await there.save({ ...account(1), expiresOn: '2028-01-01' }, 'renewed-token');
    gate.resolve(undefined);
    await noting;
    for (const store of [here, there, open()]) {
      await store.reread();
      assert.equal(store.token(account(1)), 'renewed-token');
      assert.deepEqual(
        [store.accounts?.[0]?.expiresOn, store.accounts?.[0]?.serverVersion],
        ['2028-01-01', '19.0.0-ee'],
      );
    }
    // The version found by a new sign-in replaces it.
    await there.save({ ...account(1), serverVersion: '19.2.0-ee' }, 'another-token');
    assert.equal((await open().load())[0]?.serverVersion, '19.2.0-ee');
  });

  it("A10: keeps the known version if the new one can't be stored, or if the user signs out in the meantime", async () => {
    const store = open();
    await store.save(account(1), token);
    secrets.failing = 'store';
    await store.noteServerVersion(account(1), { version: '19.0.0-ee', edition: 'ee' });
    assert.deepEqual(store.accounts, [account(1)]);
    secrets.failing = undefined;
    const gate = Promise.withResolvers<undefined>();
    secrets.writeGate = gate.promise;
    const noting = store.noteServerVersion(account(1), { version: '19.0.0-ee', edition: 'ee' });
    await store.remove(account(1));
    gate.resolve(undefined);
    await noting;
    assert.deepEqual([...secrets.values], []);
    assert.deepEqual(store.accounts, []);
    await store.noteServerVersion(account(1), { version: '19.0.0-ee', edition: 'ee' });
    assert.deepEqual([...secrets.values], []);
    secrets.values.set('gitlabIssues.serverVersion:' + account(2).key, '{"over":1}');
    await store.save(account(2), token);
    await store.reread();
    assert.deepEqual(store.accounts, [account(2)]);
  });
});
