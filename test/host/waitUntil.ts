import { setTimeout as delay } from 'node:timers/promises';

/**
 * Calls `condition` every `every` ms until the result is neither `undefined` nor `false`, and returns it. After
 * `timeout` ms, throws an error that includes `what` and the result of `seen`.
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
