import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { galleryPage } from './galleryPage.ts';

const source = `# Title

![A picture](docs/images/tree.png)

Read [the queries](docs/queries.md), [above](#title) and [GitLab](https://docs.gitlab.com/).

## Learn more

- [Performance](docs/performance.md)

## Development

Run \`npm ci\`.
`;

/** The link or image URLs in a page, in their Markdown form. */
function targets(text: string, attribute: 'href' | 'src'): string[] {
  const html = new MarkdownIt({ html: true }).render(text);
  return [...html.matchAll(new RegExp(`${attribute}="([^"]*)"`, 'g'))].map(([, target]) => target!);
}

describe('galleryPage', () => {
  it('defect 4: has no pictures or relative links while the repository has no URL', () => {
    assert.equal(
      galleryPage(source, 'README.md', ''),
      '# Title\n\nRead the queries, [above](#title) and [GitLab](https://docs.gitlab.com/).\n',
    );
  });

  it('has absolute pictures and links if the repository has a URL', () => {
    const page = galleryPage(source, 'README.md', 'https://gitlab.com/group/project');
    assert.deepEqual(targets(page, 'src'), ['https://gitlab.com/group/project/-/raw/HEAD/docs/images/tree.png']);
    assert.deepEqual(targets(page, 'href'), [
      'https://gitlab.com/group/project/-/blob/HEAD/docs/queries.md',
      '#title',
      'https://docs.gitlab.com/',
      'https://gitlab.com/group/project/-/blob/HEAD/docs/performance.md',
    ]);
    assert.doesNotMatch(page, /Development|npm/);
  });

  it('resolves links from the location of the page', () => {
    const page = galleryPage('[Queries](queries.md)', 'docs/tokens.md', 'https://github.com/owner/project');
    assert.equal(page, '[Queries](https://github.com/owner/project/blob/HEAD/docs/queries.md)\n');
  });

  for (const file of ['README.md', 'CHANGELOG.md', 'docs/tokens.md']) {
    const text = readFileSync(join(repositoryRoot, file), 'utf8');

    it(`defect 4: leaves only links that work in VS Code in ${file}, and nothing for contributors`, () => {
      const page = galleryPage(text, file, '');
      assert.deepEqual(targets(page, 'src'), []);
      for (const href of targets(page, 'href')) assert.match(href, /^(?:https:|#)/);
      assert.doesNotMatch(page, /npm |CONTRIBUTING|Learn more/);
    });

    it(`makes every URL in ${file} absolute if the repository has a URL`, () => {
      const page = galleryPage(text, file, 'https://gitlab.com/group/project');
      for (const src of targets(page, 'src')) assert.match(src, /^https:.*\/raw\//);
      for (const href of targets(page, 'href')) assert.match(href, /^(?:https:|#)/);
    });
  }
});
