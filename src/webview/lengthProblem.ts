import * as l10n from '@vscode/l10n';
import { longestDescription, longestNote, longestTitle } from '../model/limits.ts';
import type { PageAct } from '../model/page/pageAct.ts';

/** Why GitLab would reject a text as too long. Undefined if it wouldn't. */
export function lengthProblem(act: PageAct): string | undefined {
  const text = 'body' in act ? act.body : 'title' in act ? act.title : '';
  const longest = longestOf(act);
  const length = text.length > longest ? Array.from(text).length : 0;
  return length > longest
    ? l10n.t('Text can have up to {0} characters. You entered {1}.', longest.toLocaleString(), length.toLocaleString())
    : undefined;
}

function longestOf({ kind }: PageAct): number {
  if (kind === 'title') return longestTitle;
  return kind === 'description' ? longestDescription : longestNote;
}
