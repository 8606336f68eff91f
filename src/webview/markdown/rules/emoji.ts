import { mostEmoji } from '../../../model/limits.ts';
import { emojiOf } from '../../../model/text/emojiOf.ts';
import { findEmoji } from '../../../model/text/shortcodes.ts';
import { environmentOf } from '../renderEnvironment.ts';
import type { StateCore, Token } from 'markdown-it';
import { replaceInText } from './replaceInText.ts';

/** Replaces names of emoji, such as `:tada:`. */
export function emoji(state: StateCore): void {
  const environment = environmentOf(state.env);
  replaceInText(state, (text) => {
    const before = environment.emoji ?? 0;
    const found = findEmoji(text, emojiOf).slice(0, mostEmoji - before);
    environment.emoji = before + found.length;
    return found.map(({ emoji: character, shortcode, start }) => ({
      start,
      end: start + shortcode.length,
      tokens: [drawn(state, character, shortcode)],
    }));
  });
}

function drawn(state: StateCore, character: string, name: string): Token {
  const token = new state.Token('emoji', 'span', 0);
  token.content = character;
  token.attrSet('title', name);
  return token;
}
