const units = [
  ['mo', 576_000],
  ['w', 144_000],
  ['d', 28_800],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** Formats seconds as `1h 30m`, with 8-hour days and 5-day weeks as in GitLab's time tracking. Null for 0. */
export function humanTime(seconds: number): string | null {
  if (seconds === 0) return null;
  const parts: string[] = [];
  let left = Math.abs(seconds);
  for (const [unit, size] of units) {
    const whole = Math.floor(left / size);
    if (whole > 0) parts.push(`${whole}${unit}`);
    left -= whole * size;
  }
  return (seconds < 0 ? '-' : '') + parts.join(' ');
}

const words: Readonly<Record<string, number>> = {
  mo: 576_000,
  month: 576_000,
  months: 576_000,
  w: 144_000,
  week: 144_000,
  weeks: 144_000,
  d: 28_800,
  day: 28_800,
  days: 28_800,
  h: 3600,
  hr: 3600,
  hour: 3600,
  hours: 3600,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
};

/**
 * Parses `3h30m`, `1w 2d`, or a plain number of hours. Returns seconds, or undefined for other text
 * (`TimeTrackingFormatter.parse`).
 */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase();
  const negative = trimmed.startsWith('-');
  const body = negative ? trimmed.slice(1).trim() : trimmed;
  const part = /(\d{1,9}(?:\.\d{1,9})?)\s{0,9}([a-z]{1,9})?[\s,]{0,9}/g;
  if (body === '' || body.replaceAll(part, '') !== '') return undefined;
  let seconds = 0;
  for (const [, amount = '', unit = 'h'] of body.matchAll(part)) {
    const size = words[unit];
    if (size === undefined) return undefined;
    seconds += Number(amount) * size;
  }
  return Math.round(seconds) * (negative ? -1 : 1);
}
