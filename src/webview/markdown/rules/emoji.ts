import { mostEmoji } from '../../../model/limits.ts';
import { emojiOf } from '../emojiOf.ts';
import type { StateCore, Token } from 'markdown-it';
import { replaceInText } from './replaceInText.ts';

/**
 * Replaces `:tada:`, but not within a word or a path (`std::map::insert`).
 * https://docs.gitlab.com/user/markdown/#emoji
 */
export function emoji(state: StateCore): void {
  let count = 0;
  replaceInText(state, (text) =>
    [...text.matchAll(/(?<![\w:]):([\w+-]{1,60}):(?![\w:])/g)].flatMap((match) => {
      const character = emojiOf(match[1] ?? '');
      if (character === undefined || count >= mostEmoji) return [];
      count += 1;
      return [{ start: match.index, end: match.index + match[0].length, tokens: [drawn(state, character, match[0])] }];
    }),
  );
}

function drawn(state: StateCore, character: string, name: string): Token {
  const token = new state.Token('emoji', 'span', 0);
  token.content = character;
  token.attrSet('title', name);
  return token;
}
