import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostError } from './hostError.ts';
import { installOnce } from './installOnce.ts';
import { npmInstall, npmUnpack } from './npmInstall.ts';
import { repositoryRoot } from './repositoryRoot.ts';

/** The versions of VS Code that the tests use: the oldest that package.json allows, and a current one. */
export const vscodeVersions = ['1.105.1', '1.139.1'] as const;
export type VSCodeVersion = (typeof vscodeVersions)[number];

/** The version for `npm start` and the e2e tests. */
export const currentVersion: VSCodeVersion = '1.139.1';

/** An installed VS Code. */
export interface VSCodeInstallation {
  readonly version: VSCodeVersion;
  /** The Node version to run it with. 1.105.1 hangs with Node 24. */
  readonly node: string;
  readonly serverMain: string;
  /** The folder of built-in extensions. */
  readonly builtInExtensions: string;
}

/** code-server packages VS Code 1.x.y as 4.x.y. */
const packages = {
  '1.105.1': { spec: 'code-server@4.105.1', nodeMajor: 22 },
  '1.139.1': { spec: 'code-server@4.139.1', nodeMajor: 24 },
} as const;

/**
 * Returns this version of VS Code. Installs it from the npm registry into `.vscode-test/` on first use.
 *
 * It's VS Code's own server and web workbench, as packaged by code-server. It uses neither code-server's wrapper nor
 * its install scripts, which would compile native modules.
 */
export async function installVSCode(version: VSCodeVersion): Promise<VSCodeInstallation> {
  const { spec, nodeMajor } = packages[version];
  const title = `VS Code ${version}`;
  const folder = await installOnce(spec.replace('@', '-'), title, async (target) => {
    console.log(`Fetching ${title} (once, about half a minute) …`);
    await npmUnpack(target, title, spec, ['package.json', 'lib/vscode']);
    const vscode = join(target, 'package/lib/vscode');
    if (version === '1.105.1') replaceGitDependency(vscode);
    await npmInstall(vscode, title);
    // Includes TypeScript. Without it, each opened .ts file shows an error message.
    await npmInstall(join(vscode, 'extensions'), title);
  });
  const node = nodeMajor === 22 ? await installNode22() : bundledNode();
  const vscode = join(folder, 'package/lib/vscode');
  return {
    version,
    node,
    serverMain: join(vscode, 'out/server-main.js'),
    builtInExtensions: join(vscode, 'extensions'),
  };
}

/** 4.105.1 gets this module from a git URL, which some machines can't reach. npm has the same release as 2.5.1. */
function replaceGitDependency(vscode: string): void {
  const name = '@parcel/watcher';
  editJson(join(vscode, 'package.json'), (manifest) => {
    dependenciesOf(manifest)[name] = '2.5.1';
  });
  editJson(join(vscode, 'npm-shrinkwrap.json'), (shrinkwrap) => {
    const locked = shrinkwrap['packages'] as Record<string, Record<string, unknown>>;
    dependenciesOf(locked[''] ?? {})[name] = '2.5.1';
    shrinkwrap['packages'] = Object.fromEntries(
      Object.entries(locked).filter(([path]) => path !== `node_modules/${name}`),
    );
  });
}

function dependenciesOf(manifest: Record<string, unknown>): Record<string, string> {
  return manifest['dependencies'] as Record<string, string>;
}

function editJson(file: string, edit: (content: Record<string, unknown>) => void): void {
  const content = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  edit(content);
  writeFileSync(file, JSON.stringify(content, undefined, 2));
}

async function installNode22(): Promise<string> {
  const title = 'Node.js 22 (which runs VS Code 1.105.1)';
  // The `node` package itself only selects one of these, with an install script.
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${process.platform}-${process.arch}`;
  const folder = await installOnce('node-22', title, async (target) => {
    console.log(`Fetching ${title} …`);
    await npmInstall(target, title, [`${name}@22`]);
  });
  return join(folder, 'node_modules', name, 'bin/node');
}

/** The Node from devDependencies, because the machine's own might be too old. */
function bundledNode(): string {
  const node = join(repositoryRoot, 'node_modules/node/bin/node');
  if (!existsSync(node)) throw new HostError('Node.js 24 is missing in node_modules: run `npm ci` first.');
  return node;
}
