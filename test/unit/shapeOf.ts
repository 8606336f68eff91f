/** The types of a value and everything in it, by place. A number that no decoder may return is a bad one. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>;

export function shapeOf(value: unknown, place = '', found = new Map<string, Set<string>>()): Shape {
  const types = found.get(place) ?? new Set();
  found.set(place, types.add(typeOf(value, place)));
  if (value instanceof Map) {
    for (const [key, inner] of value) {
      shapeOf(key, `${place}.keys`, found);
      shapeOf(inner, `${place}.values`, found);
    }
  } else if (Array.isArray(value)) for (const inner of value) shapeOf(inner, `${place}[]`, found);
  else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array))
    for (const [key, inner] of Object.entries(value)) shapeOf(inner, `${place}.${key}`, found);
  return found;
}

function typeOf(value: unknown, place: string): string {
  if (value === null) return 'null';
  if (typeof value !== 'number') return typeof value;
  if (!Number.isFinite(value)) return 'bad number';
  return /id$/i.test(place) && !(Number.isSafeInteger(value) && value > 0) ? 'bad ID' : 'number';
}
