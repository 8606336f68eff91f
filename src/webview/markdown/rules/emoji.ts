import { mostEmoji } from '../../../model/limits.ts';
import { emojiOf } from '../emojiOf.ts';
import { environmentOf } from '../renderEnvironment.ts';
import type { StateCore, Token } from 'markdown-it';
import { replaceInText } from './replaceInText.ts';

/**
 * Replaces `:tada:`, but not within a word or a path (`std::map::insert`).
 * https://docs.gitlab.com/user/markdown/#emoji
 */
export function emoji(state: StateCore): void {
  const environment = environmentOf(state.env);
  replaceInText(state, (text) =>
    [...text.matchAll(/(?<![\w:]):([\w+-]{1,60}):(?![\w:])/g)].flatMap((match) => {
      const character = emojiOf(match[1] ?? '');
      const before = environment.emoji ?? 0;
      if (character === undefined || before >= mostEmoji) return [];
      environment.emoji = before + 1;
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
