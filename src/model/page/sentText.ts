import type { PageAct } from './pageMessages.ts';

/** Whether a box still holds what was sent from it. What was typed since must be kept. */
export function isSentText(act: PageAct, text: string): boolean {
  const sent = 'body' in act ? act.body : act.kind === 'title' ? act.title : undefined;
  return sent?.trim() === text.trim();
}
