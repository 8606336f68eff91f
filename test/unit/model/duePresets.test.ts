import assert from 'node:assert/strict';
import { duePresets } from '../../../src/model/duePresets.ts';

describe('The days that are offered as due dates', () => {
  for (const [weekday, date, endOfWeek, nextWeek] of [
    ['Monday', 16, '2026-11-20', '2026-11-23'],
    ['Thursday', 19, '2026-11-20', '2026-11-23'],
    ['Friday', 20, '2026-11-20', '2026-11-23'],
    ['Saturday', 21, '2026-11-27', '2026-11-23'],
    ['Sunday', 22, '2026-11-27', '2026-11-23'],
  ] as const) {
    it(`on a ${weekday}, a week ends on Friday, and the next one begins on Monday`, () => {
      const presets = duePresets(new Date(2026, 10, date, 23).getTime());
      assert.deepEqual([presets.endOfWeek, presets.nextWeek], [endOfWeek, nextWeek]);
    });
  }

  it('follow the calendar of the local time zone', () => {
    const { today, tomorrow, endOfMonth } = duePresets(new Date(2028, 1, 28, 0, 30).getTime());
    assert.deepEqual([today, tomorrow, endOfMonth], ['2028-02-28', '2028-02-29', '2028-02-29']);
  });
});
