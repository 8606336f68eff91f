import * as v from 'valibot';
import type { ProjectAccess, RateLimit } from '../model/connectionFacts.ts';
import { decodeProject } from './decode.ts';

/*
 * What the check of a connection reads out of answers, beyond what everybody needs (decode.ts).
 */

const level = v.fallback(v.nullish(v.object({ access_level: v.number() })), null);
const access = v.object({
  archived: v.fallback(v.boolean(), false),
  permissions: v.fallback(v.nullish(v.object({ project_access: level, group_access: level })), null),
});

/** `GET /projects/:id` with the role of whom the token belongs to: the higher of project's and group's. Throws `badData`. */
export function decodeProjectAccess(json: unknown): ProjectAccess {
  const { path, issuesEnabled } = decodeProject(json);
  const { archived, permissions } = v.parse(access, json);
  const levels = [permissions?.project_access, permissions?.group_access]
    .map((each) => each?.access_level)
    .filter((each) => each !== undefined);
  return { path, issuesEnabled, archived, ...(levels.length > 0 ? { accessLevel: Math.max(...levels) } : {}) };
}

/** The `RateLimit-*` headers, if the server sends them. */
export function rateLimitOf(headers: Readonly<Record<string, string>>): RateLimit | undefined {
  const number = (name: string) => (/^\d+$/.test(headers[name] ?? '') ? Number(headers[name]) : undefined);
  const limit = number('ratelimit-limit');
  const remaining = number('ratelimit-remaining');
  return limit === undefined ? undefined : { limit, ...(remaining === undefined ? {} : { remaining }) };
}
