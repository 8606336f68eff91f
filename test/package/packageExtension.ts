import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Cleanup } from '../host/cleanup.ts';
import { HostError } from '../host/hostError.ts';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { runProgram } from '../host/runProgram.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { galleryManifest, type SourceManifest } from './galleryManifest.ts';
import { galleryPage } from './galleryPage.ts';
import { thirdPartyNotices } from './thirdPartyNotices.ts';

/** Files copied into the package unchanged. */
const copied = ['LICENSE', 'l10n', 'media/activity-bar.svg', 'media/icon.png', 'media/walkthrough', 'package.nls.json'];

/** Documents that users read in VS Code, where relative links into the repository don't work. */
const pages = ['README.md', 'CHANGELOG.md', 'docs/keyboard.md', 'docs/queries.md', 'docs/tokens.md'];

export interface PackageOptions {
  /** The path of the package. By default, the usual name in the repository's root folder. */
  readonly file?: string;
  readonly preRelease?: boolean;
}

/**
 * Builds and packages the extension. Returns the path of the `.vsix`, which is byte-for-byte identical for the same
 * commit. Builds in a separate folder to leave `dist/` unchanged.
 */
export async function packageExtension(options: PackageOptions = {}): Promise<string> {
  const cleanup = new Cleanup();
  try {
    const folder = temporaryFolder(cleanup, 'package');
    const source = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as SourceManifest;
    const file = options.file ?? join(repositoryRoot, `${source.name}-${source.version}.vsix`);
    await run(process.execPath, ['esbuild.config.mjs', '--package', join(folder, 'dist')], repositoryRoot);
    const builtFiles = join(folder, 'dist/meta.json');
    write(folder, 'THIRD-PARTY-NOTICES.txt', thirdPartyNotices(readFileSync(builtFiles, 'utf8')));
    rmSync(builtFiles);
    for (const path of copied) cpSync(join(repositoryRoot, path), join(folder, path), { recursive: true });
    for (const path of pages)
      write(folder, path, galleryPage(readFileSync(join(repositoryRoot, path), 'utf8'), path, source.repository));
    write(folder, 'package.json', JSON.stringify(galleryManifest(source), undefined, 2));
    setModes(folder);
    await runVsce(folder, file, options.preRelease ?? false);
    return file;
  } finally {
    await cleanup.run();
  }
}

/** Creates the package from a folder with only the package's files. */
async function runVsce(folder: string, file: string, preRelease: boolean): Promise<void> {
  const vsce = join(dirname(createRequire(import.meta.url).resolve('@vscode/vsce/package.json')), 'vsce');
  // The pages already have their final links. Issue references in them are examples, not issues of this project.
  const args = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];
  const commitTime = await run('git', ['log', '-1', '--format=%ct'], repositoryRoot);
  // vsce uses this date, in local time, for all files in the package.
  const env = { ...process.env, SOURCE_DATE_EPOCH: commitTime, TZ: 'UTC' };
  const channel = preRelease ? ['--pre-release'] : [];
  await run(process.execPath, [vsce, 'package', ...args, ...channel, '--out', file], folder, env);
}

async function run(program: string, args: readonly string[], cwd: string, env = process.env): Promise<string> {
  const { exitCode, output } = await runProgram(program, args, { cwd, env });
  if (exitCode !== 0) throw new HostError(`Couldn't make the package.\n${output.trim()}`);
  return output.trim();
}

function write(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** The package includes file modes, which depend on the umask of the process. */
function setModes(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) chmodSync(join(entry.parentPath, entry.name), 0o644);
}
