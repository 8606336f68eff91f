import { MemoryFiles } from '../unit/sync/memoryFiles.ts';
import { ManualClock } from '../unit/manualClock.ts';
import type { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { BenchWindow } from './benchWindow.ts';
import { startWithOpenIssues } from './openWorld.ts';

/** A GitLab and the windows of one machine, with a shared clock that only the bench advances. Hours pass in seconds. */
export class SimulatedTime {
  readonly windows: BenchWindow[] = [];
  private readonly files: MemoryFiles;

  private constructor(
    readonly gitlab: StandInGitLab,
    readonly clock: ManualClock,
  ) {
    this.files = new MemoryFiles(() => clock.now());
  }

  /** @param openIssues in each project. */
  static async start(openIssues: number, projects = 1): Promise<SimulatedTime> {
    const clock = new ManualClock();
    const gitlab = await startWithOpenIssues(openIssues, () => clock.now(), projects);
    // In the seed, people work until midnight, and more so with more issues. Skip past that.
    await clock.advance(2 * 60 * 60_000);
    return new SimulatedTime(gitlab, clock);
  }

  /** Opens another visible, focused window on the project, and waits for its first sync. */
  async open(): Promise<BenchWindow> {
    const window = this.create();
    const filled = window.fill();
    await this.pass(0);
    await filled;
    return window;
  }

  /** Creates a window on all projects, which hasn't requested anything yet. */
  create(): BenchWindow {
    const { gitlab, clock, files } = this;
    const projects = [...gitlab.world.projects.values()].map((project) => gitlab.world.projectPath(project));
    const window = new BenchWindow({ url: gitlab.url, token: gitlab.tokens.personal, files, clock, projects });
    this.windows.push(window);
    return window;
  }

  /** Advances the clock. The server answers each request before the clock moves on. */
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
