/** Which requests a fault spoils, and how. Plain data, so that it can travel over the admin route. */
export interface Fault {
  /** `GET`; absent for every method. */
  readonly method?: string;
  /** Path without relative root, `*` for anything: `/api/v4/projects/*\/issues`. Absent for every path. */
  readonly path?: string;
  /** Text that the query must contain, as sent. */
  readonly query?: string;
  /** Lets this many matching requests through first. */
  readonly after?: number;
  /** Spoils this many, then no more; absent for all. */
  readonly count?: number;
  /** Applies it to the requests that have arrived only when the fault is removed. */
  readonly isHeld?: boolean;
  readonly do: FaultAction;
}

export type HtmlPage = 'signIn' | 'badGateway' | 'deploy' | 'waf' | 'notFound';

/** Answers of the error catalogue, by what went wrong. */
export type ErrorCase =
  | 'unauthorized'
  | 'expired'
  | 'revoked'
  | 'scope'
  | 'forbidden'
  | 'blocked'
  | 'notFound'
  | 'projectNotFound'
  | 'conflict'
  | 'resourceLock'
  | 'captcha'
  | 'spam'
  | 'internal'
  | 'overloaded'
  | 'maintenance';

export type FaultAction =
  /** The right answer, late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** No answer, ever. */
  | { readonly kind: 'hang' }
  /** Headers, then one byte every `ms` (default 10). */
  | { readonly kind: 'drip'; readonly ms?: number }
  /** Ends the connection without an answer, after the headers, or half-way through the body. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'headers' | 'body' }
  /** Half of the JSON, with a `Content-Length` that fits it. */
  | { readonly kind: 'truncate' }
  /** A page that is not GitLab's API. `status` defaults to what such a page comes with. */
  | { readonly kind: 'html'; readonly page: HtmlPage; readonly status?: number }
  /** `location` is a URL, or `loop` for the same URL again. Default status 302. */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  | { readonly kind: 'error'; readonly case: ErrorCase }
  /** Rack::Attack's text. `retryAfter`: seconds, an HTTP date as text, or null for none. Default 30. */
  | { readonly kind: 'throttled'; readonly retryAfter?: number | string | null }
  /**
   * The limit of an endpoint in GitLab's application (`API::Helpers::RateLimiter`). `retryAfter` is the interval of the
   * limit in seconds, by default a minute. Null before GitLab sent the header.
   */
  | { readonly kind: 'applicationLimit'; readonly retryAfter?: number | null }
  | { readonly kind: 'contentType'; readonly value: string }
  /** The right status with nothing in it. */
  | { readonly kind: 'emptyBody' }
  /** The right answer behind a byte order mark. */
  | { readonly kind: 'bom' }
  /** A JSON array of about this many bytes. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** `Content-Encoding: gzip` on something that is not. */
  | { readonly kind: 'badGzip' }
  /** Anything else. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };
