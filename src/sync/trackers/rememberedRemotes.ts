import * as v from 'valibot';
import { type Disposable, Emitter } from '../../model/event.ts';
import type { KeptValues, RemoteSource, WorkspaceRemote } from '../../model/ports.ts';

const memoryKey = 'remotes';
const remoteEntries = v.array(
  v.object({ repository: v.string(), name: v.string(), url: v.string(), folder: v.string() }),
);

/** The remotes as Git reads them, which takes a second or more after VS Code starts. */
interface ReadRemotes extends RemoteSource {
  /** Whether Git has read all repositories, or can't. */
  readonly isComplete: boolean;
}

/**
 * The remotes of the workspace. Until Git has read them, they are those of the last session in this workspace, so that
 * the view shows its stored issues at once.
 */
export class RememberedRemotes implements RemoteSource, Disposable {
  private remembered: readonly WorkspaceRemote[] = [];
  private last = '';
  private readonly changed = new Emitter<undefined>();
  private readonly subscription: Disposable;

  readonly onDidChange = this.changed.event;

  /** @param isOpen whether a folder is in this workspace, and the user trusts it. */
  constructor(
    private readonly read: ReadRemotes,
    private readonly memory: KeptValues,
    private readonly isOpen: (folder: string) => boolean,
  ) {
    this.subscription = read.onDidChange(() => {
      this.onRead();
    });
  }

  get state(): RemoteSource['state'] {
    return this.isEarly ? 'ready' : this.read.state;
  }

  get remotes(): readonly WorkspaceRemote[] {
    return this.isEarly ? this.remembered : this.read.remotes;
  }

  start(): void {
    const { success, output } = v.safeParse(remoteEntries, this.memory.read(memoryKey));
    if (success && !this.read.isComplete) this.remembered = output.filter(({ folder }) => this.isOpen(folder));
    this.read.start();
    this.notify();
  }

  reread(): void {
    this.read.reread();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** Whether Git is still reading, and there are remotes of the last session. */
  private get isEarly(): boolean {
    const { state, isComplete } = this.read;
    return this.remembered.length > 0 && !isComplete && (state === 'starting' || state === 'ready');
  }

  private onRead(): void {
    const { state, isComplete, remotes } = this.read;
    if (isComplete) {
      this.remembered = [];
      if (state === 'ready' || state === 'noGit') this.remember(remotes);
    }
    this.notify();
  }

  private remember(remotes: readonly WorkspaceRemote[]): void {
    const kept = remotes.flatMap(({ folder, url, ...remote }) =>
      folder === undefined ? [] : [{ ...remote, folder, url: withoutSecrets(url) }],
    );
    if (JSON.stringify(kept) !== JSON.stringify(this.memory.read(memoryKey))) this.memory.write(memoryKey, kept);
  }

  private notify(): void {
    const now = JSON.stringify([this.state, this.remotes]);
    if (now === this.last) return;
    this.last = now;
    this.changed.fire(undefined);
  }
}

/** A URL can contain a password or a token, which must not be stored. */
function withoutSecrets(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1').replace(/[?#].*$/s, '');
}
