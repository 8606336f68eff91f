import { readFileSync, writeFileSync } from 'node:fs';

/** What the runner tells the suite, through a file that the environment of VS Code names. */
export interface TestEnvironment {
  /** Base URL of the stand-in GitLab, which runs in the runner. */
  readonly url: string;
  /** A second one, with an untrusted certificate. */
  readonly tlsUrl: string;
  /** The tokens of the first, by kind. */
  readonly tokens: Readonly<Record<string, string>>;
  /** A folder whose repositories are opened while the suite runs; no window has it yet. */
  readonly scratchFolder: string;
  /** The file that the suite writes one `TestEvent` a line to. */
  readonly eventsFile: string;
}

/** What happened in the suite, as the runner reads it. */
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

/** Writes it into a file, and returns the variables for the suite's process: VS Code logs those, and tokens are not to be logged. */
export function toVariables(environment: TestEnvironment, file: string): Record<string, string> {
  writeFileSync(file, JSON.stringify(environment));
  return { [variable]: file };
}

/** In the suite: what the runner said. */
export function testEnvironment(): TestEnvironment {
  const file = process.env[variable];
  if (file === undefined) throw new Error('The integration tests are started by `npm run test:integration`.');
  return JSON.parse(readFileSync(file, 'utf8')) as TestEnvironment;
}
