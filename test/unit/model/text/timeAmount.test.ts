import assert from 'node:assert/strict';
import { readTimeAmount } from '../../../../src/model/text/timeAmount.ts';

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
