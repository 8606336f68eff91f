import type { KeptValues } from '../../src/model/ports.ts';

/** Values that are remembered in a map. Several windows can share it. */
export function keptValues(values = new Map<string, unknown>()): KeptValues {
  return { read: (key) => values.get(key), write: (key, value) => void values.set(key, value) };
}
