import assert from 'node:assert/strict';
import fc from 'fast-check';
import { movedRange } from '../../../../src/model/code/movedRange.ts';

describe('A part of a text', () => {
  const range = { start: 10, end: 14 };
  const edit = (rangeOffset: number, rangeLength: number, text: string) => ({ rangeOffset, rangeLength, text });

  it('moves with the changes before it', () => {
    assert.deepEqual(movedRange(range, [edit(0, 0, 'abc')]), { start: 13, end: 17 });
    assert.deepEqual(movedRange(range, [edit(2, 8, '')]), { start: 2, end: 6 });
    assert.deepEqual(movedRange(range, [edit(10, 0, 'ab')]), { start: 12, end: 16 });
    assert.deepEqual(movedRange(range, [edit(14, 3, 'after')]), range);
  });

  it('is lost if a change touches it', () => {
    for (const change of [edit(10, 1, ''), edit(13, 5, 'x'), edit(11, 0, 'x'), edit(0, 20, ''), edit(5, 6, '')])
      assert.equal(movedRange(range, [change]), undefined);
  });

  it('is the same text after any edit, in whatever order its changes are listed', () => {
    const change = fc.record({ gap: fc.nat(6), length: fc.nat(4), text: fc.string({ maxLength: 5 }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), fc.nat(40), fc.nat(5), (changes, start, length) => {
        const text = Array.from({ length: 60 }, (_, at) => String.fromCharCode(65 + at)).join('');
        let at = 0;
        const edits = changes.map(({ gap, length: removed, text: added }) => {
          const rangeOffset = at + gap;
          at = rangeOffset + removed + 1;
          return edit(rangeOffset, removed, added);
        });
        const before = { start, end: start + length + 1 };
        const after = movedRange(before, edits);
        assert.deepEqual(movedRange(before, edits.toReversed()), after);
        const edited = edits.reduceRight(
          (whole, { rangeOffset, rangeLength, text: added }) =>
            whole.slice(0, rangeOffset) + added + whole.slice(rangeOffset + rangeLength),
          text,
        );
        if (after) assert.equal(edited.slice(after.start, after.end), text.slice(before.start, before.end));
      }),
    );
  });
});
