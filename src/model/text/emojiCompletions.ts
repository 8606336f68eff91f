import type { Completion } from '../page/pageMessages.ts';
import { emojiFor } from './emojiFor.ts';

/** Completes `:` in a text with emoji, whose table it loads first. */
export async function emojiCompletions(words: string, most: number): Promise<readonly Completion[]> {
  const { allEmoji, emojiOf } = await import('./emojiOf.ts');
  return emojiFor(words, allEmoji(), most).map((name) => ({
    insert: `:${name}:`,
    label: `${emojiOf(name) ?? ''} ${name}`.trim(),
  }));
}
