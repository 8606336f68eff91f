import assert from 'node:assert/strict';
import { RequestMeter } from '../../../../src/model/gateway/requestMeter.ts';
import { ManualClock } from '../../manualClock.ts';

const minute = 60_000;

describe('RequestMeter', () => {
  it('counts the requests of the last hour and their results, and forgets older ones', async () => {
    const clock = new ManualClock();
    const meter = new RequestMeter(clock);
    assert.deepEqual(meter.cost, { requests: 0, bytes: 0 });
    meter.count(100);
    meter.count(0);
    await clock.advance(30 * minute);
    meter.count(5);
    assert.deepEqual(meter.cost, { requests: 3, bytes: 105 });
    await clock.advance(30 * minute);
    assert.deepEqual(meter.cost, { requests: 1, bytes: 5 });
    await clock.advance(30 * minute);
    assert.deepEqual(meter.cost, { requests: 0, bytes: 0 });
    meter.count(7);
    assert.deepEqual(meter.cost, { requests: 1, bytes: 7 });
  });

  it('forgets the requests from before the computer slept', () => {
    const clock = new ManualClock();
    const meter = new RequestMeter(clock);
    meter.count(1);
    // The monotonic clock stops while the computer sleeps.
    clock.jump(8 * 60 * minute);
    assert.deepEqual(meter.cost, { requests: 0, bytes: 0 });
  });

  it('keeps the requests of the last hour when the clock is set back', async () => {
    const clock = new ManualClock();
    const meter = new RequestMeter(clock);
    meter.count(1);
    clock.jump(-24 * 60 * minute);
    await clock.advance(minute);
    meter.count(2);
    assert.deepEqual(meter.cost, { requests: 2, bytes: 3 });
    await clock.advance(59 * minute);
    assert.deepEqual(meter.cost, { requests: 1, bytes: 2 });
  });
});
