import { env, l10n } from 'vscode';
import { type Account, canBeRenewed, daysLeft, isReadOnly } from '../../model/account.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import type { RatePace } from '../../model/gateway/requestPriority.ts';
import { signInAgainText } from '../../model/error/signInAgainText.ts';
import { paceText } from '../../model/text/paceText.ts';
import { plainText } from '../../model/text/plainText.ts';
import { relativeTime } from '../../model/time/relativeTime.ts';
import { pointInTime } from '../../model/time/pointInTime.ts';
import { trackerTitle } from '../../sync/trackers/trackerNames.ts';
import { oldSince, type TrackerState } from '../../sync/trackers/trackerState.ts';

/** The most important message comes first: an invalid token, a rate limit, no connection, or another error. */
const weight = ['auth', 'scope', 'rateLimited', 'offline'];

/** The view's message, and the account that it reminds the user of, if any. */
export interface ViewMessage {
  /** Empty if there is nothing to report. */
  readonly text: string;
  readonly expiring?: Account;
}

export interface MessageFacts {
  readonly now: number;
  /** Whether to remind the user that an account's token expires soon. */
  readonly isDue: (account: Account) => boolean;
  /** The number of loaded open issues of a tracker. */
  readonly held: (tracker: string) => number;
  /** What is known about the rate limit of a tracker's server. */
  readonly pace: (tracker: string) => RatePace | undefined;
  /** The filter of the rows. Empty means none. */
  readonly filter: string;
  /** The number of changes that are sent to GitLab later. */
  readonly waiting: number;
  /** The number of unsent changes that the user has to decide on. */
  readonly undecided: number;
}

/** Loading more issues than this takes long enough to show progress. */
const manyIssues = 500;

/**
 * The error and the age of the rows, or the progress of the first load, and the changes that aren't sent. If there are
 * several projects, an error that affects only one of them appears on its row instead.
 */
export function viewMessage(trackers: readonly TrackerState[], facts: MessageFacts): ViewMessage {
  const { text, ...rest } = messageAbout(trackers, facts);
  const unsent = [undecidedText(facts.undecided), waitingText(facts.waiting)];
  const isError = trackers.some((tracker) => concernsAll(tracker, trackers));
  const texts = isError ? [text, ...unsent] : [...unsent, text];
  return { text: texts.filter((each) => each !== '').join(' '), ...rest };
}

function messageAbout(
  trackers: readonly TrackerState[],
  { now, isDue, held, pace, filter }: MessageFacts,
): ViewMessage {
  const rank = ({ error }: TrackerState) =>
    error && weight.includes(error.reason) ? weight.indexOf(error.reason) : weight.length;
  const worst = trackers.filter((tracker) => concernsAll(tracker, trackers)).sort((a, b) => rank(a) - rank(b))[0];
  if (worst?.error) {
    // The notification about an invalid token has the whole message.
    const message = signInAgainText(worst.error) ?? worst.error.message;
    return {
      text:
        worst.asOf === undefined
          ? message
          : l10n.t('{0} Showing issues as of {1}.', message, pointInTime(worst.asOf, now)),
    };
  }
  const reading = [progress(trackers), waiting(trackers, pace, now)].filter((text) => text !== undefined).join(' ');
  const old = trackers.length === 1 ? ageOfOld(trackers[0], now) : undefined;
  if (reading === '' && old !== undefined) return { text: l10n.t('Last updated {0}.', old) };
  if (reading !== '') return { text: reading };
  // A message that appears once a day comes before a permanent one.
  const expiring = soonestOf(trackers, now, isDue);
  if (expiring) {
    const texts = [expiry(expiring, now), readOnly(trackers)];
    return { text: texts.filter((text) => text !== undefined).join(' '), expiring };
  }
  // The counts of the rows depend on the filter. A user who returns later must not mistake them for all issues.
  if (filter !== '') return { text: l10n.t('Filter: {0}', plainText(filter)) };
  return { text: readOnly(trackers) ?? capped(trackers, held) ?? '' };
}

