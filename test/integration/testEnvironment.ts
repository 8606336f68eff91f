import { readFileSync, writeFileSync } from 'node:fs';

/** The data that the runner passes to the suite. An environment variable contains the path of its file. */
export interface TestEnvironment {
  /** The base URL of the stand-in GitLab, which runs in the runner's process. */
  readonly url: string;
  /** The base URL of a second stand-in GitLab with an untrusted certificate. */
  readonly tlsUrl: string;
  /** The tokens for the first one, by type. */
  readonly tokens: Readonly<Record<string, string>>;
  /** A folder for repositories that tests create and open. It isn't part of the workspace at the start. */
  readonly scratchFolder: string;
  /** The file for the events of the suite, with one `TestEvent` per line. */
  readonly eventsFile: string;
}

/** An event of the suite. The runner reads them from the file. */
export type TestEvent =
  | { readonly event: 'start' | 'pending'; readonly title: string }
  | { readonly event: 'pass'; readonly title: string; readonly ms: number }
  | {
      readonly event: 'fail';
      readonly title: string;
      readonly ms: number;
      readonly message: string;
      readonly stack: string;
    }
  | { readonly event: 'end' };

const variable = 'GITLAB_ISSUES_TEST';

/**
 * Writes the data to a file, and returns the environment variable with its path. The variable must not contain the
 * tokens, because VS Code logs it.
 */
export function toVariables(environment: TestEnvironment, file: string): Record<string, string> {
  writeFileSync(file, JSON.stringify(environment));
  return { [variable]: file };
}

/** Reads the data from the runner. Only works within the suite. */
export function testEnvironment(): TestEnvironment {
  const file = process.env[variable];
  if (file === undefined) throw new Error('The integration tests are started by `npm run test:integration`.');
  return JSON.parse(readFileSync(file, 'utf8')) as TestEnvironment;
}
