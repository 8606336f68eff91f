import assert from 'node:assert/strict';
import { WalkthroughChoices } from '../../../src/accounts/walkthroughChoices.ts';
import { contextKeys } from '../../../src/manifest.ts';
import type { Account } from '../../../src/model/account.ts';
import { Emitter } from '../../../src/model/event.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';

const example = 'https://example.com/gitlab' as InstanceUrl;
const gitlab = 'https://gitlab.com' as InstanceUrl;
const accountOn = (instance: InstanceUrl): Account => ({
  key: `${instance}|personal|1`,
  instance,
  kind: 'personal',
  user: { id: 1, username: 'ada', name: 'Ada' },
  scopes: ['api'],
  serverVersion: '18.9.1',
});

describe('WalkthroughChoices', () => {
  let memory: Map<string, unknown>;
  let keys: Map<string, boolean>;
  let accounts: readonly Account[] | undefined;
  let changed: Emitter<void>;
  const open = () =>
    new WalkthroughChoices(
      {
        read: (key) => memory.get(key),
        // VS Code stores values as JSON.
        write: (key, value) => void memory.set(key, JSON.parse(JSON.stringify(value))),
      },
      {
        get accounts() {
          return accounts;
        },
        load: () => Promise.resolve(accounts ?? []),
        onDidChange: changed.event,
      },
      (key, value) => void keys.set(key, value),
    );
  const have = (...now: Account[]) => {
    accounts = now;
    changed.fire();
  };
  const ticked = () =>
    [contextKeys.instanceChosen, contextKeys.tokenKindChosen, contextKeys.tokenStored].map((key) => keys.get(key));
  beforeEach(() => {
    memory = new Map();
    keys = new Map();
    accounts = undefined;
    changed = new Emitter();
  });

  it('completes nothing at first', () => {
    open();
    assert.deepEqual(ticked(), [false, false, false]);
  });

  it('completes a choice, and again after a reload', () => {
    const choices = open();
    choices.chooseInstance(example);
    assert.deepEqual(ticked(), [true, false, false]);
    choices.chooseKind('project');
    choices.choosePath('a/b');
    choices.dispose();
    keys.clear();
    const reloaded = open();
    assert.deepEqual(ticked(), [true, true, false]);
    assert.deepEqual([reloaded.instance, reloaded.kind], [example, 'project']);
    assert.deepEqual(reloaded.homeOn(example), { kind: 'project', path: 'a/b' });
  });

  it('completes the token step when a token for the chosen instance is stored, until the user signs out', () => {
    open().chooseInstance(example);
    have(accountOn(gitlab));
    assert.equal(keys.get(contextKeys.tokenStored), false);
    have(accountOn(gitlab), accountOn(example));
    assert.equal(keys.get(contextKeys.tokenStored), true);
    have(accountOn(gitlab));
    assert.equal(keys.get(contextKeys.tokenStored), false);
    assert.deepEqual(ticked(), [true, true, false]);
  });

  it('counts signing in without the walkthrough as every choice', () => {
    open();
    have(accountOn(gitlab));
    assert.deepEqual(ticked(), [true, true, true]);
    have();
    assert.deepEqual(ticked(), [false, false, false]);
  });

  it('proposes the selected instance until the user is signed in there', async () => {
    const choices = open();
    assert.equal(await choices.openInstance(), undefined);
    choices.chooseInstance(example);
    have(accountOn(gitlab));
    assert.equal(await choices.openInstance(), example);
    have(accountOn(example));
    assert.equal(await choices.openInstance(), undefined);
  });

  it('forgets the project when another instance or token type is chosen, and keeps it otherwise', () => {
    const choices = open();
    choices.chooseInstance(example);
    choices.chooseKind('group');
    choices.choosePath('a');
    choices.chooseInstance(example);
    choices.chooseKind('group');
    assert.deepEqual(choices.homeOn(example), { kind: 'group', path: 'a' });
    assert.deepEqual(choices.homeOn(gitlab), { kind: 'personal' });
    choices.chooseInstance(gitlab);
    assert.equal(choices.kind, 'group');
    assert.deepEqual(choices.homeOn(gitlab), { kind: 'personal' });
  });

  it("ignores what it can't read", () => {
    for (const broken of ['text', 7, { instance: 'not an address' }, { kind: 'deploy' }]) {
      memory.set('walkthrough', broken);
      assert.equal(open().instance, undefined);
      assert.deepEqual(ticked(), [false, false, false]);
    }
  });
});
