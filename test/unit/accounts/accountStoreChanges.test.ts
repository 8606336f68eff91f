import assert from 'node:assert/strict';
import { AccountStore } from '../../../src/accounts/accountStore.ts';
import { Scrubber } from '../../../src/model/text/scrubber.ts';
import { LogLines } from '../gitlab/startTransport.ts';
import { ManualClock } from '../manualClock.ts';
import { waitUntil } from '../waitUntil.ts';
import { anAccount as account } from './anAccount.ts';
import { FakeSecrets } from './fakeSecrets.ts';
import { keptValues } from '../keptValues.ts';

const token = 'glpat-CANARY0123456789abcd';

describe('AccountStore over time', () => {
  let secrets: FakeSecrets;
  let clock: ManualClock;
  let log: LogLines;
  const open = () => new AccountStore(secrets, keptValues(), new Scrubber(), clock, log);
  beforeEach(() => {
    secrets = new FakeSecrets();
    clock = new ManualClock();
    log = new LogLines();
  });

  it('hides tokens in every logged text, including tokens that it read', async () => {
    const scrubbers = [new Scrubber(), new Scrubber()] as const;
    const [here, there] = scrubbers.map(
      (scrubber) => new AccountStore(secrets, keptValues(), scrubber, clock, log),
    ) as [AccountStore, AccountStore];
    await here.save(account(1), 'a token without a prefix');
    await there.load();
    for (const scrubber of scrubbers) {
      assert.equal(scrubber.scrub('Sent a token without a prefix.'), 'Sent [hidden].');
    }
  });

  it('A10: keeps the newer token if an older one is stored late', async () => {
    const store = open();
    await store.load();
    const [older, newer] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    secrets.writeGate = older.promise;
    const saving = store.save(account(1), 'older-token');
    await waitUntil(() => store.accounts?.length === 1);
    await clock.advance(30_000);
    assert.equal(await saving, false);
    secrets.writeGate = newer.promise;
    const savingNewer = store.save(account(1), 'newer-token');
    await waitUntil(() => store.token(account(1)) === 'newer-token');
    older.resolve(undefined);
    await waitUntil(() => secrets.values.size === 1);
    await store.reread();
    assert.equal(store.token(account(1)), 'newer-token');
    newer.resolve(undefined);
    assert.equal(await savingNewer, true);
    assert.equal((await open().load()).length, 1);
    assert.equal(store.token(account(1)), 'newer-token');
  });

  it('M1: finds an account that another window signs in to after it was removed here', async () => {
    const [here, there] = [open(), open()];
    await here.save(account(1), token);
    await here.remove(account(1));
    assert.deepEqual(here.accounts, []);
    await there.save(account(1), 'another-token');
    await waitUntil(() => here.token(account(1)) === 'another-token');
  });

  it('reads once when it starts and once for each changed account, until it is disposed', async () => {
    const earlier = open();
    await earlier.save(account(1), token);
    await clock.advance(0);
    earlier.dispose();
    const store = open();
    const before = secrets.reads;
    store.start();
    await waitUntil(() => store.accounts !== undefined);
    await store.load();
    assert.equal(secrets.reads, before + 1);
    secrets.tell('another extension’s');
    secrets.tell(`gitlabIssues.account:${account(1).key}`);
    await clock.advance(0);
    assert.equal(secrets.reads, before + 2);
    store.dispose();
    secrets.tell(`gitlabIssues.account:${account(1).key}`);
    await clock.advance(0);
    assert.equal(secrets.reads, before + 2);
  });

  it('reports a change only if an account changed, and nothing after it is disposed', async () => {
    const store = open();
    await store.load();
    let events = 0;
    store.onDidChange(() => (events += 1));
    await store.save(account(1), token);
    await store.save(account(2), 'another-token');
    const afterSaves = events;
    assert.ok(afterSaves > 0);
    const objects = [...(store.accounts ?? [])];
    await store.reread();
    assert.equal(events, afterSaves);
    assert.deepEqual(
      store.accounts?.map((each, index) => each === objects[index]),
      [true, true],
    );
    await store.remove(account(1));
    assert.equal(events, afterSaves + 1);
    store.dispose();
    await store.save(account(3), 'a-third-token');
    assert.equal(events, afterSaves + 1);
  });

  it("A10: reports an incomplete read while a secret can't be read, and keeps the accounts", async () => {
    await open().save(account(1), token);
    const store = open();
    await store.load();
    assert.equal(store.isWhole, true);
    secrets.failing = 'keys';
    log = new LogLines();
    await store.reread();
    assert.equal(store.isWhole, false);
    assert.deepEqual(store.accounts, [account(1)]);
    secrets.failing = undefined;
    const get = secrets.get.bind(secrets);
    secrets.get = async (key) => (key.endsWith('|1') ? undefined : get(key));
    await store.reread();
    assert.deepEqual([store.isWhole, store.accounts], [false, []]);
  });

  it('leaves no timer behind', async () => {
    const store = open();
    await store.save(account(1), token);
    await store.noteServerVersion(account(1), { version: '19.0.0-ee', edition: 'ee' });
    await store.remove(account(1));
    await clock.advance(0);
    assert.equal(clock.waiting, 0);
  });

  it('stores the versions of several servers, each once', async () => {
    const store = open();
    await store.save(account(1), token);
    await store.save(account(2), 'another-token');
    let stored = 0;
    secrets.onDidChange(() => (stored += 1));
    for (const id of [1, 2, 1, 2]) {
      await store.noteServerVersion(account(id), { version: `19.${id}.0-ee`, edition: 'ee' });
    }
    assert.deepEqual(
      store.accounts?.map(({ serverVersion }) => serverVersion),
      ['19.1.0-ee', '19.2.0-ee'],
    );
    assert.equal(stored, 2);
  });
});
