import type { SecretStorage, SecretStorageChangeEvent } from 'vscode';
import { Emitter } from '../../../src/model/event.ts';

/** A stand-in for VS Code's SecretStorage. The windows of a test share it, and the test can make it fail. */
export class FakeSecrets implements SecretStorage {
  readonly values = new Map<string, string>();
  /** The number of events for each change. Some versions of VS Code sent none or two. */
  eventsPerChange = 1;
  failing: 'get' | 'store' | 'keys' | undefined;
  hanging = false;
  reads = 0;
  /** `get` waits for this promise before it returns. */
  gate: Promise<unknown> = Promise.resolve();
  /** `store` waits for this promise before it writes. */
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

  /** Reports that a secret changed, as after a change in another window. */
  tell(key: string): void {
    for (let event = 0; event < this.eventsPerChange; event++) this.emitter.fire({ key });
  }
}
