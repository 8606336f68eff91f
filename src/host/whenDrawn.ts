import { commands } from 'vscode';
import type { Clock } from '../model/time/clock.ts';

/**
 * Resolves when VS Code has drawn the rows that were set on a list before. It reports the active row by its place, so
 * an earlier report is about another row, which was in this place before.
 */
export async function whenDrawn(clock: Clock): Promise<void> {
  // The API sends rows in a timer, and VS Code handles messages in order.
  await new Promise<void>((resolve) => {
    clock.after(0, resolve);
  });
  await commands.executeCommand('noop');
}
