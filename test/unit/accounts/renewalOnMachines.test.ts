import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountStore } from '../../../src/accounts/accountStore.ts';
import { checkToken } from '../../../src/accounts/checkToken.ts';
import { Connections } from '../../../src/accounts/connections.ts';
import { TokenRenewal } from '../../../src/accounts/tokenRenewal.ts';
import { FileLocks } from '../../../src/host/node/fileLocks.ts';
import { SecretLocks } from '../../../src/host/secretLocks.ts';
import type { Account } from '../../../src/model/account.ts';
import { systemClock } from '../../../src/model/time/clock.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import type { WindowLocks } from '../../../src/model/ports.ts';
import { Scrubber } from '../../../src/model/text/scrubber.ts';
import { Random } from '../../gitlab/seed/random.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { failure, LogLines } from '../gitlab/startTransport.ts';
import { ManualClock } from '../manualClock.ts';
import { seed } from '../testRuns.ts';
import { SharedSecrets } from './sharedSecrets.ts';
import { keptValues } from '../keptValues.ts';

const rotate = '/api/v4/personal_access_tokens/self/rotate';

describe('S3: the renewal of a token on two machines', () => {
  const { fetch } = globalThis;
  let gitlab: StandInGitLab;
  let clock: ManualClock;
  let shared: SharedSecrets;
  let account: Account;
  let folders: string[];
  /** The number of calls to the file system and the server. The clock stands still during these. */
  let calls: number;

  const during = async <T>(call: Promise<T>): Promise<T> => {
    calls += 1;
    try {
      return await call;
    } finally {
      calls -= 1;
    }
  };
  const settle = async () => {
    do for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    while (calls > 0);
  };
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));

  /** Locks whose calls to the file system count as calls. Only one window of the machine takes them. */
  const locksIn = (fsPath: string): WindowLocks => {
    const locks = new FileLocks({ fsPath }, clock, new LogLines());
    return {
      hold: (name, work) => {
        calls += 1;
        const held = locks.hold(name, async (isHeld) => {
          calls -= 1;
          try {
            return await work(() => during(isHeld()));
          } finally {
            calls += 1;
          }
        });
        return held.finally(() => {
          calls -= 1;
        });
      },
    };
  };

  /** A window with its own file system. */
  const openWindow = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'renewal-'));
    folders.push(folder);
    const secrets = shared.window();
    const store = new AccountStore(secrets, keptValues(), new Scrubber(), clock, new LogLines());
    const connections = new Connections(store, systemClock, new LogLines(), 'test');
    const locks = new SecretLocks(secrets, locksIn(folder), clock, new LogLines());
    return { secrets, store, connections, renewal: new TokenRenewal(store, connections, locks, clock) };
  };

  /** Lets the time pass until the work ends. */
  const through = async <T>(work: Promise<T>): Promise<T> => {
    const progress = { ended: false };
    const end = () => {
      progress.ended = true;
    };
    work.then(end, end);
    while (!progress.ended) await clock.advanceWith(1_000, settle);
    return work;
  };

  beforeEach(async () => {
    clock = new ManualClock();
    gitlab = await StandInGitLab.start({ projects: 1, issues: 1, now: () => clock.now() });
    shared = new SharedSecrets(clock);
    folders = [];
    calls = 0;
    const { store, connections } = await openWindow();
    const instance = gitlab.url as InstanceUrl;
    account = await checkToken(connections.clientWith(instance, gitlab.tokens.personal), instance);
    await store.save(account, gitlab.tokens.personal);
    await clock.advance(1_000);
  });
  afterEach(async () => {
    globalThis.fetch = fetch;
    await gitlab.close();
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  const rotations = () => gitlab.requests.filter(({ path }) => path === rotate).length;
  const isAlive = () => gitlab.world.tokens.get('personal')?.revoked === false;

  it('leaves a valid token after 200 presses, with slow connections to the server and the other machine', async () => {
    const random = new Random(seed);
    shared.timeToCall = () => random.int(0, 200);
    globalThis.fetch = async (input, init) => {
      await pause(random.int(0, 4_000));
      const response = await during(fetch(input, init));
      const body = await during(response.arrayBuffer());
      await pause(random.int(0, 4_000));
      return new Response(body, response);
    };
    const windows = [await openWindow(), await openWindow()];
    const ended = { own: 0, other: 0, refused: 0 };
    const press = async ({ secrets, renewal }: (typeof windows)[number]) => {
      for (let presses = 0; presses < 100; presses++) {
        await pause(random.int(0, 8_000));
        try {
          const { isByOther } = await renewal.renew(account, renewal.dayIn(30 + presses));
          ended[isByOther ? 'other' : 'own'] += 1;
        } catch (error) {
          // The other window renewed the token again and again for a minute.
          assert.equal(GitLabError.from(error).facts.detail, 'otherWindow');
          ended.refused += 1;
        }
        assert.ok(isAlive(), `after ${presses} presses`);
        const claims = [...secrets.values].filter(([key]) => !key.startsWith('gitlabIssues.account:'));
        for (const [, claim] of claims) assert.match(claim, /^[\da-f-]{36}$/);
      }
    };
    await through(Promise.all(windows.map(press)));
    assert.equal(rotations(), ended.own);
    assert.ok(ended.own > 50 && ended.other > 20 && ended.refused < 20, JSON.stringify(ended));
    await clock.advance(1_000);
    for (const { secrets } of windows) {
      assert.equal(secrets.values.size, 1);
      assert.ok([...secrets.values.values()][0]?.includes(gitlab.tokens.personal));
    }
  }).timeout(60_000);

  it('sends no request if the claim cannot be written', async () => {
    const { secrets, renewal } = await openWindow();
    secrets.failing = 'store';
    const asked = gitlab.requests.length;
    const error = await through(failure(renewal.renew(account, renewal.dayIn(30))));
    assert.ok(GitLabError.is(error, 'storage'));
    assert.equal(error.facts.detail, 'claim');
    assert.equal(gitlab.requests.length, asked);
  });
});
