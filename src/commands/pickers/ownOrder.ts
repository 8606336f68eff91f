import type { QuickPick, QuickPickItem } from 'vscode';

/**
 * Has VS Code leave the rows in the order they are given in, under their separators. Else it moves those whose label
 * has what was typed before all others, sorts them by label, and hides the separators. The property that
 * turns it off has been there for years but is not in the stable types: https://github.com/microsoft/vscode/issues/73904.
 * A VS Code without it sorts; nothing else depends on it.
 */
export function keepOwnOrder(pick: QuickPick<QuickPickItem>): void {
  Object.assign(pick, { sortByLabel: false });
}
