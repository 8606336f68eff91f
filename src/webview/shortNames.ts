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
  const short: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(data)) {
    const name: unknown = others.has(key) ? value : shortNames<unknown>(value);
    if (!Object.is(name, value)) short[key] = name;
  }
  return Object.keys(short).length === 0 ? data : { ...data, ...short };
}
