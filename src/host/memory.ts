import type { Memento } from 'vscode';
import type { KeptValues } from '../model/ports.ts';

/**
 * Values that persist across reloads on this machine, for this workspace or for all windows. Never contains secrets.
 */
export class Memory implements KeptValues {
  constructor(private readonly memento: Memento) {}

  /** The last written value. It may come from another version of the extension, or from another window. */
  read(key: string): unknown {
    return this.memento.get(key);
  }

  write(key: string, value: unknown): void {
    // Failures don't matter. At worst, the user sees a question or a message again.
    this.memento.update(key, value).then(undefined, () => undefined);
  }
}
