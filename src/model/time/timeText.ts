const units = [
  ['mo', 4 * 5 * 8 * 3600],
  ['w', 5 * 8 * 3600],
  ['d', 8 * 3600],
  ['h', 3600],
  ['m', 60],
] as const;

/**
 * Formats seconds like GitLab, e.g. `1d 3h 30m`. A day has 8 hours, a week 5 days, and a month 4 weeks.
 * https://docs.gitlab.com/user/project/time_tracking/#available-time-units
 */
export function timeText(seconds: number): string {
  let rest = Math.abs(Math.round(seconds));
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? [`${count}${unit}`] : [];
  });
  return `${seconds < 0 ? '-' : ''}${parts.join(' ') || '0m'}`;
}
