import assert from 'node:assert/strict';
import { inSlice, inSteps, soon, type Steps, whenIdle } from '../../../src/webview/drawing/slices.ts';

describe('S5: Work in slices', () => {
  const systemTime = performance.now.bind(performance);
  let time: number;
  let done: string[];
  let idle = 0;
  /** The next frame, in which the work continues. */
  const nextFrame = () => new Promise((resolve) => setTimeout(resolve));
  /** Work in steps that take 10 ms each. */
  const work = function* (name: string, steps: number): Steps {
    for (let step = 1; step <= steps; step += 1) {
      time += 10;
      done.push(`${name}${step}`);
      if (step < steps) yield;
    }
  };
  const doneInFrames = async (frames: number) => {
    const counts = [done.length];
    for (let frame = 0; frame < frames; frame += 1) {
      await nextFrame();
      counts.push(done.length);
    }
    return counts;
  };

  before(() => {
    whenIdle(() => (idle += 1));
  });
  beforeEach(async () => {
    time = 0;
    performance.now = () => time;
    // A frame starts with its whole budget.
    soon(() => undefined);
    await nextFrame();
    done = [];
    idle = 0;
  });
  afterEach(() => {
    performance.now = systemTime;
  });

  it('ends a frame after 30 ms, and continues in the next one until nothing is left', async () => {
    inSteps(work('a', 8));
    assert.deepEqual(await doneInFrames(3), [3, 6, 8, 8]);
  });

  it('does the work of several texts one after the other, within the same budget', async () => {
    inSteps(work('a', 5));
    soon(() => {
      time += 10;
      done.push('b');
    });
    inSteps(work('c', 2));
    assert.deepEqual(await doneInFrames(2), [3, 6, 8]);
    assert.deepEqual(done, ['a1', 'a2', 'a3', 'a4', 'a5', 'b', 'c1', 'c2']);
  });

  it('starts in a later frame if the frame has no time left', async () => {
    inSteps(work('a', 3));
    soon(() => done.push('b'));
    assert.deepEqual(await doneInFrames(1), [3, 4]);
  });

  it('does work that other work adds after that, not within it', () => {
    soon(() => {
      done.push('a');
      soon(() => done.push('c'));
      done.push('b');
    });
    assert.deepEqual(done, ['a', 'b', 'c']);
  });

  it('returns a result or an error, and continues after an error', async () => {
    inSteps(work('a', 5));
    const failed = inSlice(() => {
      throw new Error('It failed.');
    });
    const result = inSlice(() => 7);
    await assert.rejects(failed, /It failed/);
    assert.equal(await result, 7);
    assert.equal(done.length, 5);
  });

  it('reports only the end of all work', async () => {
    inSteps(work('a', 7));
    await nextFrame();
    assert.deepEqual([done.length, idle], [6, 0]);
    await nextFrame();
    assert.deepEqual([done.length, idle], [7, 1]);
  });
});
