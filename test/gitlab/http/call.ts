import type { IncomingHttpHeaders } from 'node:http';
import type { Access } from '../world/access.ts';
import type { ProjectRecord, TokenRecord, UserRecord } from '../world/records.ts';
import type { ServerVersion } from '../world/serverVersion.ts';
import type { World } from '../world/world.ts';
import { ApiError } from './apiError.ts';
import type { FormPart } from './multipart.ts';
import { Params, type ParamSpec } from './params.ts';
import type { ParamTree } from './paramTree.ts';

/** The data of one API request. */
export interface CallParts {
  readonly method: string;
  /** Path without the relative root, still encoded. */
  readonly path: string;
  /** The query as sent. */
  readonly rawQuery: string;
  /** The query, parsed like Rails. */
  readonly query: ParamTree;
  /** Decoded values of the route's placeholders. */
  readonly route: Readonly<Record<string, string>>;
  /** External URL of the instance, including the relative root. */
  readonly url: string;
  readonly world: World;
  readonly version: ServerVersion;
  readonly access: Access;
  readonly token: TokenRecord | undefined;
  /** The files of a multipart form. */
  readonly files: () => readonly FormPart[];
  readonly headers: IncomingHttpHeaders;
}

export class Call {
  readonly method: string;
  readonly path: string;
  readonly rawQuery: string;
  readonly query: ParamTree;
  readonly route: Readonly<Record<string, string>>;
  readonly url: string;
  readonly world: World;
  readonly version: ServerVersion;
  readonly access: Access;
  readonly token: TokenRecord | undefined;
  readonly files: () => readonly FormPart[];
  readonly headers: IncomingHttpHeaders;

  constructor(parts: CallParts) {
    this.method = parts.method;
    this.path = parts.path;
    this.rawQuery = parts.rawQuery;
    this.query = parts.query;
    this.route = parts.route;
    this.url = parts.url;
    this.world = parts.world;
    this.version = parts.version;
    this.access = parts.access;
    this.token = parts.token;
    this.files = parts.files;
    this.headers = parts.headers;
  }

  get user(): UserRecord | undefined {
    return this.access.user;
  }

  /** Throws 401 for anonymous requests (GitLab's `authenticate!`). */
  requireUser(): UserRecord {
    if (!this.user) throw ApiError.unauthorized();
    return this.user;
  }

  params(specs: readonly ParamSpec[]): Params {
    return new Params(specs, this.query, this.route);
  }

  /** A path segment that must be an integer (`issue_iid is invalid`). */
  routeInteger(name: string): number {
    const text = this.route[name] ?? '';
    if (!/^\d+$/.test(text)) throw ApiError.grape(400, `${name} is invalid`);
    return Number(text);
  }

  /** Throws 412 if the record changed after the time in `If-Unmodified-Since`. GitLab checks this on DELETE. */
  checkUnmodified(updatedAt: number): void {
    const since = this.headers['if-unmodified-since'];
    const at = typeof since === 'string' ? Date.parse(since) : Number.NaN;
    if (updatedAt > at) throw ApiError.message(412, '412 Precondition Failed');
  }

  /**
   * The project of `:id`: a number, or a full path in any case. Throws 404 for a private project that the viewer can't
   * see. An old path redirects (301) to the same call with the number, or returns 405 for a write (contract section 1).
   */
  project(): ProjectRecord {
    const id = this.route['id'] ?? '';
    const found = /^\d+$/.test(id) ? this.world.projects.get(Number(id)) : this.world.projectByPath(id);
    if (found && this.access.canSeeProject(found)) return found;
    const movedId = this.world.redirects.get(id.toLowerCase());
    const moved = movedId === undefined || found ? undefined : this.world.projects.get(movedId);
    if (!moved || !this.access.canSeeProject(moved)) throw ApiError.notFound('Project');
    if (this.method !== 'GET' && this.method !== 'HEAD')
      throw ApiError.message(405, 'Non GET methods are not allowed for moved projects');
    const location = this.url + this.path.replace(/^(\/api\/v4\/projects\/)[^/]+/, `$1${moved.id}`) + this.search();
    throw new ApiError(301, `This resource has been moved permanently to ${location}`, { Location: location });
  }

  private search(): string {
    return this.rawQuery === '' ? '' : `?${this.rawQuery}`;
  }
}
