import { duePresets } from '../duePresets.ts';
import { isDay } from './calendarDay.ts';

/**
 * Reads a date from user input: `2026-12-24`, `friday`, `+2w`, `end of month`. Null for `none` and its synonyms,
 * undefined for anything else. English only, like GitLab's `/due`. https://docs.gitlab.com/user/project/quick_actions/
 * @param now milliseconds since 1970. Days are in the local time zone.
 */
export async function readDueDate(text: string, now: number): Promise<string | null | undefined> {
  const words = text.trim().toLowerCase();
  if (['', 'none', 'no', 'clear', 'remove'].includes(words)) return null;
  if (/^\d{4}-\d+-\d+$/.test(words)) return isDay(words) ? words : undefined;
  const { endOfWeek, nextWeek, endOfMonth } = duePresets(now);
  if (/^(end of (the |this )?week|eow)$/.test(words)) return endOfWeek;
  if (words === 'next week') return nextWeek;
  if (/^(end of (the |this )?month|eom)$/.test(words)) return endOfMonth;
  // Loaded on demand, because only typed dates need it.
  const { casual } = await import('chrono-node/en');
  const date = casual.parseDate(words, new Date(now), { forwardDate: true });
  if (!date) return undefined;
  const part = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}
