import assert from 'node:assert/strict';
import type { PageState } from '../../src/model/page/pageState.ts';
import { runs } from '../unit/testRuns.ts';
import type { IssuePage } from './issuePage.ts';

/**
 * How many times longer than on an idle machine the page may take. `npm test` runs several jobs at once, and the hostile
 * texts took seconds to minutes.
 */
const slowness = runs(3, 1);

/** The most milliseconds of a frame. */
export const frameLimit = 500 * slowness;

/** The most milliseconds that a key may wait. */
export const keyLimit = 100 * slowness;

/** Shows a state, and returns the milliseconds of the longest frame until everything is drawn. */
export async function longestFrame(opened: IssuePage, state: PageState): Promise<number> {
  const { page } = opened;
  await opened.tell({ type: 'show', state: { ...state, description: '' } });
  await page.evaluate(() => {
    (globalThis as unknown as { framesInTest: number[] }).framesInTest.length = 0;
  });
  await opened.tell({ type: 'show', state });
  return page.evaluate(async () => {
    let changes = 0;
    const observer = new MutationObserver(() => (changes += 1));
    observer.observe(document.body, { childList: true, subtree: true });
    for (let quiet = 0; quiet < 3;) {
      const before = changes;
      await new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve)));
      quiet = changes === before ? quiet + 1 : 0;
    }
    observer.disconnect();
    return Math.max(0, ...(globalThis as unknown as { framesInTest: number[] }).framesInTest);
  });
}

/** Shows a state while the user types a comment, and returns the milliseconds that the slowest key waited. */
export async function longestKey(opened: IssuePage, state: PageState): Promise<number> {
  const { page } = opened;
  const box = page.locator('textarea').last();
  const words = 'Is this text still being rendered?';
  await opened.tell({ type: 'show', state: { ...state, description: '' } });
  await box.fill('');
  await page.evaluate(watchKeys);
  const shown = longestFrame(opened, state);
  await box.pressSequentially(words);
  await shown;
  assert.equal(await box.inputValue(), words);
  const delays = await page.evaluate(() => (globalThis as unknown as { keysInTest: number[] }).keysInTest);
  return Math.max(...delays);
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
