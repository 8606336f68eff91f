import { l10n } from 'vscode';
import { instanceLabel } from '../model/instanceUrl.ts';
import { pointInTime } from '../model/pointInTime.ts';
import type { TrackerState } from '../sync/trackerMirror.ts';

/** What weighs most comes first: a dead token, a pause the server asked for, no connection, anything else. */
const weight = ['auth', 'scope', 'rateLimited', 'offline'];

/**
 * The view's message line: what is wrong and how old the rows are. What concerns one project among several stands on
 * its row instead. Empty: all is well.
 */
export function viewMessage(trackers: readonly TrackerState[], now: number): string {
  const rank = ({ error }: TrackerState) =>
    error && weight.includes(error.reason) ? weight.indexOf(error.reason) : weight.length;
  const worst = trackers.filter((tracker) => concernsAll(tracker, trackers)).sort((a, b) => rank(a) - rank(b))[0];
  if (worst?.error) {
    return worst.asOf === undefined
      ? worst.error.message
      : l10n.t('{0} Showing the issues as of {1}.', worst.error.message, pointInTime(worst.asOf, now));
  }
  const capped = trackers.find(({ openInAll }) => openInAll !== undefined);
  return capped?.openInAll === undefined
    ? ''
    : l10n.t(
        '{0}: the newest 10,000 of {1} open issues are shown.',
        capped.project?.path ?? capped.path,
        capped.openInAll.toLocaleString(),
      );
}

/** Whether the trouble is the token's, or that of all projects of its account. */
function concernsAll({ account, error }: TrackerState, trackers: readonly TrackerState[]): boolean {
  if (!error) return false;
  if (error.reason === 'auth' || error.reason === 'rateLimited') return true;
  return trackers.filter((other) => other.account?.key === account?.key).every((other) => other.error);
}

/** Beside the view's title: the one project there is, or the instances. */
export function viewDescription(trackers: readonly TrackerState[]): string {
  const [only, another] = trackers;
  if (only && !another) return only.project?.path ?? only.path;
  return [...new Set(trackers.map(({ instance }) => instanceLabel(instance)))].join(', ');
}
