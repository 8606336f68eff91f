import { l10n } from 'vscode';

/** The issue page's own words by their English, in the language that VS Code is shown in. */
export function pageTexts(): Readonly<Record<string, string>> {
  return { Loading: l10n.t('Loading') };
}
