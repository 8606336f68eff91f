import * as l10n from '@vscode/l10n';
import { mostEntries } from '../model/limits.ts';
import { plainText } from '../model/text/plainText.ts';

/** Joins names to a list in the language. Only counts those after the first ones. */
export function nameList(names: readonly string[], language: string, most = mostEntries): string {
  const shown = names.slice(0, most).map(plainText);
  const rest = names.length - shown.length;
  return new Intl.ListFormat(language).format(rest > 0 ? [...shown, l10n.t('{0} more', rest)] : shown);
}
