import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import { pageUrl, perPage } from '../http/paging.ts';
import type { Page } from '../http/paging.ts';
import type { Params } from '../http/params.ts';
import type { IssueRecord } from '../world/records.ts';
import { compareKeys, orderKeys, type OrderKey } from './issueOrder.ts';

/** The values of a page's last row instead of its position, so that changes to other rows don't shift the next page. */
interface Cursor {
  readonly value: OrderKey;
  readonly id: number;
  readonly direction: 'next' | 'previous';
}

function encode(order: string, cursor: Cursor): string {
  const fields = { [order]: cursor.value, id: String(cursor.id), _kd: cursor.direction === 'next' ? 'n' : 'p' };
  return Buffer.from(JSON.stringify(fields)).toString('base64url');
}

function decode(order: string, text: string): Cursor {
  try {
    const fields = JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
    const id = Number(fields['id']);
    const value = order === 'id' ? id : fields[order];
    if (!Number.isInteger(id) || value === undefined) throw new Error('incomplete');
    return { value: value as OrderKey, id, direction: fields['_kd'] === 'p' ? 'previous' : 'next' };
  } catch {
    throw ApiError.message(400, '400 Bad request - Invalid cursor');
  }
}

/**
 * Keyset paging of project issues (since 18.3; contract section 1): `Link` with only rel="next", `X-Next-Cursor` and
 * `X-Prev-Cursor`, no totals. `sorted` must be in the requested order.
 */
export function keysetPage(call: Call, params: Params, sorted: readonly IssueRecord[]): Page<IssueRecord> {
  const order = params.text('order_by') ?? 'created_at';
  const descending = params.text('sort') !== 'asc';
  const size = perPage(params);
  const [keyOf] = orderKeys(call.world, order);
  const value = (issue: IssueRecord): OrderKey => (keyOf ? keyOf(issue) : issue.id);
  const text = params.text('cursor');
  const cursor = text === undefined || text === '' ? undefined : decode(order, text);
  const place = (issue: IssueRecord, at: Cursor): number => {
    const byValue = compareKeys(value(issue), at.value, descending);
    if (byValue !== 0) return byValue;
    return order === 'id' && !descending ? issue.id - at.id : at.id - issue.id;
  };
  let from = 0;
  if (cursor?.direction === 'next') from = firstAt(sorted, (issue) => place(issue, cursor) > 0);
  if (cursor?.direction === 'previous')
    from = Math.max(0, firstAt(sorted, (issue) => place(issue, cursor) >= 0) - size);
  const rows = sorted.slice(from, from + size);
  const first = rows[0];
  const last = rows.at(-1);
  const next =
    last && from + size < sorted.length ? encode(order, { value: value(last), id: last.id, direction: 'next' }) : '';
  const previous = first && from > 0 ? encode(order, { value: value(first), id: first.id, direction: 'previous' }) : '';
  const headers: Record<string, string> = {};
  if (next !== '') headers['Link'] = `<${pageUrl(call, params, { cursor: next, per_page: String(size) })}>; rel="next"`;
  headers['X-Next-Cursor'] = next;
  headers['X-Prev-Cursor'] = previous;
  return { rows, headers };
}

/** The first index that passes the test. All later rows must pass it too. */
function firstAt<T>(rows: readonly T[], holds: (row: T) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row !== undefined && holds(row)) high = middle;
    else low = middle + 1;
  }
  return low;
}
