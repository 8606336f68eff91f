/** The data that the runner passes to the benchmarks inside VS Code. */
export interface HostEnvironment {
  readonly url: string;
  readonly token: string;
  /**
   * A copy of the extension with a main file that does nothing, so that the bench can activate the real one repeatedly.
   */
  readonly extensionFolder: string;
  readonly storageFolder: string;
  readonly resultsFile: string;
}

export const variable = 'GITLAB_ISSUES_BENCH';

export function hostEnvironment(): HostEnvironment {
  return JSON.parse(process.env[variable] ?? '{}') as HostEnvironment;
}
