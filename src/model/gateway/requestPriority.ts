/** What a request to GitLab is for, the most urgent first. See docs/sync.md ("Limits"). */
export const requestPriorities = [
  /** The user waits for the response. */
  'user',
  /** For a visible issue page or query row. */
  'visible',
  /** For an issue page that is open behind others. */
  'hidden',
  /** Keeps the issues up to date. */
  'mirror',
  /** Images, and everything that no one would miss for a minute. */
  'rest',
] as const;

export type RequestPriority = (typeof requestPriorities)[number];

/** A fixed priority, or one that can change while the request waits, for example because the user hides the page. */
export type CurrentPriority = RequestPriority | (() => RequestPriority);

/** What is known about the server's rate limit. */
export interface RatePace {
  /** The requests that the server allows for each minute. */
  readonly perMinute: number;
  /** When the next waiting request of the mirror is sent, in milliseconds since 1970. Undefined if none waits. */
  readonly continuesAt?: number;
}
