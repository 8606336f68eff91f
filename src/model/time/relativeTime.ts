import * as l10n from '@vscode/l10n';
import { formatByLanguage } from '../text/formatByLanguage.ts';

const units = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

const formatFor = formatByLanguage((language) => new Intl.RelativeTimeFormat(language, { numeric: 'always' }));

/**
 * Formats a time like `1 day ago`, in the given language. Times are milliseconds since 1970. Because clocks differ, a
 * time in the future counts as now. As in GitLab, there is no `yesterday`, because 30 hours ago can be two days before
 * today.
 */
export function relativeTime(time: number, now: number, language?: string): string {
  const ago = Math.max(now - time, 0);
  for (const [unit, length] of units)
    if (ago >= length) return formatFor(language).format(-Math.floor(ago / length), unit);
  return l10n.t('just now');
}
