import type { Call } from './call.ts';
import type { ServerFeature } from '../world/serverFeatures.ts';
import type { Reply } from './reply.ts';

/** One endpoint. */
export interface Route {
  /** Below `/api/v4`, with `:name` placeholders. */
  readonly path: string;
  /** Default `GET`, which also handles HEAD. */
  readonly method?: 'POST' | 'PUT' | 'DELETE';
  readonly handle: (call: Call) => Reply;
  /** Scopes other than `api` and `read_api` that allow reading. `any` accepts every token (contract section 2). */
  readonly scopes?: readonly string[] | 'any';
  /** Scopes other than `api` that allow writing. */
  readonly writeScopes?: readonly string[];
  /** Newer versions list `ai_workflows` first in the scope error of issues and notes. */
  readonly namesAiWorkflows?: boolean;
  /** Servers without this feature don't have the route. */
  readonly needs?: ServerFeature;
  /** Community Edition doesn't have this route before this feature. */
  readonly forAll?: ServerFeature;
  /** Community Edition doesn't have this route. */
  readonly isEnterprise?: boolean;
}

interface Compiled {
  readonly route: Route;
  readonly segments: readonly string[];
}

export interface Match {
  /** The route for the path and method. If the path lacks the method, a route with another method. */
  readonly route: Route;
  readonly values: Record<string, string>;
  /** All methods of the path, for the `Allow` header. */
  readonly allow: string;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Finds the endpoint for a path. Splits into segments before decoding, so `%2F` stays inside a segment. */
export class Router {
  private readonly bySize = new Map<number, Compiled[]>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const segments = route.path.split('/').slice(1);
      const list = this.bySize.get(segments.length) ?? [];
      list.push({ route, segments });
      // Literal segments take precedence over placeholders: /projects/:id/members/all before
      // /projects/:id/members/:user_id.
      list.sort((a, b) => placeholders(a) - placeholders(b));
      this.bySize.set(segments.length, list);
    }
  }

  /** Ignores routes for which `known` returns false. */
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
