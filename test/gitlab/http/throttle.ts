import { ApiError } from './apiError.ts';
import type { ApiInput, Instance } from './apiPipeline.ts';

/** The allowed requests per period, for each token or anonymous caller. */
export interface RateLimit {
  readonly limit: number;
  /** Default 60. */
  readonly periodSeconds?: number;
}

/** The rate-limit headers of a counted request, and the error response if it exceeds the limit. */
export interface ThrottleResult {
  readonly headers: Record<string, string>;
  readonly refusal?: ApiError;
}

/** Rack::Attack as configured by GitLab: fixed windows, 429 in plain text (contract section 3). Off by default. */
export class Throttle {
  private limit: RateLimit | undefined;
  private readonly counts = new Map<string, number>();

  set(limit: RateLimit | undefined): void {
    this.limit = limit;
    this.counts.clear();
  }

  check(input: ApiInput, instance: Instance): ThrottleResult {
    if (!this.limit) return { headers: {} };
    const period = this.limit.periodSeconds ?? 60;
    const window = Math.floor(instance.world.now() / 1000 / period);
    const who = caller(input);
    const key = `${window} ${who}`;
    const observed = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, observed);
    const reset = (window + 1) * period;
    const { limit } = this.limit;
    const headers: Record<string, string> = {
      'RateLimit-Limit': String(Math.ceil((limit * 60) / period)),
      'RateLimit-Name': who === '' ? 'throttle_unauthenticated_api' : 'throttle_authenticated_api',
      'RateLimit-Observed': String(observed),
      'RateLimit-Remaining': String(Math.max(0, limit - observed)),
      'RateLimit-Reset': String(reset),
    };
    if (observed <= limit) return { headers: instance.version.atLeast(18) ? headers : {} };
    headers['RateLimit-ResetTime'] = new Date(reset * 1000).toUTCString();
    const wait = Math.max(1, Math.ceil(reset - instance.world.now() / 1000));
    return { headers: {}, refusal: new ApiError(429, 'Retry later\n', { ...headers, 'Retry-After': String(wait) }) };
  }
}

function caller(input: ApiInput): string {
  const inQuery = /(?:^|&)private_token=([^&]+)/.exec(input.query)?.[1];
  const own = input.headers['private-token'];
  return inQuery ?? (typeof own === 'string' ? own : undefined) ?? input.headers.authorization ?? '';
}
