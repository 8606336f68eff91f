import { l10n } from 'vscode';

/** GitLab's limit. https://docs.gitlab.com/api/issues/#new-issue */
const longestTitle = 255;

/** Why GitLab would reject a title. Undefined if it wouldn't. */
export function titleProblem(text: string): string | undefined {
  if (text.trim() === '') return l10n.t('Enter a title.');
  return text.length > longestTitle ? l10n.t('Titles can have up to {0} characters.', longestTitle) : undefined;
}
