import * as l10n from '@vscode/l10n';
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

/** The name of a preset in a list. */
export function presetText(preset: DuePreset): string {
  switch (preset) {
    case 'today':
      return l10n.t('Today');
    case 'tomorrow':
      return l10n.t('Tomorrow');
    case 'endOfWeek':
      return l10n.t('End of week');
    case 'nextWeek':
      return l10n.t('Next week');
    case 'endOfMonth':
      return l10n.t('End of month');
  }
}
