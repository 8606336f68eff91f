import { emojiNames, emojiOf } from './markdown/emojiOf.ts';

/** GitLab's own suggestions first, then common ones. */
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

/** The emoji whose name has these words: the exact name first, then names with that prefix, then the rest. Common ones without words. */
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
