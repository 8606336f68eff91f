import type { StateInline } from 'markdown-it';
import { environmentOf } from '../renderEnvironment.ts';
import { markAttribute } from '../marks.ts';

/**
 * `{+ added +}`, `[+ added +]`, `{- removed -}`, `[- removed -]`. https://docs.gitlab.com/user/markdown/#inline-diff
 */
export function inlineDiff(state: StateInline, silent: boolean): boolean {
  const opening = state.src.slice(state.pos, state.pos + 2);
  const sign = opening[1];
  if (!/^[[{][+-]$/.test(opening) || sign === undefined) return false;
  const closing = `${sign}${opening.startsWith('{') ? '}' : ']'}`;
  const end = nextClosing(state, closing, state.pos + 3);
  if (end < 0 || end + 2 > state.posMax) return false;
  if (!silent) {
    const tag = sign === '+' ? 'ins' : 'del';
    const name = sign === '+' ? 'md-added' : 'md-removed';
    const { pos, posMax } = state;
    const open = state.push(`${tag}_open`, tag, 1);
    open.attrSet(markAttribute, environmentOf(state.env).marks.add({ kind: 'class', name }));
    state.pos = pos + 2;
    state.posMax = end;
    state.md.inline.tokenize(state);
    state.push(`${tag}_close`, tag, -1);
    state.posMax = posMax;
  }
  state.pos = end + 2;
  return true;
}

/**
 * Caches the last match of each closing mark and the position where that search started. Without it, every opening mark
 * would cause another search to the end.
 */
const found = new WeakMap<StateInline, Map<string, { readonly from: number; readonly at: number }>>();

function nextClosing(state: StateInline, closing: string, from: number): number {
  const known = found.get(state) ?? new Map<string, { from: number; at: number }>();
  found.set(state, known);
  const last = known.get(closing);
  if (last && last.from <= from && (last.at < 0 || last.at >= from)) return last.at;
  const at = state.src.indexOf(closing, from);
  known.set(closing, { from, at });
  return at;
}
