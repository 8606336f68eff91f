import type { Memento } from 'vscode';
import type { KeptValues } from '../model/ports.ts';

/** What is remembered over reloads on this machine: for this workspace, or for all windows. Never anything secret. */
export class Memory implements KeptValues {
  constructor(private readonly memento: Memento) {}

  /** What was written last; it may come from another version of the extension, or from another window. */
  read(key: string): unknown {
    return this.memento.get(key);
  }

  write(key: string, value: unknown): void {
    // Nothing depends on it: where it cannot be written the person is asked, or told, again.
    this.memento.update(key, value).then(undefined, () => undefined);
  }
}
