/** What has to be undone when a script ends, undone in the opposite order, whether it ends normally or by Ctrl-C. */
export class Cleanup {
  private steps: (() => unknown)[] = [];
  private running: Promise<void> | undefined;

  /** Adds a step. One that is added when the clean-up has begun runs at once: what it undoes would outlive us. */
  add(step: () => unknown): void {
    if (this.running) this.running = this.running.then(() => this.runStep(step));
    else this.steps.push(step);
  }

  /** Runs every step, each once; a step that fails does not keep the others from running. */
  async run(): Promise<void> {
    this.running ??= this.runSteps();
    await this.running;
  }

  /** Cleans up on Ctrl-C and on a polite kill, then ends the process as the shell expects (128 + signal). */
  onSignals(): void {
    const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
    for (const [signal, exitCode] of Object.entries(exitCodes)) {
      // `npm` passes Ctrl-C on to us, and the terminal sends it too: only the first one counts.
      process.on(signal, () => {
        void this.run().then(() => process.exit(exitCode));
      });
    }
  }

  private async runSteps(): Promise<void> {
    for (let step = this.steps.pop(); step; step = this.steps.pop()) await this.runStep(step);
  }

  private async runStep(step: () => unknown): Promise<void> {
    try {
      await step();
    } catch (error) {
      console.error('Clean-up:', error instanceof Error ? error.message : error);
    }
  }
}
