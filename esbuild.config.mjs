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

/** @type {import('esbuild').BuildOptions[]} */
const builds = [
  {
    ...shared,
    entryPoints: { extension: 'src/extension.ts' },
    outdir: 'dist',
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
