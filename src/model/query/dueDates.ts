import { addDays, localDay, weekdayOf } from '../time/calendarDay.ts';
import type { DueWord } from './issueQuery.ts';

/** The first and last day that a word covers, as `YYYY-MM-DD`, both inclusive. Weeks start on Monday. Days are local. */
export function dueRange(word: Exclude<DueWord, 'none' | 'any'>, now: number): { from: string; to: string } {
  const today = localDay(now);
  switch (word) {
    case 'overdue':
      return { from: '', to: addDays(today, -1) };
    case 'today':
      return { from: today, to: today };
    case 'tomorrow':
      return { from: addDays(today, 1), to: addDays(today, 1) };
    case 'week': {
      const monday = addDays(today, -weekdayOf(today));
      return { from: monday, to: addDays(monday, 6) };
    }
    case 'month': {
      const first = `${today.slice(0, 7)}-01`;
      // The 28th plus four days is always in the next month.
      const next = addDays(`${today.slice(0, 7)}-28`, 4);
      return { from: first, to: addDays(`${next.slice(0, 7)}-01`, -1) };
    }
  }
}
