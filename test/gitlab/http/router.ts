import type { Call } from './call.ts';
import type { Reply } from './reply.ts';

/** One endpoint. */
export interface Route {
  /** Below `/api/v4`, with `:name` placeholders. */
  readonly path: string;
  /** Default `GET`, which answers HEAD too. */
  readonly method?: 'POST' | 'PUT' | 'DELETE';
  readonly handle: (call: Call) => Reply;
  /** Scopes besides `api` and `read_api` that suffice for reading; `any` takes every token (contract section 2). */
  readonly scopes?: readonly string[] | 'any';
  /** Scopes besides `api` that suffice for a write. */
  readonly writeScopes?: readonly string[];
  /** Newer releases name `ai_workflows` first in the scope error of issues and notes. */
  readonly namesAiWorkflows?: boolean;
  /** The route is unknown to older servers. */
  readonly since?: readonly [major: number, minor: number];
}

interface Compiled {
  readonly route: Route;
  readonly segments: readonly string[];
}

export interface Match {
  /** The route of that path; of another method where the path has none of the one asked for. */
  readonly route: Route;
  readonly values: Record<string, string>;
  /** Every method of the path, for `Allow`. */
  readonly allow: string;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Finds the endpoint of a path. Segments are split before they are decoded, so `%2F` stays inside one. */
export class Router {
  private readonly bySize = new Map<number, Compiled[]>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const segments = route.path.split('/').slice(1);
      const list = this.bySize.get(segments.length) ?? [];
      list.push({ route, segments });
      // A literal segment wins over a placeholder: /projects/:id/members/all before /projects/:id/members/:user_id.
      list.sort((a, b) => placeholders(a) - placeholders(b));
      this.bySize.set(segments.length, list);
    }
  }

  /** Routes that `known` refuses are as if they were not there. */
  match(path: string, method: string, known: (route: Route) => boolean): Match | undefined {
    const wanted = method === 'GET' || method === 'HEAD' ? undefined : method;
    const given = path.replace(/\/$/, '').split('/').slice(1);
    const matches: { route: Route; values: Record<string, string> }[] = [];
    for (const { route, segments } of this.bySize.get(given.length) ?? []) {
      if (!known(route)) continue;
      const values: Record<string, string> = {};
      const fits = segments.every((segment, index) => {
        const text = given[index] ?? '';
        if (!segment.startsWith(':')) return segment === text;
        values[segment.slice(1)] = decode(text);
        return text !== '';
      });
      if (fits) matches.push({ route, values });
    }
    const match = matches.find(({ route }) => route.method === wanted) ?? matches[0];
    if (!match) return undefined;
    const methods = new Set(matches.flatMap(({ route }) => route.method ?? ['GET', 'HEAD']));
    return { ...match, allow: ['OPTIONS', ...methods].join(', ') };
  }
}

function placeholders(compiled: Compiled): number {
  return compiled.segments.filter((segment) => segment.startsWith(':')).length;
}
