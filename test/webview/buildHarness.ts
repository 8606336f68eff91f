import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { repositoryRoot } from '../host/repositoryRoot.ts';

/** The scripts and styles of the page, keyed by file name. esbuild builds them as for the extension. */
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

let parts: Promise<Bundle> | undefined;

/**
 * Builds the files that the tests load in the browser: the Markdown renderer, the chunks that it loads on demand, and
 * the styles. `withoutSanitizer` replaces the sanitizer with a stand-in. The extension has no such option.
 */
export async function buildHarness({ withoutSanitizer = false } = {}): Promise<Bundle> {
  const harness = bundle({ harness: 'test/webview/browser/harness.ts' }, withoutSanitizer ? [standIn] : []);
  parts ??= bundle(
    {
      highlight: 'src/webview/highlight.ts',
      math: 'src/webview/math.ts',
      mermaid: 'src/webview/mermaid.ts',
      markdown: 'src/webview/markdown/markdown.css',
      codicon: 'node_modules/@vscode/codicons/dist/codicon.css',
    },
    [],
  );
  return new Map([...(await harness), ...(await parts)]);
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
