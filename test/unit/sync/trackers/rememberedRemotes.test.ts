import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/model/event.ts';
import type { RemoteSource, WorkspaceRemote } from '../../../../src/model/ports.ts';
import { RememberedRemotes } from '../../../../src/sync/trackers/rememberedRemotes.ts';

const remote = (url: string, folder = 'file:///app'): WorkspaceRemote => ({
  repository: folder,
  name: 'origin',
  url,
  folder,
});
const app = remote('https://gitlab.example.com/group/app.git');

/** Git, which reads the repositories when the test tells it to. */
class Git implements RemoteSource {
  state: RemoteSource['state'] = 'starting';
  remotes: readonly WorkspaceRemote[] = [];
  isComplete = false;
  private readonly changed = new Emitter<undefined>();
  readonly onDidChange = this.changed.event;

  start(): void {
    // The test calls `read`.
  }

  reread(): void {
    // There are no changes.
  }

  read(state: RemoteSource['state'], remotes: readonly WorkspaceRemote[], isComplete = true): void {
    Object.assign(this, { state, remotes, isComplete });
    this.changed.fire(undefined);
  }
}

describe('Remembered remotes', () => {
  let memory: Map<string, unknown>;
  let open: string[];
  beforeEach(() => {
    memory = new Map();
    open = ['file:///app', 'file:///lib'];
  });

  /** A window of the workspace. */
  const start = () => {
    const git = new Git();
    const kept = {
      read: (key: string) => memory.get(key),
      write: (key: string, value: unknown) => memory.set(key, value),
    };
    const remotes = new RememberedRemotes(git, kept, (folder) => open.includes(folder));
    const changes: string[] = [];
    remotes.onDidChange(() => changes.push(`${remotes.state}: ${remotes.remotes.map(({ url }) => url).join(' ')}`));
    remotes.start();
    return { git, remotes, changes };
  };

  it('are those of the last session until Git has read all repositories', () => {
    const first = start();
    assert.deepEqual([first.remotes.state, first.remotes.remotes], ['starting', []]);
    const lib = remote('https://gitlab.example.com/group/lib.git', 'file:///lib');
    first.git.read('ready', [app, lib]);
    assert.deepEqual(first.remotes.remotes, [app, lib]);

    const next = start();
    assert.deepEqual([next.remotes.state, next.remotes.remotes], ['ready', [app, lib]]);
    next.git.read('ready', [app], false);
    assert.deepEqual(next.remotes.remotes, [app, lib], 'Git has not read the other one');
    next.git.read('ready', [app, lib]);
    assert.deepEqual(next.changes, [`ready: ${app.url} ${lib.url}`]);
  });

  it('give way to what Git reads', () => {
    start().git.read('ready', [app]);
    const { git, remotes, changes } = start();
    const moved = remote('https://gitlab.example.com/group/moved.git');
    git.read('ready', [moved]);
    assert.deepEqual(remotes.remotes, [moved]);
    git.read('noGit', []);
    assert.deepEqual([remotes.state, changes.length], ['noGit', 3]);
    assert.equal(start().remotes.state, 'starting');
  });

  it('are not used in an untrusted workspace, or for a folder that was closed', () => {
    start().git.read('ready', [app]);
    open = [];
    assert.deepEqual(start().remotes.remotes, []);
    open = ['file:///app'];
    const { git, remotes } = start();
    git.read('untrusted', [], false);
    assert.deepEqual([remotes.state, remotes.remotes], ['untrusted', []]);
  });

  it('S: contain no password or token', () => {
    const { git } = start();
    git.read('ready', [
      remote('https://oauth2:glpat-secret@gitlab.example.com/group/app.git?private_token=secret#secret'),
      remote('git@gitlab.example.com:group/app.git'),
    ]);
    assert.ok(!JSON.stringify([...memory]).includes('secret'));
    assert.deepEqual(
      start().remotes.remotes.map(({ url }) => url),
      ['https://gitlab.example.com/group/app.git', 'git@gitlab.example.com:group/app.git'],
    );
  });

  it('ignore what another version stored', () => {
    for (const value of ['text', 7, [{ url: 'x' }], [null], { remotes: [] }]) {
      memory.set('remotes', value);
      assert.deepEqual(start().remotes.remotes, []);
    }
  });
});
