import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { builtExtension } from './builtExtension.ts';

/** The scripts and styles of the page, keyed by file name. */
export type Bundle = ReadonlyMap<string, Uint8Array>;

const shared = {
  bundle: true,
  platform: 'browser',
  target: 'chrome138',
  format: 'iife',
  minify: true,
  write: false,
  logLevel: 'warning',
  outdir: 'out',
  loader: { '.ttf': 'dataurl' },
} as const;

/** The files of the extension that the Markdown renderer loads on demand. */
const parts = ['highlight.js', 'math.js', 'mermaid.js'];

const built = new Map<boolean, Promise<Bundle>>();

/**
 * Builds the files that the tests load in the browser: the Markdown renderer, the extension's files that it loads on
 * demand, and the styles. `withoutSanitizer` replaces the sanitizer with a stand-in. The extension has no such option.
 */
export async function buildHarness({ withoutSanitizer = false } = {}): Promise<Bundle> {
  const harness = built.get(withoutSanitizer) ?? build(withoutSanitizer ? [standIn] : []);
  built.set(withoutSanitizer, harness);
  return harness;
}

async function build(plugins: esbuild.Plugin[]): Promise<Bundle> {
  await builtExtension();
  const read = async (name: string) => [name, await readFile(join(repositoryRoot, 'dist/webview', name))] as const;
  const own = {
    harness: 'test/webview/browser/harness.ts',
    markdown: 'src/webview/markdown/markdown.css',
    codicon: 'node_modules/@vscode/codicons/dist/codicon.css',
  };
  return new Map([...(await bundle(own, plugins)), ...(await Promise.all(parts.map(read)))]);
}

async function bundle(entries: Record<string, string>, plugins: esbuild.Plugin[]): Promise<Bundle> {
  const entryPoints = Object.fromEntries(
    Object.entries(entries).map(([name, file]) => [name, join(repositoryRoot, file)]),
  );
  const { outputFiles } = await esbuild.build({ ...shared, absWorkingDir: repositoryRoot, entryPoints, plugins });
  return new Map(outputFiles.map(({ path, contents }) => [path.split('/').at(-1) ?? path, contents]));
}

const standIn: esbuild.Plugin = {
  name: 'without-sanitiser',
  setup: (build) => {
    build.onResolve({ filter: /\/(?:cleanElements|cleanFormula|prepareElements)\.ts$/ }, () => ({
      path: join(repositoryRoot, 'test/webview/browser/withoutSanitizer.ts'),
    }));
  },
};
