import type { SecretStorage, SecretStorageChangeEvent } from 'vscode';
import { Emitter } from '../../../src/model/event.ts';

/** VS Code's SecretStorage, shared by the windows of a test, with its faults on request. */
export class FakeSecrets implements SecretStorage {
  readonly values = new Map<string, string>();
  /** How often an event comes for one change: once, or as some versions had it, never or twice. */
  eventsPerChange = 1;
  failing: 'get' | 'store' | 'keys' | undefined;
  hanging = false;
  reads = 0;
  /** Reading waits for it. */
  gate: Promise<unknown> = Promise.resolve();
  /** Writing waits for it. */
  writeGate: Promise<unknown> = Promise.resolve();
  private readonly emitter = new Emitter<SecretStorageChangeEvent>();

  readonly onDidChange = this.emitter.event as SecretStorage['onDidChange'];

  async keys(): Promise<string[]> {
    await this.answer('keys');
    return [...this.values.keys()];
  }

  async get(key: string): Promise<string | undefined> {
    this.reads += 1;
    await this.answer('get');
    const value = this.values.get(key);
    await this.gate;
    return value;
  }

  async store(key: string, value: string): Promise<void> {
    await this.answer('store');
    await this.writeGate;
    this.values.set(key, value);
    this.tell(key);
  }

  async delete(key: string): Promise<void> {
    await this.answer('store');
    this.values.delete(key);
    this.tell(key);
  }

  private async answer(call: 'get' | 'store' | 'keys'): Promise<void> {
    if (this.hanging) await new Promise(() => undefined);
    if (this.failing === call)
      throw new Error('The name org.freedesktop.secrets was not provided by any .service files');
    await Promise.resolve();
  }

  /** Says that a secret changed, as another window's change does. */
  tell(key: string): void {
    for (let event = 0; event < this.eventsPerChange; event++) this.emitter.fire({ key });
  }
}
