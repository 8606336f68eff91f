import { l10n } from 'vscode';
import { daysLeft, isReadOnly } from '../model/account.ts';
import { instanceLabel } from '../model/instanceUrl.ts';
import { pointInTime } from '../model/pointInTime.ts';
import type { TrackerState } from '../sync/trackerMirror.ts';

const warnedDays = 14;
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
  return readOnly(trackers) ?? expiry(trackers, now) ?? capped(trackers) ?? '';
}

function readOnly(trackers: readonly TrackerState[]): string | undefined {
  const account = trackers.map((tracker) => tracker.account).find((other) => other && isReadOnly(other));
  return (
    account &&
    l10n.t(
      'Read-only: the token for {0} has the scope "read_api". To change issues, sign in with "api".',
      instanceLabel(account.instance),
    )
  );
}

/** From two weeks before a token dies, so that it does not do so as a surprise. */
function expiry(trackers: readonly TrackerState[], now: number): string | undefined {
  const left = ({ account }: TrackerState) => (account && daysLeft(account, now)) ?? Number.POSITIVE_INFINITY;
  const [soonest] = [...trackers].sort((a, b) => left(a) - left(b));
  if (!soonest?.account || left(soonest) > warnedDays) return undefined;
  const host = instanceLabel(soonest.account.instance);
  const days = left(soonest);
  if (days <= 0) return l10n.t('The token for {0} expires at midnight UTC: run "GitLab Issues: Renew Token".', host);
  return days === 1
    ? l10n.t('The token for {0} expires tomorrow: run "GitLab Issues: Renew Token".', host)
    : l10n.t('The token for {0} expires in {1} days: run "GitLab Issues: Renew Token".', host, days);
}

function capped(trackers: readonly TrackerState[]): string | undefined {
  const tracker = trackers.find(({ openInAll }) => openInAll !== undefined);
  return tracker?.openInAll === undefined
    ? undefined
    : l10n.t(
        '{0}: the newest 10,000 of {1} open issues are shown.',
        tracker.project?.path ?? tracker.path,
        tracker.openInAll.toLocaleString(),
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