/** The age of rows that are shown before GitLab has responded, if they are old. */
export function ageOfOld(tracker: TrackerState | undefined, now: number): string | undefined {
  const since = tracker && oldSince(tracker, now);
  return since === undefined ? undefined : relativeTime(since, now, env.language);
}

function undecidedText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? l10n.t('1 change needs your decision.') : l10n.t('{0} changes need your decision.', count);
}

function waitingText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? l10n.t('1 change is waiting to be sent.') : l10n.t('{0} changes are waiting to be sent.', count);
}

function progress(trackers: readonly TrackerState[]): string | undefined {
  const { read, total } = trackers.find((tracker) => tracker.progress)?.progress ?? { read: 0, total: 0 };
  if (total === undefined && read > manyIssues) return l10n.t('Loading issues ({0} so far)…', read.toLocaleString());
  if (total === undefined || total <= manyIssues) return undefined;
  return l10n.t('Loading issues ({0} of {1})…', read.toLocaleString(), total.toLocaleString());
}

/** Why the first load of an issue list waits, if it does. */
function waiting(trackers: readonly TrackerState[], pace: MessageFacts['pace'], now: number): string | undefined {
  const paces = trackers.filter(({ loading, complete }) => loading && !complete).map(({ key }) => pace(key));
  const waits = paces.find((each) => each?.continuesAt !== undefined);
  return waits && paceText(waits, now);
}

function readOnly(trackers: readonly TrackerState[]): string | undefined {
  const account = trackers.map((tracker) => tracker.account).find((other) => other && isReadOnly(other));
  return (
    account &&
    l10n.t(
      "Read-only access to {0}. To edit issues, select the key icon above and sign in with an 'api' token.",
      instanceLabel(account.instance),
    )
  );
}

function soonestOf(
  trackers: readonly TrackerState[],
  now: number,
  isDue: (account: Account) => boolean,
): Account | undefined {
  const left = (account: Account) => daysLeft(account, now) ?? Number.POSITIVE_INFINITY;
  const accounts = trackers.map(({ account }) => account).filter((account) => account !== undefined);
  return accounts.filter(isDue).sort((a, b) => left(a) - left(b))[0];
}

function expiry(account: Account, now: number): string {
  const host = instanceLabel(account.instance);
  const days = daysLeft(account, now) ?? 0;
  const when =
    days <= 0
      ? l10n.t('The token for {0} expires at midnight UTC.', host)
      : days === 1
        ? l10n.t('The token for {0} expires tomorrow.', host)
        : l10n.t('The token for {0} expires in {1} days.', host, days);
  const what = canBeRenewed(account)
    ? l10n.t("Run 'GitLab Issues: Renew Token…'.")
    : l10n.t('Create a new token and sign in with it.');
  return `${when} ${what}`;
}

function capped(trackers: readonly TrackerState[], held: MessageFacts['held']): string | undefined {
  const tracker = trackers.find(({ openInAll }) => openInAll !== undefined);
  return tracker?.openInAll === undefined
    ? undefined
    : l10n.t(
        '{0}: showing the newest {1} of {2} open issues. Use Search to find the others.',
        plainText(trackerTitle(tracker)),
        held(tracker.key).toLocaleString(),
        tracker.openInAll.toLocaleString(),
      );
}

/** Whether the error is the token's, or that of all projects of its account. */
function concernsAll({ account, error }: TrackerState, trackers: readonly TrackerState[]): boolean {
  if (!error) return false;
  if (error.reason === 'auth' || (error.reason === 'rateLimited' && error.facts.detail !== 'endpoint')) return true;
  return trackers.filter((other) => other.account?.key === account?.key).every((other) => other.error);
}

/** The text beside the view's title: the only project, or the instances. */
export function viewDescription(trackers: readonly TrackerState[]): string {
  const [only, another] = trackers;
  if (only && !another) return plainText(trackerTitle(only));
  return [...new Set(trackers.map(({ instance }) => instanceLabel(instance)))].join(', ');
}
