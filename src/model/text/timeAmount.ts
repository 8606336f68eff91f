const unit = String.raw`(?:mo|months?|w|weeks?|d|days?|h|hours?|hrs?|m|min|mins|minutes?|s|sec|secs|seconds?)`;
const amount = new RegExp(String.raw`^(?:\d+(?:\.\d+)?\s*${unit}\s*)+$`, 'i');

/**
 * An amount of time as GitLab reads it (`1h 30m`, `2d`), on one line; undefined for what is none. Asked before it is sent:
 * GitLab treats an estimate that it cannot read as none. https://docs.gitlab.com/user/project/time_tracking/#available-time-units
 * @param use of the amount: time spent may be negative, which subtracts it.
 */
export function readTimeAmount(text: string, use: 'estimate' | 'spent'): string | undefined {
  const words = text.trim().replace(/\s+/g, ' ');
  const positive = use === 'spent' ? words.replace(/^-\s*/, '') : words;
  return amount.test(positive) && /[1-9]/.test(positive) ? words.replace(/^-\s*/, '-') : undefined;
}
