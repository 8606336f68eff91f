import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a process may take to end on its own, in ms. */
const patience = 3000;

const running = new Set<ProcessGroup>();
// Nothing that we started outlives us, even when an error ends us.
process.on('exit', () => {
  for (const group of running) group.kill();
});

/** A program with everything that it starts: VS Code's server has an extension host, file watchers and language servers. */
export class ProcessGroup {
  private constructor(
    private readonly child: ChildProcess,
    private log: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.log += text));
    }
  }

  /** Starts a program as the leader of a process group of its own. */
  static start(program: string, args: readonly string[], env: NodeJS.ProcessEnv): ProcessGroup {
    const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const group = new ProcessGroup(child, '');
    running.add(group);
    child.on('error', (error) => (group.log += `\n${error.message}`));
    return group;
  }

  /** Everything printed so far. */
  get output(): string {
    return this.log;
  }

  get hasEnded(): boolean {
    return this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Ends the program and everything it started. */
  async stop(): Promise<void> {
    if (!this.hasEnded) {
      const ended = once(this.child, 'exit');
      this.signal('SIGTERM');
      await Promise.race([ended, delay(patience, undefined, { ref: false })]);
    }
    // Also when the leader has ended, because its children may still run.
    this.kill();
  }

  /** Ends it all at once. */
  kill(): void {
    this.signal('SIGKILL');
    running.delete(this);
  }

  private signal(signal: NodeJS.Signals): void {
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, signal);
    } catch {
      // Nobody of the group is left.
    }
  }
}
