import assert from 'node:assert/strict';
import { pointInTime } from '../../../../src/model/time/pointInTime.ts';

describe('pointInTime', () => {
  it('contains the date unless it is today', () => {
    const noon = new Date(2026, 10, 22, 12).getTime();
    const evening = new Date(2026, 10, 22, 23, 59).getTime();
    const night = new Date(2026, 10, 23, 0, 1).getTime();
    assert.doesNotMatch(pointInTime(noon, evening), /22/);
    assert.match(pointInTime(noon, evening), /12/);
    assert.match(pointInTime(noon, night), /22/);
    assert.match(pointInTime(noon, night), /12/);
  });
});
