/**
 * Returns the current data, but reuses every unchanged object of the previous data, so that the page doesn't redraw it.
 */
export function shareUnchanged<T>(before: unknown, now: T): T {
  if (Object.is(before, now)) return now;
  if (Array.isArray(now)) {
    if (!Array.isArray(before)) return now;
    const items: readonly unknown[] = now;
    const matching = matcher(before);
    const shared = items.map((item, at) => shareUnchanged(matching(item, at), item));
    return sameItems(before, shared) ? (before as T) : (shared as T);
  }
  if (!isRecord(before) || !isRecord(now)) return now;
  const keys = Object.keys(now);
  const values = keys.map((key) => shareUnchanged(before[key], now[key]));
  const isSame =
    keys.length === Object.keys(before).length && keys.every((key, at) => Object.is(before[key], values[at]));
  return (isSame ? before : Object.fromEntries(keys.map((key, at) => [key, values[at]]))) as T;
}

/** Returns a function that finds the previous version of an entry: by its id if it has one, otherwise by its position. */
function matcher(before: readonly unknown[]): (item: unknown, at: number) => unknown {
  let byId: ReadonlyMap<unknown, unknown> | undefined;
  return (item, at) => {
    const id = idOf(item);
    const there = before[at];
    if (id === undefined || idOf(there) === id) return there;
    // In reverse, because the first entry with an ID counts.
    byId ??= new Map(before.map((other) => [idOf(other), other] as const).toReversed());
    return byId.get(id);
  };
}

function idOf(item: unknown): unknown {
  return isRecord(item) ? item['id'] : undefined;
}

function sameItems(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && now.every((item, at) => Object.is(before[at], item));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
