import assert from 'node:assert/strict';
import { readDueDate } from '../../../../src/model/time/dueDate.ts';

/** A Sunday, at noon in the local time zone. */
const now = new Date(2026, 10, 22, 12).getTime();

describe('readDueDate', () => {
  for (const [text, expected] of [
    ['2026-12-24', '2026-12-24'],
    ['today', '2026-11-22'],
    ['Tomorrow', '2026-11-23'],
    ['friday', '2026-11-27'],
    ['+3d', '2026-11-25'],
    ['+2w', '2026-12-06'],
    ['in 2 weeks', '2026-12-06'],
    ['in 3 days', '2026-11-25'],
    ['next monday', '2026-11-23'],
    ['next week', '2026-11-23'],
    ['end of week', '2026-11-27'],
    ['End of the week', '2026-11-27'],
    ['end of month', '2026-11-30'],
    ['eom', '2026-11-30'],
    ['2026-13-01', undefined],
    ['2026-02-30', undefined],
    ['dec 24', '2026-12-24'],
    ['none', null],
    [' None ', null],
    ['   ', null],
    ['', null],
    ['soon-ish', undefined],
    ['32 of never', undefined],
  ] as const) {
    it(`reads "${text}" as ${expected === null ? 'no date' : (expected ?? 'invalid')}`, async () => {
      assert.equal(await readDueDate(text, now), expected);
    });
  }
});
