import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountStore } from '../../../src/accounts/accountStore.ts';
import { checkToken } from '../../../src/accounts/checkToken.ts';
import { Connections } from '../../../src/accounts/connections.ts';
import { TokenRenewal } from '../../../src/accounts/tokenRenewal.ts';
import { FileLocks } from '../../../src/host/node/fileLocks.ts';
import type { Account } from '../../../src/model/account.ts';
import { type Clock, systemClock } from '../../../src/model/time/clock.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import { Scrubber } from '../../../src/model/text/scrubber.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { failure, LogLines } from '../gitlab/startTransport.ts';
import { waitUntil } from '../waitUntil.ts';
import { FakeSecrets } from './fakeSecrets.ts';
import { keptValues } from '../keptValues.ts';

const self = '/api/v4/personal_access_tokens/self';

/** A clock of short waits, so that a crashed window is given up after a second. */
const hasty: Clock = { ...systemClock, after: (ms, callback) => systemClock.after(ms / 20, callback) };
/** The clock of a crashed window. It shows no sign of life. */
const stopped: Clock = { ...systemClock, after: () => ({ dispose: () => undefined }) };

/** As in VS Code, a secret reaches the other windows a little after the promise of `store` resolved. */
class LateSecrets extends FakeSecrets {
  others: readonly FakeSecrets[] = [];

  override async store(key: string, value: string): Promise<void> {
    await super.store(key, value);
    const { others } = this;
    setTimeout(() => {
      for (const other of others) {
        other.values.set(key, value);
        other.tell(key);
      }
    }, 10);
  }
}

/** The parts of one window that a renewal needs. */
class Window {
  readonly secrets = new LateSecrets();
  readonly store = new AccountStore(this.secrets, keptValues(), new Scrubber(), systemClock, new LogLines());
  readonly connections = new Connections(this.store, systemClock, new LogLines(), 'test');
  readonly renewal: TokenRenewal;

  constructor(storage: { readonly fsPath: string }, clock = hasty) {
    this.renewal = new TokenRenewal(this.store, this.connections, new FileLocks(storage, clock, new LogLines()), clock);
  }
}

describe('S3: the renewal of a token in two windows', () => {
  let gitlab: StandInGitLab;
  let windows: readonly [Window, Window];
  let account: Account;
  let asked: number;
  let storage: { readonly fsPath: string };

  beforeEach(async () => {
    gitlab = await StandInGitLab.start({ projects: 1, issues: 1 });
    storage = { fsPath: await mkdtemp(join(tmpdir(), 'renewal-')) };
    windows = [new Window(storage), new Window(storage)];
    const [first, second] = windows;
    const instance = gitlab.url as InstanceUrl;
    account = await checkToken(first.connections.clientWith(instance, gitlab.tokens.personal), instance);
    for (const { store } of windows) await store.save(account, gitlab.tokens.personal);
    first.secrets.others = [second.secrets];
    second.secrets.others = [first.secrets];
    asked = gitlab.requests.length;
    gitlab.addFault({ path: self, do: { kind: 'delay', ms: 5 } });
    gitlab.addFault({ path: `${self}/rotate`, do: { kind: 'delay', ms: 10 } });
  });
  afterEach(async () => {
    await gitlab.close();
    await rm(storage.fsPath, { recursive: true });
  });

  const rotations = () => gitlab.requests.filter(({ path }) => path === `${self}/rotate`).length;
  const isAlive = () => gitlab.world.tokens.get('personal')?.revoked === false;

  it('leaves a valid token after 200 presses, two at once in each window, on a slow server', async () => {
    const press = async ({ renewal }: Window) => {
      for (let presses = 0; presses < 50; presses++) {
        await renewal.renew(account, renewal.dayIn(90));
        assert.ok(isAlive(), `after ${presses} presses`);
      }
    };
    await Promise.all([...windows, ...windows].map(press));
  }).timeout(60_000);

  it('sends one rotation for a press in each window, and both windows continue with the new token', async () => {
    const renewed = await Promise.all(
      windows.map(({ renewal }, index) => renewal.renew(account, renewal.dayIn(30 + index))),
    );
    assert.equal(rotations(), 1);
    assert.deepEqual(renewed.map(({ isByOther }) => isByOther).sort(), [false, true]);
    assert.equal(renewed[0]?.account.expiresOn, renewed[1]?.account.expiresOn);
    for (const { store } of windows) assert.equal(store.token(account), gitlab.tokens.personal);
  });

  it('sends one rotation for two presses in one window', async () => {
    const [{ renewal }] = windows;
    assert.equal(renewal.isRunning(account), false);
    const presses = [renewal.renew(account, renewal.dayIn(30)), renewal.renew(account, renewal.dayIn(60))];
    await waitUntil(() => renewal.isRunning(account), 'the renewal');
    const [first, second] = await Promise.all(presses);
    assert.equal(rotations(), 1);
    assert.equal(first, second);
    assert.equal(renewal.isRunning(account), false);
  });

  it('renews in the other window after a window crashed before the rotation', async () => {
    const crashed = new Window(storage, stopped);
    await crashed.store.save(account, gitlab.tokens.personal);
    gitlab.clearFaults();
    gitlab.addFault({ path: self, count: 1, do: { kind: 'hang' } });
    void crashed.renewal.renew(account, crashed.renewal.dayIn(30)).catch(() => undefined);
    await waitUntil(() => gitlab.requests.length > asked, 'its request');
    const other = new Window(storage);
    await other.store.save(account, gitlab.tokens.personal);
    const { token } = await other.renewal.renew(account, other.renewal.dayIn(60));
    assert.equal(token, gitlab.tokens.personal);
    assert.ok(isAlive());
  });

  it('sends no second rotation after a window crashed before it stored the new token', async () => {
    const crashed = new Window(storage, stopped);
    await crashed.store.save(account, gitlab.tokens.personal);
    const old = gitlab.tokens.personal;
    crashed.secrets.writeGate = new Promise(() => undefined);
    void crashed.renewal.renew(account, crashed.renewal.dayIn(30));
    await waitUntil(() => gitlab.tokens.personal !== old, 'the rotation');
    const other = new Window(storage);
    await other.store.save(account, old);
    const lost = await failure(other.renewal.renew(account, other.renewal.dayIn(60)));
    assert.equal(lost.facts.detail, 'revoked');
    assert.equal(rotations(), 1);
    assert.ok(isAlive());
  });

  it('sends nothing if no lock can be written', async () => {
    await writeFile(join(storage.fsPath, 'file'), '');
    const window = new Window({ fsPath: join(storage.fsPath, 'file') });
    await window.store.save(account, gitlab.tokens.personal);
    const error = await failure(window.renewal.renew(account, window.renewal.dayIn(30)));
    assert.deepEqual([error.reason, error.facts.detail], ['storage', 'lock']);
    assert.equal(gitlab.requests.length, asked);
  });
});
