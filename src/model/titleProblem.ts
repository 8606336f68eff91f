import * as l10n from '@vscode/l10n';
import { longestTitle } from './limits.ts';

/** Why GitLab would reject a title. Undefined if it wouldn't. */
export function titleProblem(text: string): string | undefined {
  if (text.trim() === '') return l10n.t('Enter a title.');
  const isTooLong = text.length > longestTitle && Array.from(text).length > longestTitle;
  return isTooLong ? l10n.t('Titles can have up to {0} characters.', longestTitle) : undefined;
}
