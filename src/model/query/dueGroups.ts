import { dueRange } from './dueDates.ts';

/** In display order. `week` is the rest of this week after today. */
export const dueGroups = ['overdue', 'today', 'week', 'later', 'none'] as const;
export type DueGroup = (typeof dueGroups)[number];

/** Returns a function that maps a due date (`YYYY-MM-DD`) to its group at the time `now`. */
export function dueGrouper(now: number): (dueDate: string | undefined) => DueGroup {
  const [past, today, week] = [dueRange('overdue', now).to, dueRange('today', now).to, dueRange('week', now).to];
  return (dueDate) => {
    if (dueDate === undefined) return 'none';
    if (dueDate <= past) return 'overdue';
    if (dueDate <= today) return 'today';
    return dueDate <= week ? 'week' : 'later';
  };
}
