import { readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { type GitConfigValue, readGitConfigText } from '../../model/address/readGitConfigText.ts';
import { matchesWildcards } from './matchesWildcards.ts';

/** As in Git. */
const deepestInclude = 10;
const largestFile = 1_000_000;

/** What the conditions of included files depend on. */
interface Conditions {
  /** The real path first. */
  readonly gitFolders: readonly string[];
  readonly branch: string | undefined;
  readonly remoteUrls: readonly string[];
  readonly home: string;
}

/**
 * Reads Git's configuration of a repository from the system's, the user's, and the repository's files, with the files
 * that they include. The Git extension's API lists only the values of the repository's own file.
 *
 * @param folder the repository's folder.
 * @param gitProgram the path of the program, which the path of the system's file depends on.
 * @param remoteUrls the URLs of the repository's remotes. Files can be included only for some of them.
 */
export async function readGitConfig(
  folder: string,
  gitProgram: string,
  remoteUrls: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<readonly GitConfigValue[]> {
  const gitFolder = await gitFolderOf(folder);
  const shared = resolve(gitFolder, (await textOf(join(gitFolder, 'commondir')))?.trim() ?? '');
  const home = environment['HOME'] ?? homedir();
  const head = await textOf(join(gitFolder, 'HEAD'));
  const conditions: Conditions = {
    gitFolders: [await realpath(gitFolder), gitFolder].map(withSlashes),
    branch: /^ref: refs\/heads\/(.+)$/m.exec(head ?? '')?.[1],
    remoteUrls,
    home,
  };
  const files = [
    ...systemFiles(gitProgram, environment),
    ...userFiles(home, environment),
    join(shared, 'config'),
    join(gitFolder, 'config.worktree'),
  ];
  const values: GitConfigValue[] = [];
  for (const file of files) values.push(...(await valuesOf(file, conditions)));
  return [...values, ...valuesOfEnvironment(environment)];
}

/** In a worktree or a submodule, `.git` is a file that contains the path of the folder. */
async function gitFolderOf(folder: string): Promise<string> {
  const path = join(folder, '.git');
  const link = /^gitdir: (.+)$/m.exec((await textOf(path)) ?? '')?.[1];
  return link === undefined ? path : resolve(folder, link);
}

/** https://git-scm.com/docs/git-config#FILES */
function systemFiles(gitProgram: string, environment: NodeJS.ProcessEnv): readonly string[] {
  const { GIT_CONFIG_SYSTEM: named, GIT_CONFIG_NOSYSTEM: without } = environment;
  if (/^(?:1|true|yes|on)$/i.test(without ?? '')) return [];
  if (named !== undefined) return [named];
  // The file is next to the program's folder, except for the operating system's own Git.
  const ownFolder = dirname(dirname(gitProgram));
  return [join(ownFolder === '/usr' ? '/' : ownFolder, 'etc', 'gitconfig')];
}

function userFiles(home: string, environment: NodeJS.ProcessEnv): readonly string[] {
  const named = environment['GIT_CONFIG_GLOBAL'];
  if (named !== undefined) return [named];
  const ofPrograms = environment['XDG_CONFIG_HOME'] ?? '';
  return [join(ofPrograms === '' ? join(home, '.config') : ofPrograms, 'git', 'config'), join(home, '.gitconfig')];
}

/** https://git-scm.com/docs/git-config#Documentation/git-config.txt-GITCONFIGCOUNT */
function valuesOfEnvironment(environment: NodeJS.ProcessEnv): readonly GitConfigValue[] {
  const count = Math.min(Number(environment['GIT_CONFIG_COUNT'] ?? 0) || 0, 1000);
  return Array.from({ length: count }, (_, at) => ({
    key: normalizedKey(environment[`GIT_CONFIG_KEY_${at}`] ?? ''),
    value: environment[`GIT_CONFIG_VALUE_${at}`] ?? '',
  }));
}

/** Only the name of a subsection, between the first and the last dot, is case-sensitive. */
function normalizedKey(key: string): string {
  return key.replace(/^[^.]*|[^.]*$/g, (part) => part.toLowerCase());
}

async function valuesOf(file: string, conditions: Conditions, depth = 0): Promise<readonly GitConfigValue[]> {
  const values: GitConfigValue[] = [];
  for (const entry of readGitConfigText((await textOf(file)) ?? '')) {
    values.push(entry);
    const include = /^include(?:if\.(.+))?\.path$/s.exec(entry.key);
    if (!include || entry.value === '' || depth === deepestInclude) continue;
    const folder = dirname(file);
    if (include[1] !== undefined && !isMet(include[1], folder, conditions)) continue;
    values.push(...(await valuesOf(resolve(folder, inHome(entry.value, conditions.home)), conditions, depth + 1)));
  }
  return values;
}

/** https://git-scm.com/docs/git-config#_conditional_includes */
function isMet(condition: string, folder: string, { gitFolders, branch, remoteUrls, home }: Conditions): boolean {
  const [, kind, pattern = ''] = /^(gitdir|gitdir\/i|onbranch|hasconfig:remote\.\*\.url):(.+)$/s.exec(condition) ?? [];
  const whole = pattern.endsWith('/') ? `${pattern}**` : pattern;
  switch (kind) {
    case 'onbranch':
      return branch !== undefined && matchesWildcards(branch, whole);
    case 'hasconfig:remote.*.url':
      return remoteUrls.some((url) => matchesWildcards(url, pattern));
    case 'gitdir':
    case 'gitdir/i': {
      const own = inHome(whole, home);
      const absolute = isAbsolute(own) ? own : own.startsWith('./') ? join(folder, own) : `**/${own}`;
      const cased = (text: string) => (kind === 'gitdir' ? text : text.toLowerCase());
      return gitFolders.some((path) => matchesWildcards(cased(path), cased(withSlashes(absolute))));
    }
    default:
      return false;
  }
}

function inHome(path: string, home: string): string {
  return path.startsWith('~/') ? join(home, path.slice(2)) : path;
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}

/** Undefined if it isn't a file, or can't be read. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= largestFile ? await readFile(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
