import assert from 'node:assert/strict';
import { whenSlow } from '../../../../src/model/time/whenSlow.ts';
import { ManualClock } from '../../manualClock.ts';

describe('whenSlow', () => {
  const workOf = (clock: ManualClock, ms: number) =>
    new Promise<string>((resolve) => {
      clock.after(ms, () => {
        resolve('done');
      });
    });

  it('shows no progress for 135 ms of work', async () => {
    const clock = new ManualClock();
    let shown = 0;
    const result = whenSlow(workOf(clock, 135), 1_000, clock, () => (shown += 1));
    await clock.advance(135);
    assert.equal(await result, 'done');
    await clock.advance(2_000);
    assert.deepEqual([shown, clock.waiting], [0, 0]);
  });

  it('shows progress once for longer work', async () => {
    const clock = new ManualClock();
    let shown = 0;
    const result = whenSlow(workOf(clock, 3_000), 1_000, clock, () => (shown += 1));
    await clock.advance(999);
    assert.equal(shown, 0);
    await clock.advance(1);
    assert.equal(shown, 1);
    await clock.advance(2_000);
    assert.equal(await result, 'done');
    assert.equal(shown, 1);
  });

  it('passes a failure on, and shows no progress after it', async () => {
    const clock = new ManualClock();
    let shown = 0;
    const failing = whenSlow(Promise.reject(new Error('no')), 1_000, clock, () => (shown += 1));
    await assert.rejects(failing, /^Error: no$/);
    await clock.advance(2_000);
    assert.equal(shown, 0);
  });
});
