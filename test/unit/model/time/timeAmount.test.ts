import assert from 'node:assert/strict';
import { readTimeAmount, secondsOf } from '../../../../src/model/time/timeAmount.ts';

describe('readTimeAmount', () => {
  it('accepts what GitLab accepts', () => {
    for (const text of ['1h 30m', '3h30m', '2d', '1.5h', '1mo 2w', '90 minutes'])
      assert.equal(readTimeAmount(text, 'estimate'), text);
    assert.equal(readTimeAmount('- 30m', 'spent'), '-30m');
    for (const use of ['estimate', 'spent'] as const) assert.equal(readTimeAmount(' 1h\n\t30m ', use), '1h 30m');
  });

  it('rejects what GitLab would silently read as zero', () => {
    for (const text of ['', 'soon', '30', '0h', 'h', '1h soon', '-30m'])
      assert.equal(readTimeAmount(text, 'estimate'), undefined);
  });
});

describe('secondsOf', () => {
  it('reads GitLab’s units', () => {
    assert.equal(secondsOf('1h 30m'), 5_400);
    assert.equal(secondsOf('-1.5 hours'), -5_400);
    assert.equal(secondsOf('1mo 1w 1d'), (160 + 40 + 8) * 3_600);
    assert.equal(secondsOf('2 minutes 1sec'), 121);
  });
});
