import { parseArgs } from 'node:util';
import { StandInGitLab } from './standInGitLab.ts';
import type { StandInOptions } from './standInOptions.ts';

const usage = `Usage: npm run gitlab -- [options]

  --port N             where to listen (0: any free port)
  --host NAME          address to listen on (127.0.0.1)
  --relative-root PATH live under a subpath, such as /gitlab
  --issues N           issues in each project (120)
  --projects N         projects in the demo group (3)
  --seed N             same seed, same data (1)
  --data DIR           load issues.ndjson and notes.ndjson from DIR instead
  --version TEXT       GitLab version to play (18.9.1-ee)
  --edition ee|ce      edition to play (ee)
`;

function options(): StandInOptions | undefined {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'relative-root': { type: 'string' },
      issues: { type: 'string' },
      projects: { type: 'string' },
      seed: { type: 'string' },
      data: { type: 'string' },
      version: { type: 'string' },
      edition: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  const { edition } = values;
  if (edition !== undefined && edition !== 'ee' && edition !== 'ce') throw new Error('--edition is ee or ce.');
  const number = (text: string | undefined, name: string): number | undefined => {
    if (text === undefined) return undefined;
    if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}".`);
    return Number(text);
  };
  const given = {
    port: number(values.port, 'port'),
    host: values.host,
    relativeRoot: values['relative-root'],
    issues: number(values.issues, 'issues'),
    projects: number(values.projects, 'projects'),
    seed: number(values.seed, 'seed'),
    dataDir: values.data,
    version: values.version,
    edition,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

async function main(): Promise<void> {
  const chosen = options();
  if (!chosen) {
    process.stdout.write(usage);
    return;
  }
  const standIn = await StandInGitLab.start(chosen);
  const { world } = standIn;
  const lines = [
    `Stand-in GitLab ${standIn.version.text} at ${standIn.url}`,
    ...(standIn.loaded === '' ? [] : [`Loaded ${standIn.loaded}`]),
    'Projects:',
    ...[...world.projects.values()].map((one) => `  ${world.projectPath(one)} (${world.issues(one.id).length} issues)`),
    'Tokens:',
    ...Object.entries(standIn.tokens).map(([name, text]) => `  ${name.padEnd(23)}${String(text)}`),
    'Ctrl-C ends it.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  const end = (): void => {
    void standIn.close();
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
