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

/** Of what GitLab adds to Markdown, and what opens and is never closed. */
const fragments = [
  ...['a.', 'a/', 'abcdef1.', '#1 ', 'a#', 'a/b&', '~a::', '%a.', '@a/', 'a@', '[issue:a/', '{+ ', '{+[+', '{+ {- '],
  ...['$a b ', '$$a\\', '$$ \na\n\n', '- $$\n', '- >>>\n', '> [!note]\n\n', ':a', 'www.a/', 'https://a...', '[a](#1'],
] as const;

function parse(source: string): void {
  parseMarkdown(source, { marks: new Marks(), context, lines: source.split('\n') });
}

/** In milliseconds. */
function timeOf(fragment: string, length: number, times: number): number {
  const source = fragment.repeat(Math.ceil(length / fragment.length));
  const started = performance.now();
  for (let time = 0; time < times; time += 1) parse(source);
  return performance.now() - started;
}

/** What takes time in proportion takes 1 of this, what takes its square 16: a busy machine lies between. */
const longer = 16;
const mostRatio = 4;

/** Compares the least times of a few tries: a busy machine may be in the way of some. */
function assertLinear(fragment: string): void {
  let [short, long] = [Infinity, Infinity];
  for (let round = 1; round <= 20 && (round === 1 || long / short > mostRatio); round += 1) {
    short = Math.min(short, timeOf(fragment, 1_000, longer));
    long = Math.min(long, timeOf(fragment, 1_000 * longer, 1));
  }
  const more = (long / short).toFixed(1);
  assert.ok(
    long / short <= mostRatio,
    `${JSON.stringify(fragment)}: one long text takes ${more} times what short ones take`,
  );
}

describe('The time that Markdown takes', function () {
  this.timeout(60_000);

  before(() => {
    for (const fragment of fragments) parse(fragment.repeat(200));
  });

  it('grows with the text, whatever is repeated in it', () => {
    for (const fragment of fragments) assertLinear(fragment);
  });

  it('grows with the text, whatever is repeated together', () => {
    const together = fc.array(fc.constantFrom(...fragments), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(together, (parts) => {
        assertLinear(parts.join(''));
      }),
      { numRuns: 10 },
    );
  });
});
