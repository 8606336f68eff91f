import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a process may take to exit on its own, in ms. */
const patience = 3000;

const running = new Set<ProcessGroup>();
// Child processes must not outlive this process, even after an error.
process.on('exit', () => {
  for (const group of running) group.kill();
});

/**
 * A program with all its child processes. VS Code's server starts an extension host, file watchers, and language
 * servers.
 */
export class ProcessGroup {
  private constructor(
    private readonly child: ChildProcess,
    private log: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.log += text));
    }
  }

  /** Starts a program as the leader of a new process group. */
  static start(program: string, args: readonly string[], env: NodeJS.ProcessEnv): ProcessGroup {
    const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const group = new ProcessGroup(child, '');
    running.add(group);
    child.on('error', (error) => (group.log += `\n${error.message}`));
    return group;
  }

  /** All output so far. */
  get output(): string {
    return this.log;
  }

  get hasEnded(): boolean {
    return this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Stops the program and all its child processes. */
  async stop(): Promise<void> {
    if (!this.hasEnded) {
      const ended = once(this.child, 'exit');
      this.signal('SIGTERM');
      await Promise.race([ended, delay(patience, undefined, { ref: false })]);
    }
    // Kill the group even if the leader has exited, because its children might still run.
    this.kill();
  }

  /** Kills all processes immediately. */
  kill(): void {
    this.signal('SIGKILL');
    running.delete(this);
  }

  private signal(signal: NodeJS.Signals): void {
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, signal);
    } catch {
      // The group has no processes left.
    }
  }
}
