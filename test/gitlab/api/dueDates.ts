import type { IssueRecord } from '../world/records.ts';
import type { ServerVersion } from '../world/serverVersion.ts';

/** The keywords of the `due_date` filter. The empty one doesn't filter. */
export function dueDateWords(version: ServerVersion): readonly string[] {
  const newer = version.has('dueDateWords') ? ['any', 'today', 'tomorrow'] : [];
  return ['0', ...newer, 'overdue', 'week', 'month', 'next_month_and_previous_two_weeks', ''];
}

const day = 86_400_000;

function date(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The first and last date of a keyword's range, in UTC by the server's clock. Weeks start on Monday. */
function range(word: string, now: number): readonly [string, string] | undefined {
  const at = new Date(now);
  const year = at.getUTCFullYear();
  const month = at.getUTCMonth();
  const monday = now - ((at.getUTCDay() + 6) % 7) * day;
  switch (word) {
    case 'today':
      return [date(now), date(now)];
    case 'tomorrow':
      return [date(now + day), date(now + day)];
    case 'overdue':
      return ['0000-01-01', date(now - day)];
    case 'week':
      return [date(monday), date(monday + 6 * day)];
    case 'month':
      return [date(Date.UTC(year, month, 1)), date(Date.UTC(year, month + 1, 0))];
    case 'next_month_and_previous_two_weeks':
      return [date(now - 14 * day), date(Date.UTC(year, month + 2, 0))];
    default:
      return undefined;
  }
}

/** Returns the test for a keyword (docs: Issues API, `due_date`). */
export function dueDateTest(word: string | undefined, now: number): ((issue: IssueRecord) => boolean) | undefined {
  if (word === undefined || word === '') return undefined;
  if (word === '0') return (issue) => issue.dueDate === null;
  if (word === 'any') return (issue) => issue.dueDate !== null;
  const [from, to] = range(word, now) ?? ['', ''];
  return (issue) => issue.dueDate !== null && issue.dueDate >= from && issue.dueDate <= to;
}
