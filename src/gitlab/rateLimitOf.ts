import type { RateLimit } from '../model/connection/connectionFacts.ts';

/** The `RateLimit-*` headers, if the server sends them. */
export function rateLimitOf(headers: Readonly<Record<string, string>>): RateLimit | undefined {
  const number = (name: string) => (/^\d+$/.test(headers[name] ?? '') ? Number(headers[name]) : undefined);
  const limit = number('ratelimit-limit');
  const remaining = number('ratelimit-remaining');
  return limit === undefined ? undefined : { limit, ...(remaining === undefined ? {} : { remaining }) };
}
