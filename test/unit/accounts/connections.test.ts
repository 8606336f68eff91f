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

describe('Connections', () => {
  let gitlab: StandInGitLab;
  let store: AccountStore;
  let connections: Connections;
  beforeEach(async () => {
    gitlab = await StandInGitLab.start({ projects: 1, issues: 1 });
    const clock = new ManualClock();
    store = new AccountStore(new FakeSecrets(), new Scrubber(), clock, new LogLines());
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

  it('sends a token that isn’t stored yet, or none', async () => {
    const instance = gitlab.url as InstanceUrl;
    assert.ok((await connections.clientWith(instance, gitlab.tokens.personal).token.user()).id > 0);
    await assert.rejects(connections.clientWith(instance, undefined).token.user());
    assert.deepEqual(connections.costOf(current()), { requests: 0, bytes: 0 });
  });
});
