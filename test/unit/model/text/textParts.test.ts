import assert from 'node:assert/strict';
import { textParts } from '../../../../src/model/text/textParts.ts';

describe('The parts of a long plain text', () => {
  it('S1: have at most 2,048 characters each, and together all of the text', () => {
    const line = 'Some words. '.repeat(20);
    for (const text of ['a'.repeat(10_000), `${'a'.repeat(5_000)}\n${line}`, line.repeat(100)]) {
      const parts = textParts(text);
      assert.ok(parts.every(({ length }) => length > 0 && length <= 2_048));
      assert.equal(parts.join('').replaceAll('\n', ''), text.replaceAll('\n', ''));
    }
    assert.deepEqual(textParts('a'.repeat(2_048)).length, 1);
    assert.deepEqual(textParts(''), []);
  });

  it('S1: end at a line break if they contain one, which isn’t in them', () => {
    const line = 'a'.repeat(99);
    const text = Array<string>(100).fill(line).join('\n');
    const parts = textParts(text);
    assert.deepEqual(parts.join('\n'), text);
    assert.deepEqual(
      parts.map((part) => part.split('\n').length),
      [20, 20, 20, 20, 20],
    );
  });

  it('S1: never divide a character', () => {
    const parts = textParts(`a${'🎉'.repeat(5_000)}`);
    assert.ok(parts.length > 3);
    assert.ok(parts.every((part) => part.isWellFormed()));
    assert.equal(parts.join(''), `a${'🎉'.repeat(5_000)}`);
  });
});
