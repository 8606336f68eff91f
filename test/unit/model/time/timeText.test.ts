import assert from 'node:assert/strict';
import { timeText } from '../../../../src/model/time/timeText.ts';

describe('timeText', () => {
  it('formats seconds like GitLab, with its working days, weeks, and months', () => {
    const hour = 3600;
    assert.deepEqual(
      [0, 59, 60, hour, 8 * hour - 60, 8 * hour, 39 * hour, 40 * hour, 160 * hour, 8 * hour + 90 * 60].map(timeText),
      ['0m', '0m', '1m', '1h', '7h 59m', '1d', '4d 7h', '1w', '1mo', '1d 1h 30m'],
    );
    assert.equal(timeText((160 + 40 + 8 + 1) * hour + 60), '1mo 1w 1d 1h 1m');
  });

  it('has one sign for a negative time', () => {
    assert.equal(timeText(-5400), '-1h 30m');
    assert.equal(timeText(-1), '-0m');
  });
});
