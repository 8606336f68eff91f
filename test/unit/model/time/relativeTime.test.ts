import assert from 'node:assert/strict';
import { relativeTime } from '../../../../src/model/time/relativeTime.ts';

const now = Date.UTC(2026, 0, 1);
const minute = 60_000;
const day = 24 * 60 * minute;

describe('relativeTime', () => {
  it('counts in the largest unit that fits, rounded down', () => {
    const texts: readonly (readonly [number, string])[] = [
      [0, 'just now'],
      [minute - 1, 'just now'],
      [minute, '1 minute ago'],
      [60 * minute - 1, '59 minutes ago'],
      [60 * minute, '1 hour ago'],
      [day - 1, '23 hours ago'],
      [day, '1 day ago'],
      [7 * day - 1, '6 days ago'],
      [7 * day, '1 week ago'],
      [30 * day - 1, '4 weeks ago'],
      [30 * day, '1 month ago'],
      [365 * day - 1, '12 months ago'],
      [365 * day, '1 year ago'],
      [900 * day, '2 years ago'],
    ];
    for (const [ago, text] of texts) assert.equal(relativeTime(now - ago, now, 'en'), text);
  });

  it('counts the future as now, because clocks differ', () => {
    assert.equal(relativeTime(now + day, now, 'en'), 'just now');
  });

  it('is in the language of VS Code', () => {
    assert.equal(relativeTime(now - 3 * day, now, 'de'), 'vor 3 Tagen');
  });
});
