import assert from 'node:assert/strict';
import { isDate } from '../../../../src/model/time/isDate.ts';

describe('isDate', () => {
  it('accepts times from the start of the year 1 to the end of the year 9999', () => {
    const [first, last] = [Date.parse('0001-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')];
    for (const time of [first, 0, last]) assert.equal(isDate(time), true, String(time));
    for (const value of [first - 1, last + 1, NaN, Infinity, '2026-01-01', undefined])
      assert.equal(isDate(value), false);
  });
});
