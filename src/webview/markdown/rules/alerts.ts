import * as l10n from '@vscode/l10n';
import type { StateCore, Token } from 'markdown-it';
import { environmentOf } from '../renderEnvironment.ts';
import { markAttribute } from '../marks.ts';

const pattern = /^\[!(note|tip|important|caution|warning)\][ \t]*([^\n]*)(?:\n|$)/i;

/** Turns quotes that start with `[!note]` or another type into alerts. https://docs.gitlab.com/user/markdown/#alerts */
export function alerts(state: StateCore): void {
  const { marks } = environmentOf(state.env);
  const { tokens } = state;
  const openings: Token[] = [];
  /** `gone` contains tokens to remove, and `added` the tokens to add after another one. */
  const gone = new Set<Token>();
  const added = new Map<Token, Token[]>();
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'blockquote_open') openings.push(token);
    if (token.type === 'blockquote_close') {
      const open = openings.pop();
      if (open && added.has(open)) token.tag = 'div';
    }
    if (token.type !== 'blockquote_open') continue;
    const given = token.meta?.['alert'];
    const inline = tokens[index + 2];
    const first =
      typeof given === 'string' ? given : tokens[index + 1]?.type === 'paragraph_open' ? inline?.content : '';
    const found = pattern.exec(first ?? '');
    if (!found) continue;

    const type = (found[1] ?? '').toLowerCase();
    token.tag = 'div';
    token.attrSet(markAttribute, marks.add({ kind: 'alert', type }));
    if (typeof given !== 'string' && inline) {
      inline.content = inline.content.slice(found[0].length);
      if (inline.content === '') for (const each of tokens.slice(index + 1, index + 4)) gone.add(each);
    }
    added.set(token, title(state, (found[2] ?? '').trim() || nameOf(type), token.level + 1));
  }
  if (added.size === 0) return;
  state.tokens = tokens.filter((token) => !gone.has(token)).flatMap((token) => [token, ...(added.get(token) ?? [])]);
}

function title(state: StateCore, text: string, level: number): Token[] {
  const { marks } = environmentOf(state.env);
  const open = new state.Token('paragraph_open', 'p', 1);
  open.attrSet(markAttribute, marks.add({ kind: 'class', name: 'md-alert-title' }));
  const content = new state.Token('alert_title', '', 0);
  content.content = text;
  const close = new state.Token('paragraph_close', 'p', -1);
  for (const token of [open, content, close]) {
    token.block = true;
    token.level = level;
  }
  return [open, content, close];
}

function nameOf(type: string): string {
  switch (type) {
    case 'tip':
      return l10n.t('Tip');
    case 'important':
      return l10n.t('Important');
    case 'caution':
      return l10n.t('Caution');
    case 'warning':
      return l10n.t('Warning');
    default:
      return l10n.t('Note');
  }
}
