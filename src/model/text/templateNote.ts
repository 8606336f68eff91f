import * as l10n from '@vscode/l10n';
import type { IssueTemplate } from '../gateway/templateGateway.ts';
import { plainExcerpt, plainText } from './plainText.ts';
import { quickActionLines } from './quickActionLines.ts';

/** The maximum number of characters of the quick actions in a note. */
const longestActions = 80;

/** Explains where the description of a new issue comes from, and what GitLab does with it. */
export function templateNote({ name, text }: IssueTemplate): string {
  const source =
    name === undefined
      ? l10n.t('The description is the default of the project.')
      : l10n.t("The description is the template '{0}'.", plainText(name));
  return [source, ...actionsNote(text)].join(' ');
}

/** The sentence that names the quick actions in a text, if there are any. */
export function actionsNote(text: string): readonly string[] {
  const actions = quickActionLines(text).map(({ action }) => action);
  return actions.length === 0 ? [] : [l10n.t('GitLab runs {0}.', plainExcerpt(actions.join(', '), longestActions))];
}
