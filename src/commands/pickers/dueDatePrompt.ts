import { InputBoxValidationSeverity, l10n, window } from 'vscode';
import { readDueDate } from '../../model/text/dueDate.ts';
import type { Issue } from '../../model/issue.ts';

/**
 * Asks for the due date of some issues, as a phrase or a date. Null for no due date. Undefined when the user cancels.
 */
export async function askDueDate(issues: readonly Issue[], now: () => number): Promise<string | null | undefined> {
  const [first] = issues;
  const isSame = issues.every(({ dueDate }) => dueDate === first?.dueDate);
  const typed = await window.showInputBox({
    title:
      issues.length === 1
        ? l10n.t('Due Date for #{0}', first?.iid ?? '')
        : l10n.t('Due Date for {0} Issues', issues.length),
    prompt: l10n.t(
      "Enter a date, or a phrase such as 'friday', '+2w', or 'end of month'. Leave empty to remove the due date.",
    ),
    value: isSame ? (first?.dueDate ?? '') : '',
    validateInput: async (text) => {
      const date = await readDueDate(text, now());
      if (date === undefined) return l10n.t("Enter a valid date, such as 2026-12-24, 'friday', or '+2w'.");
      return date === null || date === text.trim()
        ? undefined
        : { message: date, severity: InputBoxValidationSeverity.Info };
    },
  });
  // The box is also empty if the issues have different dates. Leaving it empty must not clear them.
  if (typed === undefined || (!isSame && typed.trim() === '')) return undefined;
  return readDueDate(typed, now());
}
