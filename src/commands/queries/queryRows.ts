import { env, l10n, type QuickInputButton, type QuickPickItem, QuickPickItemKind, ThemeIcon } from 'vscode';
import { dayText } from '../../model/time/dayText.ts';
import { plainExcerpt, plainLabel } from '../../model/text/plainText.ts';
import type { QueryCompletion } from '../../model/query/completionsAt.ts';
import { keyHelp, wordHelp } from '../../model/query/queryHelp.ts';
import type { QueryInput } from '../../model/query/queryInput.ts';
import { isQueryKey, type QueryKey, wordsOf } from '../../model/query/queryWords.ts';
import type { KnownValues } from '../../sync/queries/queryValues.ts';

/** A row of the query box, and its action. */
export type QueryRow = QuickPickItem & {
  readonly does:
    | { readonly kind: 'accept' }
    | { readonly kind: 'complete'; readonly completion: QueryCompletion }
    /** Replaces the text of the box. */
    | { readonly kind: 'fix'; readonly text: string }
    | { readonly kind: 'use'; readonly query: string; readonly isRecent: boolean }
    | { readonly kind: 'nothing' };
};

/** The input for the rows. */
export interface QueryRowParts {
  readonly text: string;
  readonly input: QueryInput;
  readonly known: KnownValues;
  /** The action of the first row. */
  readonly accept: string;
  /** Why a valid query can't be used here. Undefined if it can. */
  readonly refusal: string | undefined;
  readonly count: { readonly found: number; readonly of: number } | undefined;
  readonly recent: readonly string[];
  readonly own: readonly { readonly name: string; readonly query: string }[];
  readonly buttons: { readonly edit: QuickInputButton; readonly remove: QuickInputButton };
}

/** The user fixes one problem at a time, but the box shows several. */
const mostProblems = 3;
const longestQuote = 40;

/**
 * Returns the rows and the active one. The first row shows the action of Enter. If Enter accepts a completion, the
 * first completion is active.
 */
export function queryRows(parts: QueryRowParts): { readonly rows: readonly QueryRow[]; readonly active: QueryRow } {
  const first = parts.input.problems.length > 0 ? problemRows(parts) : [acceptRow(parts)];
  const completions = parts.input.completions.map((completion) => completionRow(parts, completion));
  const isEmpty = parts.text.trim() === '';
  const recent = isEmpty ? parts.recent.map((query) => recentRow(query, parts.buttons)) : [];
  const own = isEmpty ? parts.own.map((query) => ownRow(query, parts.buttons)) : [];
  const rows = [
    ...first,
    ...under(l10n.t('Recently used'), recent),
    ...under(l10n.t('Your queries'), own),
    ...under(parts.input.key === undefined ? l10n.t('Add to filter') : `${parts.input.key}:`, completions),
  ];
  const [top, completion] = [first[0], completions[0]];
  return { rows, active: (parts.input.enter === 'complete' ? completion : undefined) ?? top ?? acceptRow(parts) };
}

/** Part of a query in quotes, truncated if it is long. */
export function quotedWords(text: string): string {
  return `'${plainExcerpt(text, longestQuote)}'`;
}

function acceptRow({ accept, refusal, count }: QueryRowParts): QueryRow {
  if (refusal !== undefined)
    return {
      label: l10n.t('Not supported here'),
      detail: refusal,
      iconPath: new ThemeIcon('warning'),
      alwaysShow: true,
      does: { kind: 'nothing' },
    };
  const found =
    count === undefined
      ? l10n.t('Searches GitLab')
      : count.found === count.of
        ? l10n.t('all {0} open issues', count.of)
        : count.found === 1
          ? l10n.t('1 of {0} open issues', count.of)
          : l10n.t('{0} of {1} open issues', count.found, count.of);
  return {
    label: accept,
    description: found,
    iconPath: new ThemeIcon('filter'),
    alwaysShow: true,
    does: { kind: 'accept' },
  };
}

function problemRows({ text, input }: QueryRowParts): QueryRow[] {
  // Unfinished input isn't an error.
  const isUnfinished = input.enter === 'complete';
  return input.problems.slice(0, mostProblems).map(({ from, to, message, fix }) => ({
    label: plainLabel(quotedWords(text.slice(from, to))),
    detail: plainLabel(message),
    iconPath: new ThemeIcon(isUnfinished ? 'info' : 'warning'),
    alwaysShow: true,
    does: fix === undefined ? { kind: 'nothing' } : { kind: 'fix', text: text.slice(0, from) + fix + text.slice(to) },
  }));
}

function completionRow({ input, known }: QueryRowParts, completion: QueryCompletion): QueryRow {
  return {
    label: plainLabel(completion.text),
    description: plainLabel(completion.detail ?? explained(input.key, completion.text, known)),
    iconPath: new ThemeIcon(iconOf(input.key, completion.text)),
    alwaysShow: true,
    does: { kind: 'complete', completion },
  };
}

function explained(key: QueryKey | undefined, text: string, known: KnownValues): string {
  if (key === undefined) {
    const name = text.replace(/^-|:$/g, '');
    if (!isQueryKey(name)) return '';
    return text.startsWith('-') ? l10n.t('exclude: {0}', keyHelp(name)) : keyHelp(name);
  }
  if (wordsOf[key].includes(text) || text.endsWith('::*') || key === 'created' || key === 'updated')
    return wordHelp(key, text);
  const name = text.replace(/^[%~]/, '').replace(/^"(.*)"$/s, (_, inner: string) => inner.replace(/\\(.)/gs, '$1'));
  if (key === 'label') return usesText(known.labelUses.get(name));
  if (key !== 'milestone') return '';
  const due = known.milestoneDues.get(name);
  const uses = usesText(known.milestoneUses.get(name));
  return due === undefined ? uses : `${l10n.t('due {0}', dayText(due, env.language))} · ${uses}`;
}

function usesText(uses = 0): string {
  if (uses === 0) return l10n.t('no open issues');
  return uses === 1 ? l10n.t('1 open issue') : l10n.t('{0} open issues', uses);
}

function iconOf(key: QueryKey | undefined, text: string): string {
  switch (key) {
    case undefined:
      return text.startsWith('-') ? 'exclude' : 'symbol-keyword';
    case 'assignee':
    case 'author':
      return 'person';
    case 'label':
      return 'tag';
    case 'milestone':
      return 'milestone';
    case 'due':
    case 'created':
    case 'updated':
      return 'calendar';
    default:
      return 'symbol-value';
  }
}

function recentRow(query: string, { edit, remove }: QueryRowParts['buttons']): QueryRow {
  return {
    label: plainLabel(query),
    iconPath: new ThemeIcon('history'),
    alwaysShow: true,
    buttons: [edit, remove],
    does: { kind: 'use', query, isRecent: true },
  };
}

function ownRow({ name, query }: { name: string; query: string }, { edit }: QueryRowParts['buttons']): QueryRow {
  return {
    label: plainLabel(name),
    description: plainLabel(query),
    iconPath: new ThemeIcon('bookmark'),
    alwaysShow: true,
    buttons: [edit],
    does: { kind: 'use', query, isRecent: false },
  };
}

function under(label: string, rows: readonly QueryRow[]): readonly QueryRow[] {
  const separator: QueryRow = { label, kind: QuickPickItemKind.Separator, does: { kind: 'nothing' } };
  return rows.length === 0 ? [] : [separator, ...rows];
}
