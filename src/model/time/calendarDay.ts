const msOfDay = 86_400_000;

/**
 * The calendar day of a time in the local time zone, as `YYYY-MM-DD`. A due date is such a day, without a time zone.
 * GitLab's pages compare it with the browser's day, so rows, groups, queries, pickers, and the issue page use this day.
 * https://gitlab.com/gitlab-org/gitlab/-/blob/master/app/assets/javascripts/lib/utils/datetime/date_calculation_utility.js
 * @param time milliseconds since 1970.
 */
export function localDay(time: number): string {
  const date = new Date(time);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

/** The day a number of days after another, or before it if the number is negative. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * msOfDay).toISOString().slice(0, 10);
}

/** The days since Monday: 0 to 6. */
export function weekdayOf(day: string): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}

/** Whether a text is a day that exists, in the years 1000 to 2999. */
export function isDay(text: string): boolean {
  // `Date.parse` reads February 30 as March 2.
  return /^[12]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}

/** The start of a day in the local time zone, in milliseconds since 1970. Days with a clock change aren't 24 hours long. */
export function startOfDay(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date).getTime();
}
