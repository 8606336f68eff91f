import { ApiError } from './apiError.ts';
import type { Call } from './call.ts';
import type { Params, ParamSpec } from './params.ts';
import { toQuery, type ParamTree } from './paramTree.ts';

/** GitLab omits the totals above this number of rows (docs: REST API, "Pagination response headers"). */
const countLimit = 10_000;

export const pagingParams: readonly ParamSpec[] = [
  { name: 'page', type: 'integer', default: '1' },
  { name: 'per_page', type: 'integer', default: '20', except: 0 },
];

/** A page with its headers and the index of its first row. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly headers: Record<string, string>;
}

/** Rows per page: 20 by default, at most 100. Rejects 0 and negative numbers. */
export function perPage(params: Params): number {
  const wanted = params.integer('per_page') ?? 20;
  if (wanted < 0) throw ApiError.grape(400, 'per_page does not have a valid value');
  return Math.min(wanted, 100);
}

/** The URL of this call with other parameters. Like GitLab's header builders, it includes all parameters, sorted. */
export function pageUrl(call: Call, params: Params, change: ParamTree): string {
  return `${call.url}${call.path}?${toQuery({ ...params.all, ...change })}`;
}

/** Offset paging with the X-headers and Link of `Gitlab::Pagination::OffsetHeaderBuilder` (contract section 1). */
export function paginate<T>(call: Call, params: Params, all: readonly T[]): Page<T> {
  const size = perPage(params);
  const asked = params.integer('page') ?? 1;
  if (asked < 0) throw ApiError.grape(400, 'page does not have a valid value');
  const page = Math.max(asked, 1);
  const pages = Math.ceil(all.length / size);
  const beyond = page > pages;
  const next = !beyond && page < pages ? String(page + 1) : '';
  const previous = !beyond && page > 1 ? String(page - 1) : '';
  const counted = all.length <= countLimit;
  const link = (rel: string, target: string): string =>
    `<${pageUrl(call, params, { page: target, per_page: String(size) })}>; rel="${rel}"`;
  const links = [
    previous && link('prev', previous),
    next && link('next', next),
    link('first', '1'),
    counted && link('last', String(Math.max(pages, 1))),
  ];
  const headers: Record<string, string> = {
    'X-Per-Page': String(size),
    'X-Page': String(page),
    'X-Next-Page': next,
    'X-Prev-Page': previous,
    Link: links.filter(Boolean).join(', '),
  };
  if (counted) {
    headers['X-Total'] = String(all.length);
    headers['X-Total-Pages'] = String(Math.max(pages, 1));
  }
  return { rows: all.slice((page - 1) * size, page * size), headers };
}

/** Rejects large offsets where keyset paging is available (GitLab's `offset_pagination_limit`). */
export function refuseDeepOffset(params: Params, type: string): void {
  const limit = 50_000;
  if ((params.integer('page') ?? 1) * perPage(params) <= limit) return;
  throw ApiError.grape(
    405,
    `Offset pagination has a maximum allowed offset of ${limit} for requests that return objects of type ${type}. ` +
      'Remaining records can be retrieved using keyset pagination.',
  );
}

export function keysetUnavailable(): ApiError {
  return ApiError.grape(405, 'Keyset pagination is not yet available for this type of request');
}
