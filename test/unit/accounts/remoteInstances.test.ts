import assert from 'node:assert/strict';
import { RemoteInstances } from '../../../src/accounts/remoteInstances.ts';
import { Emitter } from '../../../src/model/event.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import type { RemoteSource } from '../../../src/model/ports.ts';
import { anAccount } from './anAccount.ts';

describe('RemoteInstances', () => {
  const changed = new Emitter<void>();
  let state: RemoteSource['state'];
  let urls: string[];
  let starts: number;
  let signedIn: string[];
  const suggestions = () =>
    new RemoteInstances(
      {
        get state() {
          return state;
        },
        get remotes() {
          return urls.map((url) => ({ repository: 'r', name: 'origin', url }));
        },
        onDidChange: changed.event,
        start: () => (starts += 1),
        reread: () => undefined,
      },
      { accounts: signedIn.map((instance, at) => anAccount(at, instance)) },
    );
  beforeEach(() => {
    state = 'ready';
    starts = 0;
    signedIn = [];
    urls = ['https://example.com/gitlab/a/b.git', 'git@example.com:a/b.git', 'https://github.com/x/y', '/tmp/folder'];
  });

  it('suggests each instance once, and no other forges', () => {
    assert.deepEqual(suggestions().instances(), ['https://example.com']);
  });

  it('suggests the instances without an account first, otherwise in the order of the remotes', () => {
    urls = ['a', 'b', 'c', 'd'].map((host) => `https://${host}.example/a/b.git`);
    signedIn = ['https://a.example', 'https://c.example'];
    assert.deepEqual(
      suggestions()
        .instances()
        .map((instance) => new URL(instance).hostname[0]),
      ['b', 'd', 'a', 'c'],
    );
  });

  it('looks for remotes when it is waited for', async () => {
    await suggestions().complete();
    assert.equal(starts, 1);
  });

  it('suggests each project on an instance once, without the subpath', () => {
    assert.deepEqual(suggestions().projectsOn('https://example.com/gitlab' as InstanceUrl), ['a/b']);
    assert.deepEqual(suggestions().projectsOn('https://gitlab.com' as InstanceUrl), []);
  });

  it('waits until the remotes are read', async () => {
    state = 'starting';
    let isComplete = false;
    const waiting = suggestions()
      .complete()
      .then(() => (isComplete = true));
    changed.fire();
    await Promise.resolve();
    assert.equal(isComplete, false);
    state = 'ready';
    changed.fire();
    await waiting;
    assert.equal(isComplete, true);
  });
});
