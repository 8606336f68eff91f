import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { IssuesForGitLab } from '../../../src/api.ts';
import { commands } from '../../../src/manifest.ts';
import { waitUntil } from '../../host/waitUntil.ts';
import type { BenchRow } from '../benchRow.ts';
import { median } from '../measure.ts';
import { hostEnvironment } from './hostEnvironment.ts';

const rounds = 10;
const issues = 10_000;

interface EntryPoint {
  activate(context: vscode.ExtensionContext): unknown;
}

/** Compares loading and activating the extension, with issues in the cache, with a main file that does nothing. */
export async function activation(): Promise<BenchRow> {
  const { url, token, extensionFolder } = hostEnvironment();
  const secrets = new Map<string, string>();
  const counts = countAccess();
  const filling = activate('dist/extension.js', contextWith(secrets, counts));
  const api = (filling.exports as IssuesForGitLab).getApi(1);
  await vscode.commands.executeCommand(commands.signIn, { url, token });
  await waitUntil('the project', () => api.projects.length > 0);
  await api.refresh();
  const held = api.issues(api.projects[0]?.url ?? '').length;
  if (held !== issues) throw new Error(`${held} issues were read in ${extensionFolder}.`);
  if (Object.values(counts).includes(0)) throw new Error(`It does not count: ${JSON.stringify(counts)}`);
  filling.dispose();

  const times = { ours: [] as number[], nothing: [] as number[] };
  const during = { files: 0, secrets: 0, requests: 0 };
  for (let round = 0; round <= rounds; round++) {
    for (const [side, file] of [
      ['nothing', 'nothing.js'],
      ['ours', 'dist/extension.js'],
    ] as const) {
      const before = { ...counts };
      const { milliseconds, dispose } = activate(file, contextWith(secrets, counts));
      during.files += counts.files - before.files;
      during.secrets += counts.secrets - before.secrets;
      during.requests += counts.requests - before.requests;
      if (round > 0) times[side].push(milliseconds);
      // Give VS Code time to call each registered provider before we dispose of it.
      await new Promise((resolve) => setTimeout(resolve, 200));
      dispose();
    }
  }
  const ratio = median(times.ours) / median(times.nothing);
  const { files, secrets: read, requests } = during;
  return {
    what: `Activation with ${issues.toLocaleString('en')} cached issues, compared to an extension that does nothing; what activate() reads`,
    measured: `${ratio.toFixed(0)}x (${median(times.ours).toFixed(0)} ms); ${files} files, ${read} secrets, ${requests} requests`,
    bar: '0 files, 0 secrets, 0 requests',
    passed: files + read + requests === 0,
    figures: {
      ratio,
      milliseconds: median(times.ours),
      nothing: median(times.nothing),
      files,
      secrets: read,
      requests,
    },
  };
}

function activate(file: string, context: vscode.ExtensionContext) {
  const path = join(hostEnvironment().extensionFolder, file);
  const require = createRequire(path);
  Reflect.deleteProperty(require.cache, path);
  const started = performance.now();
  const exports = (require(path) as EntryPoint).activate(context);
  const milliseconds = performance.now() - started;
  const dispose = () => {
    for (const subscription of context.subscriptions.splice(0).reverse()) subscription.dispose();
  };
  return { exports, milliseconds, dispose };
}

/** A fake extension context with the members that our extension uses. */
function contextWith(secrets: Map<string, string>, counts: { secrets: number }): vscode.ExtensionContext {
  const { extensionFolder, storageFolder } = hostEnvironment();
  const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  const context = {
    subscriptions: [],
    extension: { packageJSON: createRequire(join(extensionFolder, 'x.js'))('./package.json') as unknown },
    globalStorageUri: vscode.Uri.file(storageFolder),
    secrets: {
      onDidChange: changed.event,
      get: (key: string) => {
        counts.secrets += 1;
        return Promise.resolve(secrets.get(key));
      },
      keys: () => {
        counts.secrets += 1;
        return Promise.resolve([...secrets.keys()]);
      },
      store: (key: string, value: string) => {
        secrets.set(key, value);
        changed.fire({ key });
        return Promise.resolve();
      },
      delete: (key: string) => {
        secrets.delete(key);
        changed.fire({ key });
        return Promise.resolve();
      },
    },
    globalState: mementoOf(new Map()),
    workspaceState: mementoOf(new Map()),
  };
  return context as unknown as vscode.ExtensionContext;
}

function mementoOf(memory: Map<string, unknown>) {
  return {
    get: (key: string) => memory.get(key),
    keys: () => [...memory.keys()],
    update: (key: string, value: unknown) => {
      memory.set(key, value);
      return Promise.resolve();
    },
  };
}

/** Starts counting the files that this extension host reads and the requests that it sends. */
function countAccess() {
  const counts = { files: 0, secrets: 0, requests: 0 };
  for (const name of ['readFile', 'open', 'stat', 'readdir', 'access', 'mkdir'] as const) {
    const real = fs[name] as (...args: unknown[]) => unknown;
    Object.assign(fs, {
      [name]: (...args: unknown[]) => {
        counts.files += 1;
        return real(...args);
      },
    });
  }
  const realFetch = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    counts.requests += 1;
    return realFetch(input, init);
  };
  return counts;
}
