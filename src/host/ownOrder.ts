import type { QuickPick, QuickPickItem } from 'vscode';

/**
 * Makes VS Code keep the given order of rows under their separators. By default, VS Code moves rows with a matching
 * label to the top, sorts them by label, and hides the separators. The property that turns this off has existed for
 * years but isn't in the stable types: https://github.com/microsoft/vscode/issues/73904. Without it, VS Code sorts the
 * rows, and nothing else breaks.
 */
export function keepOwnOrder(pick: QuickPick<QuickPickItem>): void {
  Object.assign(pick, { sortByLabel: false });
}
