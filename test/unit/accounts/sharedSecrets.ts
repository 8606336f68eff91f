import type { Clock } from '../../../src/model/time/clock.ts';
import { FakeSecrets } from './fakeSecrets.ts';

/** The time that VS Code waits in a window before it sends changes, and in the main process before it passes them on. */
const delay = 100;

/**
 * The secret storage of VS Code's desktop app. Each window has a copy of the secrets. A change reaches the main process,
 * and then the last value of the secret reaches all windows.
 */
export class SharedSecrets {
  /** How long a call takes from the extension host to the window, such as over SSH. */
  timeToCall = (): number => 0;
  private readonly stored = new Map<string, string>();
  private readonly windows: FakeSecrets[] = [];

  constructor(readonly clock: Clock) {}

  /** The secret storage of another window. */
  window(): FakeSecrets {
    const secrets = new WindowSecrets(this);
    for (const [key, value] of this.stored) secrets.values.set(key, value);
    this.windows.push(secrets);
    return secrets;
  }

  /** Called after a window changed its copy. */
  change(key: string, value: string | undefined): void {
    this.clock.after(delay, () => {
      put(this.stored, key, value);
      this.clock.after(delay, () => {
        for (const { values } of this.windows) put(values, key, this.stored.get(key));
        for (const window of this.windows) window.tell(key);
      });
    });
  }
}

class WindowSecrets extends FakeSecrets {
  constructor(private readonly shared: SharedSecrets) {
    super();
  }

  override async get(key: string): Promise<string | undefined> {
    await this.call();
    return super.get(key);
  }

  override async store(key: string, value: string): Promise<void> {
    await this.call();
    await super.store(key, value);
    this.shared.change(key, value);
  }

  override async delete(key: string): Promise<void> {
    await this.call();
    await super.delete(key);
    this.shared.change(key, undefined);
  }

  private async call(): Promise<void> {
    const ms = this.shared.timeToCall();
    if (ms > 0) await new Promise<void>((resolve) => this.shared.clock.after(ms, resolve));
  }
}

function put(values: Map<string, string>, key: string, value: string | undefined): void {
  if (value === undefined) values.delete(key);
  else values.set(key, value);
}
