import * as l10n from '@vscode/l10n';
import type { StateCore, Token } from 'markdown-it';
import { environmentOf } from '../renderEnvironment.ts';
import { markAttribute } from '../marks.ts';

const pattern = /^\[!(note|tip|important|caution|warning)\][ \t]*([^\n]*)(?:\n|$)/i;

/** Quotes that begin with `[!note]` and the like. https://docs.gitlab.com/user/markdown/#alerts */
export function alerts(state: StateCore): void {
  const { marks } = environmentOf(state.env);
  const { tokens } = state;
  for (let index = 0; index < tokens.length; index += 1) {
    const open = tokens[index];
    if (open?.type !== 'blockquote_open') continue;
    const given = open.meta?.['alert'];
    const inline = tokens[index + 2];
    const first =
      typeof given === 'string' ? given : tokens[index + 1]?.type === 'paragraph_open' ? inline?.content : '';
    const found = pattern.exec(first ?? '');
    if (!found) continue;

    const type = (found[1] ?? '').toLowerCase();
    const close = closingOf(tokens, index);
    open.tag = 'div';
    close.tag = 'div';
    open.attrSet(markAttribute, marks.add({ kind: 'alert', type }));
    if (typeof given !== 'string' && inline) {
      inline.content = inline.content.slice(found[0].length);
      if (inline.content === '') tokens.splice(index + 1, 3);
    }
    tokens.splice(index + 1, 0, ...title(state, (found[2] ?? '').trim() || nameOf(type), open.level + 1));
  }
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

function closingOf(tokens: readonly Token[], opening: number): Token {
  const level = tokens[opening]?.level;
  const found = tokens.slice(opening).find((token) => token.type === 'blockquote_close' && token.level === level);
  if (!found) throw new Error('A quote that was opened is closed.');
  return found;
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
