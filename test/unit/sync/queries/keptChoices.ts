import { Emitter } from '../../../../src/model/event.ts';
import type { KeptValues, SingleSettings } from '../../../../src/model/ports.ts';

/** The settings and the remembered choices of a window. */
export class KeptChoices implements KeptValues, SingleSettings {
  readonly kept = new Map<string, unknown>();
  private readonly values = new Map<string, unknown>();
  private readonly changed = new Emitter<string>();

  read(key: string): unknown {
    return this.kept.get(key);
  }

  write(key: string, value: unknown): void {
    this.kept.set(key, value);
  }

  get<T>(name: string, read: (value: unknown) => T | undefined): T | undefined {
    return read(this.values.get(name));
  }

  set(name: string, value: unknown): void {
    this.values.set(name, value);
    this.changed.fire(name);
  }

  onDidChange(names: readonly string[], listener: () => void): { dispose(): void } {
    return this.changed.event((name) => {
      if (names.includes(name)) listener();
    });
  }
}
