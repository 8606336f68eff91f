import type { PageAct } from './pageMessages.ts';

/** Whether a box still contains the text that was sent. If not, the user typed more, and that text must be kept. */
export function isSentText(act: PageAct, text: string): boolean {
  const sent = 'body' in act ? act.body : act.kind === 'title' ? act.title : undefined;
  return sent?.trim() === text.trim();
}
