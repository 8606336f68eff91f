import assert from 'node:assert/strict';
import { paceText } from '../../../../src/model/text/paceText.ts';
import { pointInTime } from '../../../../src/model/time/pointInTime.ts';

describe('R2: the rate limit as text', () => {
  it('is shown if it is known, with the time when loading continues', () => {
    const now = Date.UTC(2026, 0, 1, 12);
    assert.equal(paceText(undefined, now), '');
    assert.equal(paceText({ perMinute: 100 }, now), 'GitLab allows 100 requests per minute.');
    const continuesAt = now + 90_000;
    assert.equal(
      paceText({ perMinute: 100, continuesAt }, now),
      `GitLab allows 100 requests per minute. Loading continues at ${pointInTime(continuesAt, now)}.`,
    );
  });
});
