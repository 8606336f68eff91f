import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HostError } from './hostError.ts';
import { runProgram } from './runProgram.ts';

/** Makes the commits identical on every machine, regardless of its git configuration. */
const env: NodeJS.ProcessEnv = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada Example',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada Example',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

/** The contents of a repository. */
export interface RepositoryOptions {
  /** URLs by remote name. */
  readonly remotes?: Readonly<Record<string, string>>;
  /** File contents by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Creates a git repository with one commit in a new or existing folder. Returns the folder. */
export async function createRepository(folder: string, options: RepositoryOptions = {}): Promise<string> {
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(options.files ?? { 'README.md': '# A project\n' })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  for (const [name, url] of Object.entries(options.remotes ?? {})) await addRemote(folder, name, url);
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message=First commit');
  return folder;
}

/** Adds a remote to a repository. */
export async function addRemote(folder: string, name: string, url: string): Promise<void> {
  await git(folder, 'remote', 'add', name, url);
}

/** Runs git in a folder and returns its output. */
export async function git(folder: string, ...args: string[]): Promise<string> {
  const { exitCode, output } = await runProgram('git', args, { cwd: folder, env }).catch(() => {
    throw new HostError('git was not found on PATH: install git, then run this again.');
  });
  if (exitCode !== 0) throw new HostError(`git ${args.join(' ')} failed in ${folder}: ${output.trim()}`);
  return output;
}
