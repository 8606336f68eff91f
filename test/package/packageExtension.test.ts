import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync, type UnzipFileInfo } from 'fflate';
import { Cleanup } from '../host/cleanup.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { packageExtension } from './packageExtension.ts';

/** All files in the package. Everyone who installs the extension downloads each new file. */
const files = [
  'LICENSE.txt',
  'THIRD-PARTY-NOTICES.txt',
  'changelog.md',
  'dist/chrono-node-en.js',
  'dist/emojiOf.js',
  'dist/extension.js',
  'dist/gitbeaker.js',
  'dist/webview/codicon.css',
  'dist/webview/codicon.ttf',
  'dist/webview/highlight.js',
  'dist/webview/math.js',
  'dist/webview/mermaid.js',
  'dist/webview/page.css',
  'dist/webview/page.js',
  'dist/webview/plain.js',
  'dist/yaml.js',
  'docs/keyboard.md',
  'docs/queries.md',
  'docs/tokens.md',
  'l10n/bundle.l10n.json',
  'media/activity-bar.svg',
  'media/icon.png',
  'media/walkthrough/choose-instance.svg',
  'media/walkthrough/choose-token-kind.svg',
  'media/walkthrough/paste-token.svg',
  'media/walkthrough/renew-revoke.svg',
  'media/walkthrough/see-issues.svg',
  'package.json',
  'package.nls.json',
  'readme.md',
];

describe('packageExtension', function () {
  this.timeout(120_000);
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  let vsix: Buffer;
  let content: Record<string, Uint8Array>;
  const infos: UnzipFileInfo[] = [];
  before(async () => {
    vsix = readFileSync(await packageExtension({ file: join(temporaryFolder(cleanup), 'first.vsix') }));
    content = unzipSync(vsix, { filter: (info) => infos.push(info) > 0 });
  });
  const text = (path: string): string => strFromU8(content[`extension/${path}`]!);

  it('packages these files and no others', () => {
    const frame = ['[Content_Types].xml', 'extension.vsixmanifest'];
    assert.deepEqual(Object.keys(content).sort(), [...frame, ...files.map((file) => `extension/${file}`)].sort());
  });

  it('packages every file that the manifest names', () => {
    const named = [...text('package.json').matchAll(/"(?:\.\/)?((?:dist|docs|media)\/[^"]+)"/g)].map(
      ([, path]) => path!,
    );
    assert.ok(named.length > 5);
    for (const path of named) assert.ok(files.includes(path), path);
  });

  it('stays under 3 MB, with Mermaid as the only part over 250 kB compressed', () => {
    assert.ok(vsix.length <= 3_000_000, `${vsix.length} bytes`);
    const large = infos.filter(({ size }) => size > 250_000).map(({ name }) => name);
    assert.deepEqual(large, ['extension/dist/webview/mermaid.js']);
  });

  it('packages nothing twice', () => {
    const hashes = Object.values(content).map((bytes) => createHash('sha256').update(bytes).digest('hex'));
    assert.equal(new Set(hashes).size, hashes.length);
  });

  it('packages minified scripts without source maps', () => {
    for (const file of files.filter((path) => path.endsWith('.js'))) {
      const script = text(file);
      assert.doesNotMatch(script, /^\/\/# sourceMappingURL=/m, file);
      assert.doesNotMatch(script, /^\/\/ (?:src|node_modules)\//m, file);
    }
  });

  it('names every bundled package with its license text', () => {
    const notices = text('THIRD-PARTY-NOTICES.txt');
    for (const name of ['@gitbeaker/rest', '@vscode/codicons', '@vscode/l10n', 'mermaid', 'preact', 'valibot'])
      assert.match(notices, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+, `, 'm'));
    for (const word of ['Apache License', 'Creative Commons', 'Eclipse Public License'])
      assert.ok(notices.includes(word), word);
    for (const name of ['mocha', 'playwright-core', 'esbuild']) assert.ok(!notices.includes(`\n${name} `), name);
  });

  it('removes from the manifest what only a checkout needs', () => {
    const manifest = JSON.parse(text('package.json')) as Record<string, unknown>;
    for (const key of ['scripts', 'dependencies', 'devDependencies', 'overrides', 'private'])
      assert.ok(!(key in manifest), key);
    assert.equal(manifest['preview'], String(manifest['version']).startsWith('0.'));
  });

  it('has a date in the changelog for its version', () => {
    const { version } = JSON.parse(text('package.json')) as { version: string };
    assert.match(text('changelog.md'), new RegExp(`^## \\[${version}\\] - \\d{4}-\\d\\d-\\d\\d$`, 'm'));
  });

  it('creates the same package of the same commit, byte for byte', async () => {
    const second = readFileSync(await packageExtension({ file: join(temporaryFolder(cleanup), 'second.vsix') }));
    assert.ok(vsix.equals(second));
  });
});
