/** A JSON object of unknown shape, in which any key might be missing. */
export type Row = Readonly<Record<string, unknown>>;

/** The value as an object, or an empty object if it isn't one. */
export function asRow(value: unknown): Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : {};
}

export function rows(row: Row, key: string): Row[] {
  const value = row[key];
  return Array.isArray(value) ? value.map(asRow) : [];
}

export function text(row: Row, key: string): string | undefined {
  const value = row[key];
  return typeof value === 'string' ? value : undefined;
}

export function integer(row: Row, key: string): number | undefined {
  const value = row[key];
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

export function flag(row: Row, key: string): boolean | undefined {
  const value = row[key];
  return typeof value === 'boolean' ? value : undefined;
}

/** Milliseconds of an ISO time with any offset. */
export function timeOf(row: Row, key: string): number | undefined {
  const value = text(row, key);
  const ms = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(ms) ? undefined : ms;
}
