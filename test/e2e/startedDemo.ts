import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { waitUntil } from '../host/waitUntil.ts';

/** `npm start`, run as in a terminal. */
export class StartedDemo {
  /** All output so far. */
  output = '';
  private readonly ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    // Not 'exit', because npm might exit before its child processes, which keep the streams open.
    this.ended = once(child, 'close').then(([code]) => code as number | null);
  }

  /** Runs it with these options and with this folder for temporary files. */
  static run(temporary: string, options: readonly string[]): StartedDemo {
    const env = { ...process.env, TMPDIR: temporary };
    // Run it in its own process group, so that its Ctrl-C doesn't reach us.
    const child = spawn('npm', ['start', '--silent', '--', ...options], { cwd: repositoryRoot, env, detached: true });
    return new StartedDemo(child);
  }

  /** Waits for the line with this label, and returns its URL. */
  async address(label: string): Promise<string> {
    return waitUntil(
      `the line "${label}: …" of npm start`,
      () => {
        const address = new RegExp(`^${label}.*: (http\\S+)$`, 'm').exec(this.output)?.[1];
        if (address === undefined && this.child.exitCode !== null) throw new Error(`npm start ended: ${this.output}`);
        return address;
      },
      { timeout: 120_000, seen: () => this.output },
    );
  }

  /** Presses Ctrl-C, which a terminal sends to all its processes. */
  interrupt(): void {
    const { pid, exitCode, signalCode } = this.child;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGINT');
  }

  /** Waits until the process ends, and returns its exit code. */
  async exitCode(): Promise<number | null> {
    return this.ended;
  }
}
