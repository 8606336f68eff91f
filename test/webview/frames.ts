import assert from 'node:assert/strict';
import type { PageState } from '../../src/model/page/pageState.ts';
import { runs } from '../unit/testRuns.ts';
import type { IssuePage } from './issuePage.ts';

/** The most milliseconds of a frame. */
export const frameLimit = 500;

/** The most milliseconds that a key may wait. `npm test` runs several jobs at once, and any of the keys can meet them. */
const keyLimit = 100 * runs(3, 1);

/** Measures up to three times, and returns the shortest time. Other processes can lengthen a time, but not shorten it. */
export async function shortest(limit: number, measure: () => Promise<number>): Promise<number> {
  let time = Infinity;
  for (let round = 1; round <= 3 && time >= limit; round += 1) time = Math.min(time, await measure());
  return time;
}

/** Shows a state, and returns the milliseconds of the longest frame until everything is drawn. */
export async function longestFrame(opened: IssuePage, state: PageState): Promise<number> {
  await opened.tell({ type: 'show', state: { ...state, description: '' } });
  return longestFrameAfter(opened, () => opened.tell({ type: 'show', state }));
}

/** Acts on the page, and returns the milliseconds of the longest frame until everything is drawn. */
export async function longestFrameAfter(opened: IssuePage, act: () => Promise<void>): Promise<number> {
  const { page } = opened;
  await page.evaluate(() => {
    (globalThis as unknown as { framesInTest: number[] }).framesInTest.length = 0;
  });
  await act();
  await opened.tell({ type: 'respond', ticket: 1 });
  await opened.next('drawn');
  return page.evaluate(async () => {
    // The browser reports a frame when it's on the screen, and draws at most two others before.
    for (let times = 0; times < 4; times += 1) await new Promise(requestAnimationFrame);
    return Math.max(0, ...(globalThis as unknown as { framesInTest: number[] }).framesInTest);
  });
}

/** Shows a state while the user types a comment. Fails if a frame or a key takes too long each time. */
export async function assertFastWhileTyping(opened: IssuePage, state: PageState): Promise<void> {
  const least = { frame: Infinity, key: Infinity };
  const share = await shortest(1, async () => {
    const { frame, key } = await timesWhileTyping(opened, state);
    least.frame = Math.min(least.frame, frame);
    least.key = Math.min(least.key, key);
    return Math.max(least.frame / frameLimit, least.key / keyLimit);
  });
  assert.ok(share < 1, `A frame took ${least.frame} ms, or a key waited for ${least.key} ms.`);
}

async function timesWhileTyping(opened: IssuePage, state: PageState): Promise<{ frame: number; key: number }> {
  const { page } = opened;
  const box = page.locator('textarea').last();
  const words = 'Is this text still being rendered?';
  await opened.tell({ type: 'show', state: { ...state, description: '' } });
  await box.fill('');
  await page.evaluate(watchKeys);
  const shown = longestFrame(opened, state);
  await box.pressSequentially(words);
  const frame = await shown;
  assert.equal(await box.inputValue(), words);
  const delays = await page.evaluate(() => (globalThis as unknown as { keysInTest: number[] }).keysInTest);
  return { frame, key: Math.max(...delays) };
}

/** Runs in the page, and records the duration of each frame over 50 ms. */
export function watchFrames(): void {
  const frames: number[] = [];
  (globalThis as unknown as { framesInTest: number[] }).framesInTest = frames;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) frames.push(duration);
  }).observe({ type: 'long-animation-frame' });
}

/** Runs in the page, and records how long each slow key waited for the page. The test's clock doesn't change these times. */
function watchKeys(): void {
  const keys = [0];
  (globalThis as unknown as { keysInTest: number[] }).keysInTest = keys;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (entry instanceof PerformanceEventTiming && entry.name === 'keydown')
        keys.push(entry.processingStart - entry.startTime);
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
}
