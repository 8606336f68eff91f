/** Hours and minutes in the local format, with the date unless it's today. Times are milliseconds since 1970. */
export function pointInTime(time: number, now: number): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  const date = isToday ? {} : ({ day: 'numeric', month: 'short' } as const);
  return new Intl.DateTimeFormat(undefined, { ...date, hour: '2-digit', minute: '2-digit' }).format(time);
}
