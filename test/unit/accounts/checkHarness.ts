import assert from 'node:assert/strict';
import { AccountStore } from '../../../src/accounts/accountStore.ts';
import { ConnectionCheck } from '../../../src/accounts/connectionCheck.ts';
import { Connections } from '../../../src/accounts/connections.ts';
import { readCertificate, resolveName, tryPort } from '../../../src/host/node/networkProbe.ts';
import { type Account, accountKey } from '../../../src/model/account.ts';
import { systemClock } from '../../../src/model/time/clock.ts';
import {
  connectionReport,
  type ConnectionStep,
  type StepName,
} from '../../../src/model/connection/connectionReport.ts';
import type { NetworkSettings } from '../../../src/model/connection/network.ts';
import { Emitter } from '../../../src/model/event.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import type { RemoteSource } from '../../../src/model/ports.ts';
import { Scrubber } from '../../../src/model/text/scrubber.ts';
import { LogLines } from '../gitlab/startTransport.ts';
import { FakeSecrets } from './fakeSecrets.ts';
import { keptValues } from '../keptValues.ts';

/** VS Code's default settings, on a machine without a proxy. */
export const plainSettings: NetworkSettings = {
  proxy: '',
  support: 'override',
  noProxy: [],
  environment: {},
  systemCertificates: true,
  strict: true,
};

/** A connection check with its own account store. Fails if a check reveals one of the tokens. */
export class CheckHarness {
  readonly log = new LogLines();
  readonly asked: string[] = [];
  remotes: string[] = [];
  remoteState: RemoteSource['state'] = 'ready';
  private readonly scrubber = new Scrubber();
  private readonly store = new AccountStore(new FakeSecrets(), keptValues(), this.scrubber, systemClock, this.log);
  private readonly secrets: string[] = [];

  async signIn(instance: string, token: string, more: Partial<Account> = {}): Promise<void> {
    this.secrets.push(token);
    const account = {
      instance: instance as InstanceUrl,
      kind: 'personal',
      user: { id: 1, username: 'mira.lindqvist', name: 'Mira' },
      scopes: ['api'],
      serverVersion: '18.9.1-ee',
      ...more,
    } as const;
    await this.store.save({ key: accountKey(account), ...account }, token);
  }

  /** Runs the check, and asserts that the report, the steps, and the log contain no token. */
  async run(url: string, settings: Partial<NetworkSettings> = {}, signal?: AbortSignal): Promise<Steps> {
    const state = (): RemoteSource['state'] => this.remoteState;
    const check = new ConnectionCheck(
      new Connections(this.store, systemClock, this.log, 'test'),
      this.store,
      {
        get state() {
          return state();
        },
        remotes: this.remotes.map((remote, index) => ({ repository: 'here', name: `r${index}`, url: remote })),
        onDidChange: new Emitter<void>().event,
        start: () => undefined,
        reread: () => undefined,
      },
      { settings: () => ({ ...plainSettings, ...settings }), resolveName, tryPort, readCertificate },
      systemClock,
    );
    const steps = await check.run(url as InstanceUrl, {
      ...(signal ? { signal } : {}),
      onStep: (title) => this.asked.push(title),
    });
    const report = connectionReport(url as InstanceUrl, ['Issues for GitLab 0.1.0'], steps, this.scrubber);
    for (const secret of this.secrets)
      assert.ok(!`${report}${JSON.stringify(steps)}${this.log.lines.join()}`.includes(secret), 'a token got out');
    return new Steps(steps, report);
  }
}

/** The steps of a check, for assertions. */
export class Steps {
  constructor(
    private readonly steps: readonly ConnectionStep[],
    readonly report: string,
  ) {}

  /** Returns the steps with a name as `verdict: found -> fix`. */
  all(name: StepName): string[] {
    return this.steps
      .filter((step) => step.name === name)
      .map(({ verdict, found, fix }) => `${verdict}: ${found}${fix === undefined ? '' : ` -> ${fix}`}`);
  }

  expect(name: StepName, words: RegExp): void {
    const found = this.all(name);
    assert.equal(found.length, 1, name);
    assert.match(found[0]!, words);
  }

  get failed(): readonly StepName[] {
    return this.steps.filter(({ verdict }) => verdict === 'failed').map(({ name }) => name);
  }
}
