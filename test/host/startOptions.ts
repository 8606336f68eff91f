import { parseArgs, type ParseArgsConfig } from 'node:util';
import { HostError } from './hostError.ts';

/** The command-line options of `npm start`. */
export interface StartOptions {
  readonly help: boolean;
  readonly signedOut: boolean;
  /** Open the desktop VS Code (`code` on PATH) instead of a browser page. */
  readonly desktop: boolean;
  /** Use `dist/` instead of the package. */
  readonly source: boolean;
  /** URL of a real instance to use instead of the stand-in. */
  readonly gitlab: string | undefined;
  /** The folder to open. Requires `gitlab`. */
  readonly folder: string | undefined;
  /** Number of issues in the stand-in. */
  readonly issues: number | undefined;
  readonly projects: number | undefined;
  readonly seed: number | undefined;
  readonly data: string | undefined;
}

export const usage = `Usage: npm start -- [options]

Without options, starts a mock GitLab server with demo issues, and VS Code in the browser, signed in to it.

  --signed-out           don't sign in, to see what new users see
  --desktop              open the installed VS Code (\`code\` on PATH) instead of the browser
  --source               use dist/ instead of the package; \`npm run watch\` keeps dist/ up to date
  --issues N             number of issues in each project of the mock server
  --projects N           number of projects on the mock server
  --seed N               generate different demo data
  --data DIR             load issues.ndjson (and notes.ndjson) from DIR instead of demo data
  --gitlab URL           use a real instance instead of the mock server; you sign in yourself
  --folder PATH          checkout to open; requires --gitlab
  --help                 show this help`;

const config = {
  strict: true,
  allowPositionals: false,
  options: {
    help: { type: 'boolean' },
    'signed-out': { type: 'boolean' },
    desktop: { type: 'boolean' },
    source: { type: 'boolean' },
    gitlab: { type: 'string' },
    folder: { type: 'string' },
    issues: { type: 'string' },
    projects: { type: 'string' },
    seed: { type: 'string' },
    data: { type: 'string' },
  },
} as const satisfies ParseArgsConfig;

/** Parses the arguments of `npm start`. Throws a one-sentence error with the correct usage. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const { values } = parse(args);
  const { help, desktop, source, gitlab, folder, data } = values;
  const options: StartOptions = {
    help: help ?? false,
    signedOut: values['signed-out'] ?? false,
    desktop: desktop ?? false,
    source: source ?? false,
    gitlab,
    folder,
    issues: wholeNumber('--issues', values.issues),
    projects: wholeNumber('--projects', values.projects),
    seed: wholeNumber('--seed', values.seed),
    data,
  };
  if (gitlab === undefined && folder !== undefined) throw wrong('--folder requires --gitlab.');
  if (gitlab !== undefined) {
    if (!URL.canParse(gitlab) || !/^https?:$/.test(new URL(gitlab).protocol)) {
      throw wrong(`--gitlab ${gitlab} isn't a valid URL. Enter a URL such as https://gitlab.example.com.`);
    }
    for (const name of ['issues', 'projects', 'seed', 'data'] as const) {
      if (values[name] !== undefined)
        throw wrong(`--${name} can't be used with --gitlab. It applies only to the mock server.`);
    }
  }
  return options;
}

function parse(args: readonly string[]): ReturnType<typeof parseArgs<typeof config>> {
  try {
    return parseArgs({ ...config, args: [...args] });
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw wrong(`${sentence.replace(/\.$/, '')}.`);
  }
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,7}$/.test(text)) throw wrong(`${name} ${text} isn't a whole number.`);
  return Number(text);
}

function wrong(message: string): HostError {
  return new HostError(`${message}\n\n${usage}`);
}
