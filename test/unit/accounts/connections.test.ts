import assert from 'node:assert/strict';
import { AccountStore } from '../../../src/accounts/accountStore.ts';
import { Connections } from '../../../src/accounts/connections.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import { Scrubber } from '../../../src/model/text/scrubber.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { LogLines } from '../gitlab/startTransport.ts';
import { ManualClock } from '../manualClock.ts';
import { anAccount } from './anAccount.ts';
import { FakeSecrets } from './fakeSecrets.ts';
import { keptValues } from '../keptValues.ts';

describe('Connections', () => {
  let gitlab: StandInGitLab;
  let store: AccountStore;
  let connections: Connections;
  beforeEach(async () => {
    gitlab = await StandInGitLab.start({ projects: 1, issues: 1 });
    const clock = new ManualClock();
    store = new AccountStore(new FakeSecrets(), keptValues(), new Scrubber(), clock, new LogLines());
    connections = new Connections(store, clock, new LogLines(), 'Tests/1.0');
    await store.save(anAccount(1, gitlab.url), gitlab.tokens.personal);
  });
  afterEach(() => gitlab.close());

  const current = () => store.accounts?.[0] ?? anAccount(0);

  it('has one client for an account, with its token, and counts its requests', async () => {
    const account = current();
    assert.deepEqual(connections.costOf(account), { requests: 0, bytes: 0 });
    const client = connections.clientFor(account);
    assert.equal(connections.clientFor(account), client);
    await client.token.user();
    assert.equal(connections.costOf(account).requests, 1);
    assert.ok(connections.costOf(account).bytes > 0);
  });

  it('has another client for a renewed token, and continues to count', async () => {
    const before = current();
    await connections.clientFor(before).token.user();
    await store.save(anAccount(1, gitlab.url), gitlab.tokens.personal);
    assert.notEqual(connections.clientFor(current()), connections.clientFor(before));
    await connections.clientFor(current()).token.user();
    assert.equal(connections.costOf(current()).requests, 2);
  });

  it('sends nothing before the token is read, and then with it', async () => {
    const secrets = new FakeSecrets();
    const memory = keptValues();
    const open = () => new AccountStore(secrets, memory, new Scrubber(), new ManualClock(), new LogLines());
    await open().save(anAccount(1, gitlab.url), gitlab.tokens.personal);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    secrets.gate = promise;
    store = open();
    store.start();
    const client = new Connections(store, new ManualClock(), new LogLines(), 'Tests/1.0').clientFor(current());
    const user = client.token.user();
    // A request of another client would have been answered by now.
    await connections.clientFor(anAccount(1, gitlab.url)).token.user();
    assert.equal(gitlab.requests.length, 1);
    resolve(undefined);
    assert.ok((await user).id > 0);
  });

  it('sends a token that isn’t stored yet, or none', async () => {
    const instance = gitlab.url as InstanceUrl;
    assert.ok((await connections.clientWith(instance, gitlab.tokens.personal).token.user()).id > 0);
    await assert.rejects(connections.clientWith(instance, undefined).token.user());
    assert.deepEqual(connections.costOf(current()), { requests: 0, bytes: 0 });
  });
});
