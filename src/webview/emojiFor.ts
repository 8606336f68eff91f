import { emojiNames, emojiOf } from '../model/text/emojiOf.ts';

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
 * Finds emoji by words in their names. The exact name comes first, then names with that prefix, then the rest.
 * Without words, returns common emoji.
 */
export function emojiFor(words: string, atMost = most): readonly string[] {
  const wanted = words
    .trim()
    .toLowerCase()
    .replace(/[\s:]+/g, '_')
    .replace(/^_|_$/g, '');
  if (wanted === '') return usual.filter((name) => emojiOf(name) !== undefined);
  const rank = (name: string) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2);
  return emojiNames()
    .filter((name) => name.includes(wanted))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, atMost);
}
