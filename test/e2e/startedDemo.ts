import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { waitUntil } from '../host/waitUntil.ts';

/** `npm start` as a person runs it in a terminal. */
export class StartedDemo {
  /** Everything printed so far. */
  output = '';
  private readonly ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    // Not 'exit': npm may be gone before what it started, which holds the other end of the streams.
    this.ended = once(child, 'close').then(([code]) => code as number | null);
  }

  /** Runs it with these options, and with that folder for its temporary files. */
  static run(temporary: string, options: readonly string[]): StartedDemo {
    const env = { ...process.env, TMPDIR: temporary };
    // In a group of its own, so that its Ctrl-C is not ours.
    const child = spawn('npm', ['start', '--silent', '--', ...options], { cwd: repositoryRoot, env, detached: true });
    return new StartedDemo(child);
  }

  /** Waits for a printed line of that form and returns its address. */
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

  /** Presses Ctrl-C, which the terminal sends to every process in it. */
  interrupt(): void {
    const { pid, exitCode, signalCode } = this.child;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGINT');
  }

  /** Waits until it has ended, and returns its exit code. */
  async exitCode(): Promise<number | null> {
    return this.ended;
  }
}
