import assert from 'node:assert/strict';
import { textOfMarkdown } from '../../../../src/model/text/textOfMarkdown.ts';

describe('textOfMarkdown', () => {
  it('leaves out markup, but not what it marks', () => {
    const markdown = [
      '# A **heading**',
      '',
      '> quoted',
      '- item with `code`',
      '- [ ] to do',
      '* [X] done',
      'See [the page](https://example.com "title") and ![a picture](/uploads/x.png){width=100}.',
      '<details><summary>More</summary>',
      '***',
      '| Browser | Broken |',
      '|---|:-:|',
      '| Firefox | yes |',
      '```ts',
      'const a: List<string> = [];',
      '```',
      'snake_case_name, 2 * 3 * 4, a < b > c',
    ];
    assert.deepEqual(textOfMarkdown(markdown.join('\n')), [
      'A heading',
      'quoted',
      '• item with code',
      '☐ to do',
      '☑ done',
      'See the page and a picture.',
      'More',
      'Browser · Broken',
      'Firefox · yes',
      'const a: List<string> = [];',
      'snake_case_name, 2 * 3 * 4, a < b > c',
    ]);
  });

  it('leaves out comments, also one that does not end', () => {
    assert.deepEqual(textOfMarkdown('<!-- a\nb -->One<!-- c -->\nTwo <!-- d\n e'), ['One', 'Two']);
  });
});
