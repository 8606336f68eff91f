import type { AgeUnit, TimeSpan } from './issueQuery.ts';

const hour = 3_600_000;
const day = 24 * hour;
const lengthOf: Readonly<Record<AgeUnit, number>> = { h: hour, d: day, w: 7 * day, mo: 30 * day };

/**
 * Reads a span: `<7d`, `>=2w`, `2026-01-31`, `2026-01-01..`, `..2026-01-31`, or `<2026-01-31`. Undefined for anything
 * else.
 */
export function readSpan(text: string): TimeSpan | undefined {
  const [, sign, number, unit] = /^([<>])=?(\d{1,4})(h|d|w|mo)$/i.exec(text) ?? [];
  if (sign !== undefined && number !== undefined && unit !== undefined) {
    return { age: sign as '<' | '>', count: Number(number), unit: unit.toLowerCase() as AgeUnit };
  }
  const [, comparison, limit] = /^(<=|>=|<|>)(.+)$/.exec(text) ?? [];
  if (comparison !== undefined && limit !== undefined) {
    const ms = dayStart(limit);
    if (ms === undefined) return undefined;
    const wanted = dateOf(ms + (comparison === '<' ? -day : comparison === '>' ? day : 0));
    if (dayStart(wanted) === undefined) return undefined;
    return comparison.startsWith('<') ? { to: wanted } : { from: wanted };
  }
  const [first = '', last = first, ...more] = text.split('..');
  const isRight = (date: string) => date === '' || dayStart(date) !== undefined;
  if (more.length > 0 || (first === '' && last === '') || !isRight(first) || !isRight(last)) return undefined;
  if (first !== '' && last !== '' && first > last) return undefined;
  return { ...(first === '' ? {} : { from: first }), ...(last === '' ? {} : { to: last }) };
}

/** A time range in milliseconds since 1970, both ends inclusive. */
export interface TimeRange {
  readonly after?: number;
  readonly before?: number;
}

/** Converts a span to a time range relative to `now`. Days are UTC, as in GitLab. */
export function rangeOf(span: TimeSpan, now: number): TimeRange {
  if ('age' in span) {
    const limit = now - span.count * lengthOf[span.unit];
    return span.age === '<' ? { after: limit } : { before: limit };
  }
  const after = span.from === undefined ? undefined : dayStart(span.from);
  const before = span.to === undefined ? undefined : dayStart(span.to);
  return { ...(after === undefined ? {} : { after }), ...(before === undefined ? {} : { before: before + day - 1 }) };
}

/** `YYYY-MM-DD` in UTC. */
export function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The start of a day, in milliseconds since 1970. Undefined for an invalid date, or outside the years 1000 to 2999. */
function dayStart(date: string): number | undefined {
  if (!/^[12]\d{3}-\d\d-\d\d$/.test(date)) return undefined;
  const ms = Date.parse(date);
  // `Date.parse` reads February 30 as March 2.
  return Number.isNaN(ms) || dateOf(ms) !== date ? undefined : ms;
}
