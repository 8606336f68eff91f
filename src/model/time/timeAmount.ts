const unit = String.raw`(?:mo|months?|w|weeks?|d|days?|h|hours?|hrs?|m|min|mins|minutes?|s|sec|secs|seconds?)`;
const amount = new RegExp(String.raw`^(?:\d+(?:\.\d+)?\s*${unit}\s*)+$`, 'i');

/**
 * Reads an amount of time in GitLab's format (`1h 30m`, `2d`) and puts it on one line. Undefined if it's invalid. Check
 * it before sending, because GitLab treats an invalid estimate as no estimate.
 * https://docs.gitlab.com/user/project/time_tracking/#available-time-units
 * @param use time spent can be negative to subtract time.
 */
export function readTimeAmount(text: string, use: 'estimate' | 'spent'): string | undefined {
  const words = text.trim().replace(/\s+/g, ' ');
  const positive = use === 'spent' ? words.replace(/^-\s*/, '') : words;
  return amount.test(positive) && /[1-9]/.test(positive) ? words.replace(/^-\s*/, '-') : undefined;
}

const hour = 3_600;
/** The first letters of GitLab's units, and the length of each in seconds. */
const seconds: readonly (readonly [string, number])[] = [
  ['mo', 160 * hour],
  ['w', 40 * hour],
  ['d', 8 * hour],
  ['h', hour],
  ['m', 60],
  ['s', 1],
];

/** The seconds of an amount that {@link readTimeAmount} returned. A day has 8 hours, a week 5 days, a month 4 weeks. */
export function secondsOf(duration: string): number {
  const parts = [...duration.matchAll(/(?<![\d.])(\d+(?:\.\d+)?) ?([a-z]+)/gi)];
  const sum = parts.reduce((total, [, count, name = '']) => {
    const [, length = 0] = seconds.find(([start]) => name.toLowerCase().startsWith(start)) ?? [];
    return total + Number(count) * length;
  }, 0);
  return Math.round(duration.startsWith('-') ? -sum : sum);
}
