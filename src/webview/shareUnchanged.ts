/**
 * Returns the current data, but reuses every unchanged object of the previous data, so that the page doesn't redraw it.
 */
export function shareUnchanged<T>(before: unknown, now: T): T {
  if (Object.is(before, now)) return now;
  if (Array.isArray(now)) {
    if (!Array.isArray(before)) return now;
    const items: readonly unknown[] = now;
    const shared = items.map((item, at) => shareUnchanged(matching(before, at, item), item));
    return sameItems(before, shared) ? (before as T) : (shared as T);
  }
  if (!isRecord(before) || !isRecord(now)) return now;
  const shared = Object.fromEntries(
    Object.entries(now).map(([key, value]) => [key, shareUnchanged(before[key], value)]),
  );
  const keys = Object.keys(shared);
  const isSame = keys.length === Object.keys(before).length && keys.every((key) => Object.is(before[key], shared[key]));
  return (isSame ? before : shared) as T;
}

/** Finds the previous version of an entry: by its id if it has one, otherwise by its position. */
function matching(before: readonly unknown[], at: number, item: unknown): unknown {
  const id = isRecord(item) ? item['id'] : undefined;
  const there = before[at];
  if (id === undefined || (isRecord(there) && there['id'] === id)) return there;
  return before.find((other) => isRecord(other) && other['id'] === id);
}

function sameItems(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && now.every((item, at) => Object.is(before[at], item));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
