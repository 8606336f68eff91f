import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { Clock } from '../../model/time/clock.ts';

interface Pause {
  readonly error: GitLabError;
  /** By {@link Clock.elapsed}. */
  readonly since: number;
  readonly until: number;
  /** In a row. */
  readonly failures: number;
}

/** Each failure doubles the pause. */
const shortestPause = 5_000;
const longestPause = 5 * 60_000;
/** If GitLab returns no time. */
const pauseOfLimit = 60_000;

/** The accounts that nothing can be sent with for a while, because GitLab can't be reached or rejects the token. */
export class AccountPauses {
  private readonly pauses = new Map<string, Pause>();

  constructor(private readonly clock: Clock) {}

  /** Nothing was sent. */
  note(account: string, error: GitLabError): void {
    const now = this.clock.elapsed();
    const before = this.pauses.get(account);
    // Simultaneous requests fail for the same reason.
    if (before && before.until > now && before.error.reason === error.reason) return;
    const failures = (before?.failures ?? 0) + 1;
    this.pauses.set(account, { error, since: now, until: this.endOf(error, failures), failures });
  }

  /** Infinite until {@link wake} if the account needs another token. */
  until(account: string): number {
    return this.pauses.get(account)?.until ?? 0;
  }

  /** Why nothing is sent at the moment. */
  errorOf(account: string): GitLabError | undefined {
    const pause = this.pauses.get(account);
    return pause && pause.until > this.clock.elapsed() ? pause.error : undefined;
  }

  /**
   * GitLab can be reached, or the account has another token. The time that GitLab returned still applies.
   * @param least ends only a pause that began at least this long ago.
   */
  wake(account: string, least = 0): void {
    const pause = this.pauses.get(account);
    if (!pause || pause.error.reason === 'rateLimited') return;
    if (this.clock.elapsed() - pause.since >= least) this.end(account);
  }

  /** GitLab responded. */
  end(account: string): void {
    this.pauses.delete(account);
  }

  private endOf({ reason, facts }: GitLabError, failures: number): number {
    const now = this.clock.elapsed();
    if (reason === 'auth' || facts.detail === 'notSignedIn') return Number.POSITIVE_INFINITY;
    if (reason === 'rateLimited' || facts.resumeAt !== undefined) return facts.resumeAt ?? now + pauseOfLimit;
    return now + Math.min(shortestPause * 2 ** (failures - 1), longestPause);
  }
}
