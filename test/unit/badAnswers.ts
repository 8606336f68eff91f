/** A response in place of the right one. */
export interface BadAnswer {
  readonly text: () => string;
  readonly contentType: string;
  /** What is wrong with it, and where, for the message of a failed test. */
  readonly what: string;
}

const changes = {
  'wrong type': (value: unknown) =>
    typeof value === 'string'
      ? [{ a: 1 }, [], 7, true]
      : typeof value === 'object'
        ? ['text', 7, true]
        : ['text', {}, []],
  null: (value: unknown) => (value === null ? [] : [null]),
  'number as string': (value: unknown) => (typeof value === 'number' ? [String(value)] : []),
  'ID of 2^53': (value: unknown) => (typeof value === 'number' ? [2 ** 53] : []),
} as const;
const pages = {
  HTML: ['text/html', '<!DOCTYPE html><html><body>Welcome</body></html>'],
  'HTML as JSON': ['application/json', '<!DOCTYPE html><html><body>Welcome</body></html>'],
  'empty body': ['application/json', ''],
} as const;

export type BadKind = keyof typeof changes | keyof typeof pages | 'missing key' | 'extra key';

export const badKinds: readonly BadKind[] = [
  ...(Object.keys(changes) as (keyof typeof changes)[]),
  'missing key',
  'extra key',
  ...(Object.keys(pages) as (keyof typeof pages)[]),
];

type Place = readonly (string | number)[];

/** The right response with one fault of this kind, in each place. Only a page replaces a response that isn't JSON. */
export function badAnswers(kind: BadKind, right: string): readonly BadAnswer[] {
  if (kind in pages) {
    const [contentType, text] = pages[kind as keyof typeof pages];
    return [{ text: () => text, contentType, what: kind }];
  }
  const json = parsed(right);
  if (json === undefined) return [];
  return placesOf(json).flatMap((place) =>
    spoiled(kind as Exclude<BadKind, keyof typeof pages>, valueAt(json, place)).map((value) => ({
      text: () => JSON.stringify(replaced(json, place, value)),
      contentType: 'application/json',
      what: `${kind} at ${place.join('.')} (${JSON.stringify(value).slice(0, 50)})`,
    })),
  );
}

/** The values that take the place of a right one. */
function spoiled(kind: Exclude<BadKind, keyof typeof pages>, value: unknown): readonly unknown[] {
  if (kind === 'missing key') return isObject(value) ? Object.keys(value).map((key) => without(value, key)) : [];
  if (kind === 'extra key') return isObject(value) ? [{ ...value, unexpected: { a: [1] } }] : [];
  return changes[kind](value);
}

function without(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
}

/** The places of a value and of everything in it. */
export function placesOf(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [place, ...entries.flatMap(([key, inner]) => placesOf(inner, [...place, key]))];
}

function valueAt(json: unknown, place: Place): unknown {
  return place.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], json);
}

/** A copy with another value in a place, or the same if the place doesn't exist. */
export function replaced(json: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, key)) return json;
  const inner = replaced((json as Record<string | number, unknown>)[key], rest, value);
  return Array.isArray(json) ? json.with(key as number, inner) : { ...json, [key]: inner };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
