import { parseArgs, type ParseArgsConfig } from 'node:util';
import { HostError } from './hostError.ts';

/** What `npm start` is asked for. */
export interface StartOptions {
  readonly help: boolean;
  readonly signedOut: boolean;
  /** Open the `code` on PATH instead of a page for the browser. */
  readonly desktop: boolean;
  /** Use `dist/` instead of the package. */
  readonly source: boolean;
  /** A real instance instead of the stand-in. */
  readonly gitlab: string | undefined;
  /** The folder to open; only with `gitlab`. */
  readonly folder: string | undefined;
  /** For the stand-in. */
  readonly issues: number | undefined;
  readonly projects: number | undefined;
  readonly seed: number | undefined;
  readonly data: string | undefined;
}

export const usage = `Usage: npm start -- [options]

Without options: the stand-in GitLab with demo issues, and VS Code signed in to it.

  --signed-out           do not sign in: see what a newcomer sees
  --desktop              open the \`code\` on PATH instead of VS Code in the browser
  --source               use dist/ instead of the package; \`npm run watch\` keeps dist/ up to date
  --issues N             issues in each project of the stand-in
  --projects N           projects in the stand-in
  --seed N               another set of made-up data
  --data DIR             issues.ndjson (and notes.ndjson) of that folder instead of made-up data
  --gitlab URL           a real instance instead of the stand-in; you sign in yourself
  --folder PATH          with --gitlab: the checkout to open
  --help                 this text`;

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

/** Reads the arguments of `npm start`; a wrong one is one sentence, and how it should be. */
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
  if (gitlab === undefined && folder !== undefined) throw wrong('--folder needs --gitlab.');
  if (gitlab !== undefined) {
    if (!URL.canParse(gitlab) || !/^https?:$/.test(new URL(gitlab).protocol)) {
      throw wrong(`--gitlab ${gitlab} is not an address such as https://gitlab.example.com.`);
    }
    for (const name of ['issues', 'projects', 'seed', 'data'] as const) {
      if (values[name] !== undefined) throw wrong(`--${name} is for the stand-in and has no effect with --gitlab.`);
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
  if (!/^\d{1,7}$/.test(text)) throw wrong(`${name} ${text} is not a whole number.`);
  return Number(text);
}

function wrong(message: string): HostError {
  return new HostError(`${message}\n\n${usage}`);
}
