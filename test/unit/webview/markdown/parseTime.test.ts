import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Marks } from '../../../../src/webview/markdown/marks.ts';
import { parseMarkdown } from '../../../../src/webview/markdown/parser.ts';

const context = {
  instance: 'https://gitlab.example.com',
  project: { path: 'group/app', webUrl: 'https://gitlab.example.com/group/app' },
  mayTick: true,
  idPrefix: 'description',
};

/** Sources with GitLab's Markdown extensions, and with opening marks that are never closed. */
const fragments = [
  ...['a.', 'a/', 'abcdef1.', '#1 ', 'a#', 'a/b&', '~a::', '%a.', '@a/', 'a@', '[issue:a/', '{+ ', '{+[+', '{+ {- '],
  ...['$a b ', '$$a\\', '$$ \na\n\n', '- $$\n', '- >>>\n', '> [!note]\n\n', ':a', 'www.a/', 'https://a...', '[a](#1'],
] as const;

function parse(source: string): void {
  parseMarkdown(source, { marks: new Marks(), context, lines: source.split('\n') });
}

/** Returns the time in milliseconds. */
function timeOf(start: string, fragment: string, length: number, times: number): number {
  const source = `${start}${fragment.repeat(Math.ceil(length / fragment.length))}.`;
  const started = performance.now();
  for (let time = 0; time < times; time += 1) parse(source);
  return performance.now() - started;
}

/** The ratio is 1 for linear time, and 16 for quadratic time. The limit in between allows for a busy machine. */
const longer = 16;
const mostRatio = 4;

/** Compares the shortest times of several runs, because a busy machine can slow some of them down. */
function assertLinear(fragment: string, start = ''): void {
  let [short, long] = [Infinity, Infinity];
  for (let round = 1; round <= 20 && (round === 1 || long / short > mostRatio); round += 1) {
    short = Math.min(short, timeOf(start, fragment, 1_000, longer));
    long = Math.min(long, timeOf(start, fragment, 1_000 * longer, 1));
  }
  const more = (long / short).toFixed(1);
  assert.ok(
    long / short <= mostRatio,
    `${JSON.stringify(fragment)}: one long text takes ${more} times what short ones take`,
  );
}

describe('The parse time of Markdown', function () {
  this.timeout(60_000);

  before(() => {
    for (const fragment of fragments) parse(fragment.repeat(200));
  });

  it('is linear in the length of the text, for each repeated fragment', () => {
    for (const fragment of fragments) assertLinear(fragment);
  });

  it('S5: is linear in the length of the first line, after a mark of front matter', () => {
    assertLinear('\t', ';;;');
  });

  it('is linear in the length of the text, for each repeated pair of fragments', () => {
    const together = fc.array(fc.constantFrom(...fragments), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(together, (parts) => {
        assertLinear(parts.join(''));
      }),
      { numRuns: 10 },
    );
  });
});
