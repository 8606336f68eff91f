import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import MarkdownIt from 'markdown-it';

const root = join(__dirname, '../..');

describe('the documents', () => {
  for (const document of globSync(['*.md', 'docs/*.md', 'test/*/README.md'], { cwd: root })) {
    it(`${document} links to files that exist`, () => {
      const html = new MarkdownIt().render(readFileSync(join(root, document), 'utf8'));
      for (const [, target] of html.matchAll(/(?:href|src)="([^"]*)"/g)) {
        if (/^(?:\w+:|#)/.test(target!)) continue;
        const file = join(root, dirname(document), decodeURIComponent(target!.split('#')[0]!));
        assert.ok(existsSync(file), target);
      }
    });
  }

  it('have pictures of under 400 kB in total', () => {
    const sizes = globSync('docs/images/*', { cwd: root }).map((picture) => statSync(join(root, picture)).size);
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 400_000, sizes.join());
  });
});
