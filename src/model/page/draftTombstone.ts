import type { PageDraft } from './pageState.ts';

/** Whether a draft only records that its text was sent or discarded. */
export function isDraftTombstone({ text, base }: Pick<PageDraft, 'text' | 'base'>): boolean {
  return text === '' && base === undefined;
}
