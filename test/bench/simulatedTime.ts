import { MemoryFiles } from '../unit/sync/memoryFiles.ts';
import { ManualClock } from '../unit/manualClock.ts';
import type { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { BenchWindow } from './benchWindow.ts';
import { startWithOpenIssues } from './openWorld.ts';

/** A GitLab and windows of one machine, all by one clock that only the bench turns: hours pass in seconds. */
export class SimulatedTime {
  readonly windows: BenchWindow[] = [];
  private readonly files: MemoryFiles;

  private constructor(
    readonly gitlab: StandInGitLab,
    readonly clock: ManualClock,
  ) {
    this.files = new MemoryFiles(() => clock.now());
  }

  static async start(openIssues: number): Promise<SimulatedTime> {
    const clock = new ManualClock();
    const gitlab = await startWithOpenIssues(openIssues, () => clock.now());
    // In the seed people are at work until midnight, and the more issues, the more of them.
    await clock.advance(2 * 60 * 60_000);
    return new SimulatedTime(gitlab, clock);
  }

  /** Opens one more window on the project, with the view visible and the window focused, and waits for its first look. */
  async open(): Promise<BenchWindow> {
    const { gitlab, clock, files } = this;
    const window = new BenchWindow({ url: gitlab.url, token: gitlab.tokens.personal, files, clock });
    this.windows.push(window);
    const filled = window.fill();
    await this.pass(0);
    await filled;
    return window;
  }

  /** Lets time pass. Each request in that time is answered before the time continues. */
  async pass(ms: number): Promise<void> {
    await this.clock.advanceWith(ms, async () => {
      do {
        await new Promise((resolve) => setImmediate(resolve));
        await this.clock.advance(0);
      } while (!this.windows.every(({ isQuiet }) => isQuiet));
    });
  }

  async close(): Promise<void> {
    for (const window of this.windows) window.close();
    await this.gitlab.close();
  }
}
