import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type CodeLines, quotedLines, sameLines } from '../../../../src/model/code/codeLines.ts';

const text = 'one\ntwo\nthree\nfour\nfive\n';

describe('Lines of code', () => {
  it('are found in another version of the file, also if they moved', () => {
    const cases = [
      ['the same file', text, 2, 3, { first: 2, last: 3 }],
      ['another line ending', text.replaceAll('\n', '\r\n'), 2, 3, { first: 2, last: 3 }],
      ['a change below', text.replace('five', '5'), 2, 3, { first: 2, last: 3 }],
      ['a change above', text.replace('one', '1'), 2, 3, { first: 2, last: 3 }],
      ['lines added above', `zero\n0.5\n${text}`, 2, 3, { first: 4, last: 5 }],
      ['lines removed above', text.replace('one\n', ''), 2, 3, { first: 1, last: 2 }],
      ['changes above and below', text.replace('one', '0\n1').replace('five', '5'), 2, 3, { first: 3, last: 4 }],
      ['the last line', `zero\n${text}`, 5, 5, { first: 6, last: 6 }],
    ] as const;
    for (const [what, other, first, last, expected] of cases)
      assert.deepEqual(sameLines(lines(first, last), other), expected, what);
  });

  it('are not found if they changed, or occur several times', () => {
    assert.equal(sameLines(lines(2, 3), text.replace('three', '3')), undefined);
    assert.equal(sameLines(lines(2, 3), text.replace('two\n', 'two\n2.5\n')), undefined);
    assert.equal(sameLines(lines(2, 3), ''), undefined);
    const twice = { ...lines(2, 2), text: 'a\n}\nb\n' };
    assert.equal(sameLines(twice, '}\nx\n}\ny\n'), undefined);
    const copied = { ...lines(4, 4), text: 'new\n}\nx\n}\nend\n' };
    assert.equal(sameLines(copied, 'old\n}\ny\n'), undefined, 'the one in the commit may be another one');
  });

  it('are always the same lines where they are found', () => {
    const someLines = fc.array(fc.constantFrom('a', 'b', 'c', '}', ''), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(someLines, someLines, fc.nat(), fc.nat(), (mine, theirs, start, length) => {
        const first = (start % mine.length) + 1;
        const last = Math.min(mine.length, first + (length % 4));
        const code = { document: 'file:///a.ts', text: mine.join('\n'), first, last };
        const found = sameLines(code, theirs.join('\r\n'));
        if (found) assert.equal(quotedLines({ ...code, text: theirs.join('\n'), ...found }), quotedLines(code));
      }),
    );
  });
});

function lines(first: number, last: number): CodeLines {
  return { document: 'file:///a.ts', text, first, last };
}
