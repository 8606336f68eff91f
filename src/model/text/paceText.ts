import * as l10n from '@vscode/l10n';
import type { RatePace } from '../gateway/requestPriority.ts';
import { pointInTime } from '../time/pointInTime.ts';

/** The server's rate limit, and when loading continues if it waits. Empty if the limit is unknown. */
export function paceText(pace: RatePace | undefined, now: number): string {
  if (!pace) return '';
  const perMinute = pace.perMinute.toLocaleString();
  return pace.continuesAt === undefined
    ? l10n.t('GitLab allows {0} requests per minute.', perMinute)
    : l10n.t(
        'GitLab allows {0} requests per minute. Loading continues at {1}.',
        perMinute,
        pointInTime(pace.continuesAt, now),
      );
}
