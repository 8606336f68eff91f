/**
 * Formats a day for people, such as `Nov 20, 2026`, as issue pages do.
 * @param day `YYYY-MM-DD`
 * @param weekday whether to begin with the weekday, such as `Fri, Nov 20, 2026`.
 */
export function dayText(day: string, language: string, weekday = false): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  const text = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(date);
  if (!weekday) return text;
  return `${new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(date)}, ${text}`;
}
