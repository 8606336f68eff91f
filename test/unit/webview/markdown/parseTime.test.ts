import fc from 'fast-check';
import { Marks } from '../../../../src/webview/markdown/marks.ts';
import { htmlOf, moveFootnotes, parseBlocks, parseContents } from '../../../../src/webview/markdown/parser.ts';
import { assertLinear } from '../../assertLinear.ts';

const context = {
  instance: 'https://gitlab.example.com',
  project: { path: 'group/app', webUrl: 'https://gitlab.example.com/group/app' },
  mayTick: true,
  webUrl: 'https://gitlab.example.com/group/app/-/issues/1',
  idPrefix: 'description',
};

/** Sources with GitLab's Markdown extensions, and with opening marks that are never closed. */
const fragments = [
  ...['a.', 'a/', 'abcdef1.', '#1 ', 'a#', 'a/b&', '~a::', '%a.', '@a/', 'a@', '[issue:a/', '{+ ', '{+[+', '{+ {- '],
  ...['$a b ', '$$a\\', '$$ \na\n\n', '- $$\n', '- >>>\n', '> [!note]\n\n', ':a', 'www.a/', 'https://a...', '[a](#1'],
] as const;

function parse(source: string): void {
  const environment = { marks: new Marks(), context, lines: source.split('\n') };
  htmlOf(moveFootnotes(parseContents(parseBlocks(source, environment), environment), environment), environment);
}

function assertLinearTime(fragment: string, start = ''): void {
  assertLinear(JSON.stringify(fragment), 1_000, (length) => {
    parse(`${start}${fragment.repeat(Math.ceil(length / fragment.length))}.`);
  });
}

describe('The parse time of Markdown', function () {
  this.timeout(60_000);

  before(() => {
    for (const fragment of fragments) parse(fragment.repeat(200));
  });

  it('is linear in the length of the text, for each repeated fragment', () => {
    for (const fragment of fragments) assertLinearTime(fragment);
  });

  it('S5: is linear in the length of the first line, after a mark of front matter', () => {
    assertLinearTime('\t', ';;;');
  });

  it('is linear in the length of the text, for each repeated pair of fragments', () => {
    const together = fc.array(fc.constantFrom(...fragments), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(together, (parts) => {
        assertLinearTime(parts.join(''));
      }),
      { numRuns: 10 },
    );
  });
});
