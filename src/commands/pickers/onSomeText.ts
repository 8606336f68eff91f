import { l10n } from 'vscode';

/** The note on a row whose value only some of several issues have. Empty if none or all of them have it. */
export function onSomeText<T>(issues: readonly T[], has: (issue: T) => boolean): string {
  const count = issues.filter(has).length;
  return count === 0 || count === issues.length ? '' : l10n.t('on {0} of {1}', count, issues.length);
}
