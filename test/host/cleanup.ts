/** Steps that undo a script's changes in reverse order, both at a normal end and on Ctrl-C. */
export class Cleanup {
  private steps: (() => unknown)[] = [];
  private running: Promise<void> | undefined;

  /**
   * Adds a step. After the cleanup has begun, the step runs at once; otherwise its resource would outlive this process.
   */
  add(step: () => unknown): void {
    if (this.running) this.running = this.running.then(() => this.runStep(step));
    else this.steps.push(step);
  }

  /** Runs each step once. A failing step doesn't stop the others. */
  async run(): Promise<void> {
    this.running ??= this.runSteps();
    await this.running;
  }

  /** Cleans up on Ctrl-C and SIGTERM, then ends the process with the exit code that shells expect (128 + signal). */
  onSignals(): void {
    const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
    for (const [signal, exitCode] of Object.entries(exitCodes)) {
      // Both `npm` and the terminal send Ctrl-C to this process. Handle only the first one.
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
