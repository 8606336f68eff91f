/** What the runner tells the benchmarks inside VS Code. */
export interface HostEnvironment {
  readonly url: string;
  readonly token: string;
  /** A copy of the extension whose entry point does nothing, so that the bench can activate the real one again and again. */
  readonly extensionFolder: string;
  readonly storageFolder: string;
  readonly resultsFile: string;
}

export const variable = 'GITLAB_ISSUES_BENCH';

export function hostEnvironment(): HostEnvironment {
  return JSON.parse(process.env[variable] ?? '{}') as HostEnvironment;
}
