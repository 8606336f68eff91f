import type { Memento } from 'vscode';

/** What is remembered for this workspace on this machine, over reloads. Never anything secret. */
export class WorkspaceMemory {
  constructor(private readonly memento: Memento) {}

  /** What was written last; it may come from another version of the extension. */
  read(key: string): unknown {
    return this.memento.get(key);
  }

  write(key: string, value: unknown): void {
    // Nothing depends on it: where it cannot be written the person is asked again.
    this.memento.update(key, value).then(undefined, () => undefined);
  }
}
