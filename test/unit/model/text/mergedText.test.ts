import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergedText } from '../../../../src/model/text/mergedText.ts';

describe('mergedText', () => {
  it('merges changes to different lines', () => {
    assert.equal(mergedText('A\nb\nc\nd', 'a\nb\nc\nd', 'a\nb\nc\nD\ne'), 'A\nb\nc\nD\ne');
  });

  it('returns nothing if both changed the same line', () => {
    assert.equal(mergedText('x\nb', 'a\nb', 'y\nb'), undefined);
  });

  it('accepts changes that only one side made', () => {
    const text = fc.array(fc.constantFrom('', 'a', 'b', 'c'), { maxLength: 12 }).map((all) => all.join('\n'));
    fc.assert(
      fc.property(text, text, (base, changed) => {
        assert.equal(mergedText(changed, base, base), changed);
        assert.equal(mergedText(base, base, changed), changed);
      }),
    );
  });

  it('returns nothing for thousands of equal lines that moved, and skips lines that did not', () => {
    const blank = '\n'.repeat(2_000);
    assert.equal(mergedText(`${blank}a`, blank, `b${blank}`), undefined);
    const table = '| | todo |\n'.repeat(2_000);
    assert.equal(mergedText(`${table}mine`, table, table), `${table}mine`);
  });

  it('compares at most 20,000 pairs of equal lines', () => {
    // Only one line of each side differs, the first or the last, so all lines are compared.
    const merged = (count: number) => {
      const text = (first: string, last: string) => `${first}\n${'same\n'.repeat(count)}${last}`;
      return [mergedText(text('FIRST', 'last'), text('first', 'last'), text('first', 'LAST')), text('FIRST', 'LAST')];
    };
    const [result, expected] = merged(99);
    assert.equal(result, expected);
    assert.equal(merged(100)[0], undefined);
  });
});
