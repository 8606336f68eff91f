import * as l10n from '@vscode/l10n';
import type { Announcer } from './announcer.ts';

/**
 * Copies a text to the clipboard. Never rejects.
 * @param done the announcement after the text was copied.
 * @returns whether it was copied.
 */
export async function copyText(text: string, done: string, announcer: Announcer): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    announcer.say(done);
    return true;
  } catch {
    announcer.sayProblem(l10n.t("Couldn't copy to the clipboard: {0}", text));
    return false;
  }
}
