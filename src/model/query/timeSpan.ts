import { addDays, isDay, startOfDay } from '../time/calendarDay.ts';
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
    if (!isDay(limit)) return undefined;
    const wanted = addDays(limit, comparison === '<' ? -1 : comparison === '>' ? 1 : 0);
    if (!isDay(wanted)) return undefined;
    return comparison.startsWith('<') ? { to: wanted } : { from: wanted };
  }
  const [first = '', last = first, ...more] = text.split('..');
  const isRight = (date: string) => date === '' || isDay(date);
  if (more.length > 0 || (first === '' && last === '') || !isRight(first) || !isRight(last)) return undefined;
  if (first !== '' && last !== '' && first > last) return undefined;
  return { ...(first === '' ? {} : { from: first }), ...(last === '' ? {} : { to: last }) };
}

/** A time range in milliseconds since 1970, both ends inclusive. */
export interface TimeRange {
  readonly after?: number;
  readonly before?: number;
}

/** Converts a span to a time range relative to `now`. Days are in the local time zone. */
export function rangeOf(span: TimeSpan, now: number): TimeRange {
  if ('age' in span) {
    const limit = now - span.count * lengthOf[span.unit];
    return span.age === '<' ? { after: limit } : { before: limit };
  }
  return {
    ...(span.from === undefined ? {} : { after: startOfDay(span.from) }),
    ...(span.to === undefined ? {} : { before: startOfDay(addDays(span.to, 1)) - 1 }),
  };
}
