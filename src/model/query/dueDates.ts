import type { DueWord } from './issueQuery.ts';
import { dateOf } from './timeSpan.ts';

const day = 86_400_000;

/** The first and last day that a word covers, as `YYYY-MM-DD`. Weeks start on Monday. Days are UTC, as in GitLab. */
export function dueRange(word: Exclude<DueWord, 'none' | 'any'>, now: number): { from: string; to: string } {
  const today = new Date(now);
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
  const monday = now - ((today.getUTCDay() + 6) % 7) * day;
  switch (word) {
    case 'overdue':
      return { from: '', to: dateOf(now - day) };
    case 'today':
      return { from: dateOf(now), to: dateOf(now) };
    case 'tomorrow':
      return { from: dateOf(now + day), to: dateOf(now + day) };
    case 'week':
      return { from: dateOf(monday), to: dateOf(monday + 6 * day) };
    case 'month':
      return { from: dateOf(Date.UTC(year, month, 1)), to: dateOf(Date.UTC(year, month + 1, 0)) };
  }
}
