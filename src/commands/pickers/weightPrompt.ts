import { l10n, window } from 'vscode';
import type { Issue } from '../../model/issue.ts';

/** Asks for the weight of some issues. Null for no weight. Undefined when the user cancels. */
export async function askWeight(issues: readonly Issue[]): Promise<number | null | undefined> {
  const [first] = issues;
  const isSame = issues.every(({ weight }) => weight === first?.weight);
  const typed = await window.showInputBox({
    title:
      issues.length === 1
        ? l10n.t('Weight for #{0}', first?.iid ?? '')
        : l10n.t('Weight for {0} Issues', issues.length),
    prompt: l10n.t('Enter a whole number (0 or greater). Leave empty to remove the weight.'),
    value: isSame ? `${first?.weight ?? ''}` : '',
    validateInput: (text) =>
      readWeight(text) === undefined ? l10n.t('Enter a whole number (0 or greater).') : undefined,
  });
  // The box is also empty if the issues have different weights. Leaving it empty must not clear them.
  if (typed === undefined || (!isSame && typed.trim() === '')) return undefined;
  return readWeight(typed);
}

function readWeight(text: string): number | null | undefined {
  const words = text.trim().toLowerCase();
  if (['', 'none'].includes(words)) return null;
  return /^\d{1,9}$/.test(words) ? Number(words) : undefined;
}
