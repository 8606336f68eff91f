import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits for a condition: asks every `every` ms until the answer is neither `undefined` nor `false`, and returns it.
 * After `timeout` ms it throws an error that says what was waited for, and what was last seen if `seen` tells.
 */
export async function waitUntil<T>(
  what: string,
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  options: { timeout?: number; every?: number; seen?: () => unknown } = {},
): Promise<T> {
  const { timeout = 30_000, every = 50, seen } = options;
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await condition();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) {
      const last = seen ? `; last seen: ${JSON.stringify(await seen())}` : '';
      throw new Error(`Waited ${timeout / 1000} s for ${what}${last}`);
    }
    await delay(every);
  }
}
