import { longestName } from '../model/limits.ts';
import { shortened } from '../model/text/plainText.ts';

/** Properties that aren't names: addresses, Markdown, and texts of the user and of the extension. */
const others = new Set([
  'avatars',
  'instance',
  'webUrl',
  'body',
  'description',
  'drafts',
  'sending',
  'problem',
  'rights',
]);

/** Cuts names in data that no GitLab allows, because the browser lays out each of them at once. Usually returns the data. */
export function shortNames<T>(data: T): T {
  if (typeof data === 'string') return shortened(data, longestName) as T;
  if (Array.isArray(data)) {
    const items: readonly unknown[] = data;
    const short = items.map(shortNames);
    return short.every((item, at) => Object.is(item, items[at])) ? data : (short as T);
  }
  if (typeof data !== 'object' || data === null) return data;
  const entries = Object.entries(data) as readonly (readonly [string, unknown])[];
  const short = entries.map(([key, value]) => [key, others.has(key) ? value : shortNames(value)] as const);
  return short.every(([, value], at) => Object.is(value, entries[at]?.[1])) ? data : (Object.fromEntries(short) as T);
}
