import { addDays, localDay, weekdayOf } from './time/calendarDay.ts';
import { dueRange } from './query/dueDates.ts';

export type DuePreset = 'today' | 'tomorrow' | 'endOfWeek' | 'nextWeek' | 'endOfMonth';

/** The days since Monday of the last day of the working week. */
const friday = 4;

/**
 * The days that are offered as due dates, as `YYYY-MM-DD` in the local time zone. A week ends on Friday, and the next
 * one begins on Monday.
 * @param now milliseconds since 1970.
 */
export function duePresets(now: number): Readonly<Record<DuePreset, string>> {
  const today = localDay(now);
  const weekday = weekdayOf(today);
  return {
    today,
    tomorrow: addDays(today, 1),
    endOfWeek: addDays(today, (friday - weekday + 7) % 7),
    nextWeek: addDays(today, 7 - weekday),
    endOfMonth: dueRange('month', now).to,
  };
}
