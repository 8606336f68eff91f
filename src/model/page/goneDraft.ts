import type { PageDraft } from './pageState.ts';

/** Whether a draft only tells that what was in its box went: was sent, or thrown away. */
export function isGoneDraft({ text, base }: Pick<PageDraft, 'text' | 'base'>): boolean {
  return text === '' && base === undefined;
}
