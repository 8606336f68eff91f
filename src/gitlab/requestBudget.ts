import type { Clock } from '../model/time/clock.ts';
import { type Answer, isEndpointLimit, timeToReset } from './answerError.ts';
import { rateLimitOf } from './readAnswer.ts';

/** A minute plus a margin, because requests can arrive closer together than they were sent. */
const minute = 60_000;
const leeway = 1_000;
/** A limit that the server stopped reporting, or that was guessed, applies for this long. */
const limitLifetime = 60 * minute;
/** The lowest guess. Others might have used most of the limit, so the real one can be higher. */
const lowestGuess = 20;

interface Period {
  /** The requests that the server allows in the whole period. */
  readonly total: number;
  /** What was left of them at the last response. */
  readonly remaining: number;
  /** By {@link Clock.elapsed}. */
  readonly endsAt: number;
}

/**
 * Learns the server's rate limit, and leaves half of it to the user's browser and to git. GitLab counts the requests of
 * a user, whichever program sends them. It reports the limit in each response, only in a 429 response, or never. Before
 * it's known, there is no budget.
 * https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/#response-headers
 */
export class RequestBudget {
  /** When the requests of the last minute were sent, oldest first, by {@link Clock.elapsed}. */
  private readonly sent: number[] = [];
  private limit: { readonly perMinute: number; readonly knownAt: number } | undefined;
  /** The server's current period, in which it counts requests. */
  private period: Period | undefined;

  constructor(private readonly clock: Clock) {}

  /** The requests that the server allows for each minute, if known. */
  get perMinute(): number | undefined {
    const { limit, clock } = this;
    return limit && clock.elapsed() - limit.knownAt < limitLifetime ? limit.perMinute : undefined;
  }

  noteSent(): void {
    this.forgetOld();
    this.sent.push(this.clock.elapsed());
  }

  noteAnswer(answer: Answer): void {
    const { status, headers } = answer;
    const now = this.clock.elapsed();
    const reported = rateLimitOf(headers);
    if (reported) this.limit = { perMinute: reported.limit, knownAt: now };
    else if (status === 429 && !isEndpointLimit(answer)) {
      this.forgetOld();
      this.limit = { perMinute: Math.max(this.sent.length, lowestGuess), knownAt: now };
    }
    // Without the server's time, a wrong clock of this computer would look like a long period.
    const untilReset = headers['date'] === undefined ? undefined : timeToReset(headers, this.clock.now());
    if (reported?.remaining === undefined || untilReset === undefined) return;
    const { limit, remaining, observed } = reported;
    const total = observed === undefined ? limit : observed + remaining;
    if (untilReset > longestPeriod(limit, total) + 2 * leeway) return;
    const endsAt = now + untilReset;
    // Responses can arrive in another order than the server counted them.
    const { period } = this;
    const isSame = period && period.endsAt > now && Math.abs(endsAt - period.endsAt) < 2 * leeway;
    this.period = isSame
      ? { ...period, remaining: Math.min(remaining, period.remaining) }
      : { total, remaining, endsAt };
  }

  /**
   * The milliseconds until the next background request may be sent.
   * @param inFlight the requests without a response, which the server might not have counted yet.
   */
  wait(inFlight: number): number {
    const { perMinute } = this;
    if (perMinute === undefined) return 0;
    this.forgetOld();
    const now = this.clock.elapsed();
    const half = Math.max(1, Math.floor(perMinute / 2));
    const earlier = this.sent.at(-half);
    const own = earlier === undefined ? now : earlier + minute + leeway;
    return Math.ceil(Math.max(own, this.whenHalfIsLeft(half, inFlight)) - now);
  }

  /** When more than the user's half of the server's current period is left, by {@link Clock.elapsed}. */
  private whenHalfIsLeft(half: number, inFlight: number): number {
    const now = this.clock.elapsed();
    if (!this.period || this.period.endsAt <= now) return now;
    const { total, remaining, endsAt } = this.period;
    const minutes = Math.max(1, (endsAt - now) / minute);
    const ours = remaining - inFlight;
    // In a period of several minutes, the user's half shrinks with the time that is left.
    if (ours > Math.min(half * minutes, total / 2)) return now;
    const enoughFor = (ours - 1) / half;
    return enoughFor > 1 ? endsAt - enoughFor * minute : endsAt;
  }

  private forgetOld(): void {
    const since = this.clock.elapsed() - minute - leeway;
    const recent = this.sent.findIndex((time) => time > since);
    this.sent.splice(0, recent < 0 ? this.sent.length : recent);
  }
}

/** The longest period with a limit of `total` requests that GitLab rounds up to `perMinute`. */
function longestPeriod(perMinute: number, total: number): number {
  return (total * minute) / Math.max(perMinute - 1, 0.5);
}
