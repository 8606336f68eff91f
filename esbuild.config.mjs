// Builds the extension (dist/) and, with --tests, what runs inside VS Code: the suite and the benchmarks (dist-test/).
import { build, context } from 'esbuild';

const args = new Set(process.argv.slice(2));

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  external: ['vscode'],
  sourcemap: true,
  logLevel: 'warning',
};

/** What `await import()` loads, by the name of its file: nothing of it is read or compiled before it is needed. */
const loadedLater = { gitbeaker: 'src/gitlab/gitbeaker.ts', 'chrono-node-en': 'chrono-node/en' };

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
    outdir: 'dist',
    plugins: [filesOfTheirOwn],
    // VS Code loads an extension by require(), so that is what loads the rest of it.
    supported: { 'dynamic-import': false },
    minify: args.has('--minify'),
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
      { in: 'src/webview/page.css', out: 'page' },
      { in: 'node_modules/@vscode/codicons/dist/codicon.css', out: 'codicon' },
      { in: 'src/webview/highlight.ts', out: 'highlight' },
      { in: 'src/webview/math.ts', out: 'math' },
      { in: 'src/webview/mermaid.ts', out: 'mermaid' },
    ],
    outdir: 'dist/webview',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    charset: 'utf8',
    minify: true,
    sourcemap: false,
    jsx: 'automatic',
    jsxImportSource: 'preact',
  },
];
if (args.has('--tests')) {
  builds.push({
    ...shared,
    entryPoints: { index: 'test/integration/index.ts', bench: 'test/bench/vscode/index.ts' },
    outdir: 'dist-test',
    external: ['vscode', 'mocha'],
  });
}

if (args.has('--watch')) {
  await Promise.all(builds.map(async (options) => (await context({ ...options, logLevel: 'info' })).watch()));
} else {
  await Promise.all(builds.map((options) => build(options)));
}
