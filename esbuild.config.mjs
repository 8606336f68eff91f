// Builds the extension (dist/) and, with --tests, what runs inside VS Code: the suite and the benchmarks (dist-test/).
// With --package FOLDER it builds into that folder as the package needs it, and lists what went into it in meta.json.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';

const { values: args } = parseArgs({
  options: { package: { type: 'string' }, tests: { type: 'boolean' }, watch: { type: 'boolean' } },
});
const outdir = args.package ?? 'dist';

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  external: ['vscode'],
  sourcemap: args.package === undefined,
  metafile: true,
  logLevel: 'warning',
};

/** What `await import()` loads, by the name of its file: nothing of it is read or compiled before it is needed. */
const loadedLater = {
  gitbeaker: 'src/gitlab/gitbeaker.ts',
  'chrono-node-en': 'chrono-node/en',
  emojiOf: 'src/model/text/emojiOf.ts',
  yaml: 'yaml',
};

/** @type {import('esbuild').Plugin} */
const filesOfTheirOwn = {
  name: 'files of their own',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path }) => {
      if (kind !== 'dynamic-import') return undefined;
      const name = path.replace(/^\.\/|\.ts$/g, '').replaceAll('/', '-');
      if (name in loadedLater) return { path: `./${name}.js`, external: true };
      return { errors: [{ text: `${path} is imported by a call, and not in the list of what is loaded later.` }] };
    });
  },
};

/** @type {import('esbuild').BuildOptions[]} */
const builds = [
  {
    ...shared,
    entryPoints: { extension: 'src/extension.ts', ...loadedLater },
    outdir,
    plugins: [filesOfTheirOwn],
    // VS Code loads an extension by require(), so that is what loads the rest of it.
    supported: { 'dynamic-import': false },
    minify: args.package !== undefined,
    sourcesContent: false,
  },
  {
    // The issue page. What is large and rarely needed is a file of its own, which the page asks for when it is.
    ...shared,
    platform: 'browser',
    target: 'chrome138',
    format: 'iife',
    external: [],
    entryPoints: [
      { in: 'src/webview/page.tsx', out: 'page' },
      { in: 'src/webview/plain.ts', out: 'plain' },
      { in: 'src/webview/page.css', out: 'page' },
      { in: 'node_modules/@vscode/codicons/dist/codicon.css', out: 'codicon' },
      { in: 'src/webview/highlight.ts', out: 'highlight' },
      { in: 'src/webview/math.ts', out: 'math' },
      { in: 'src/webview/mermaid.ts', out: 'mermaid' },
    ],
    outdir: join(outdir, 'webview'),
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    charset: 'utf8',
    minify: true,
    sourcemap: false,
    jsx: 'automatic',
    jsxImportSource: 'preact',
  },
];
if (args.tests) {
  builds.push({
    ...shared,
    entryPoints: { index: 'test/integration/index.ts', bench: 'test/bench/vscode/index.ts' },
    outdir: 'dist-test',
    external: ['vscode', 'mocha'],
  });
}

if (args.watch) {
  await Promise.all(builds.map(async (options) => (await context({ ...options, logLevel: 'info' })).watch()));
} else {
  const results = await Promise.all(builds.map((options) => build(options)));
  if (args.package !== undefined) {
    const outputs = Object.assign({}, ...results.map(({ metafile }) => metafile.outputs));
    writeFileSync(join(outdir, 'meta.json'), JSON.stringify(outputs));
  }
}
