import type { NamedEmoji } from './emojiOf.ts';

/** Shown without a search: GitLab's own suggestions, then other common emoji. */
const usual = [
  ...['thumbsup', 'thumbsdown', 'smile', 'tada', 'thinking', 'heart', 'rocket', 'eyes', 'pray', 'clap', 'fire', 'bug'],
  ...[
    'white_check_mark',
    'x',
    'warning',
    'bulb',
    '100',
    'sparkles',
    'joy',
    'cry',
    'confused',
    'wave',
    'raised_hands',
    'muscle',
  ],
];
const most = 60;

/**
 * Finds emoji by words in their names, and returns the names that GitLab stores. An exact name comes first, then names
 * with that prefix, then the rest, and GitLab's own name before others. Without words, returns common emoji.
 * @param all every emoji. Their table is large, and not every caller has loaded it from the start.
 */
export function emojiFor(words: string, all: readonly NamedEmoji[], atMost = most): readonly string[] {
  const wanted = words
    .trim()
    .toLowerCase()
    .replace(/[\s:]+/g, '_')
    .replace(/^_|_$/g, '');
  if (wanted === '') return usual;
  const tests = [(name: string) => name === wanted, (name: string) => name.startsWith(wanted)];
  const rank = ([own = '', ...others]: readonly string[]) => {
    const found = tests.flatMap((test) => [test(own), others.some(test)]).indexOf(true);
    return found < 0 ? 2 * tests.length : found;
  };
  return all
    .filter(({ names }) => names.some((name) => name.includes(wanted)))
    .map(({ names }) => ({ name: names[0] ?? '', rank: rank(names) }))
    .sort((one, other) => one.rank - other.rank)
    .slice(0, atMost)
    .map(({ name }) => name);
}
