import { l10n, window } from 'vscode';
import type { Issue } from '../../model/issue.ts';

/** Asks for the weight of some issues; null: none. Undefined: given up. */
export async function askWeight(issues: readonly Issue[]): Promise<number | null | undefined> {
  const [first] = issues;
  const isSame = issues.every(({ weight }) => weight === first?.weight);
  const typed = await window.showInputBox({
    title:
      issues.length === 1 ? l10n.t('Weight of #{0}', first?.iid ?? '') : l10n.t('Weight of {0} Issues', issues.length),
    prompt: l10n.t('A whole number from 0 on; nothing, or "none", for no weight'),
    value: isSame ? `${first?.weight ?? ''}` : '',
    validateInput: (text) =>
      readWeight(text) === undefined ? l10n.t('A weight is a whole number from 0 on.') : undefined,
  });
  // An empty box over different weights is no wish to clear them.
  if (typed === undefined || (!isSame && typed.trim() === '')) return undefined;
  return readWeight(typed);
}

function readWeight(text: string): number | null | undefined {
  const words = text.trim().toLowerCase();
  if (['', 'none'].includes(words)) return null;
  return /^\d{1,9}$/.test(words) ? Number(words) : undefined;
}
