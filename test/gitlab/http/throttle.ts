import { ApiError } from './apiError.ts';
import type { ApiInput, Instance } from './apiPipeline.ts';
import { tokenText } from './authenticate.ts';
import { parseQuery } from './paramTree.ts';

/** The allowed requests per period, for each user or anonymous caller. */
export interface RateLimit {
  readonly limit: number;
  /** Default 60. */
  readonly periodSeconds?: number;
  /**
   * Which responses have the rate-limit headers. GitLab adds them to a 429 response. From 18.6, it adds them to all if
   * the feature flag `rate_limiting_headers_for_unthrottled_requests` is on, as on GitLab.com. Without any of them, the
   * limit is a proxy's. Defaults to `all` from 18.6, and `refusals` before.
   */
  readonly headers?: 'all' | 'refusals' | 'none';
}

/** The rate-limit headers of a counted request, and the error response if it exceeds a limit. */
export interface ThrottleResult {
  readonly headers: Record<string, string>;
  readonly refusal?: ApiError;
}

/** The state of one limit after a request. */
interface Counted extends RateLimit {
  readonly observed: number;
  /** In seconds since 1970. */
  readonly reset: number;
}

/**
 * Rack::Attack as configured by GitLab: fixed windows, 429 in plain text (contract section 3). Off by default. All
 * tokens of a user share the limit. Of several limits, the one with the fewest requests left is reported, as in
 * `Gitlab::Middleware::RackAttackHeaders`.
 */
export class Throttle {
  private limits: readonly RateLimit[] = [];
  private readonly counts = new Map<string, number>();

  set(...limits: readonly RateLimit[]): void {
    this.limits = limits;
    this.counts.clear();
  }

  /** Counts requests of a user that don't come from the tested client, such as those of a browser and of git. */
  spend(userId: number, requests: number, instance: Instance): void {
    this.count(String(userId), requests, instance);
  }

  check(input: ApiInput, instance: Instance): ThrottleResult {
    const who = caller(input, instance);
    const [fewest] = this.count(who, 1, instance).sort((a, b) => a.limit - a.observed - (b.limit - b.observed));
    if (!fewest) return { headers: {} };
    const { limit, periodSeconds: period = 60, observed, reset } = fewest;
    const reported = fewest.headers ?? (instance.version.has('rateLimitHeaders') ? 'all' : 'refusals');
    const headers: Record<string, string> = {
      'RateLimit-Limit': String(Math.ceil((limit * 60) / period)),
      'RateLimit-Name': who === '' ? 'throttle_unauthenticated_api' : 'throttle_authenticated_api',
      'RateLimit-Observed': String(observed),
      'RateLimit-Remaining': String(Math.max(0, limit - observed)),
      'RateLimit-Reset': String(reset),
    };
    if (observed <= limit) return { headers: reported === 'all' ? headers : {} };
    headers['RateLimit-ResetTime'] = new Date(reset * 1000).toUTCString();
    headers['Retry-After'] = String(Math.max(1, Math.ceil(reset - instance.world.now() / 1000)));
    return { headers: {}, refusal: new ApiError(429, 'Retry later\n', reported === 'none' ? {} : headers) };
  }

  private count(who: string, requests: number, { world }: Instance): Counted[] {
    return this.limits.map((limit, index) => {
      const period = limit.periodSeconds ?? 60;
      const window = Math.floor(world.now() / 1000 / period);
      const key = `${index} ${window} ${who}`;
      const observed = (this.counts.get(key) ?? 0) + requests;
      this.counts.set(key, observed);
      return { ...limit, observed, reset: (window + 1) * period };
    });
  }
}

/** The user's ID, or empty for an anonymous caller. */
function caller({ query, headers }: ApiInput, { world }: Instance): string {
  const text = tokenText(parseQuery(query), headers);
  const token = text === undefined ? undefined : world.tokenOf(text);
  return token ? String(token.userId) : '';
}
