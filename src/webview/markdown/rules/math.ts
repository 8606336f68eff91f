import type { Env, StateBlock, StateInline, Token } from 'markdown-it';
import { environmentOf } from '../renderEnvironment.ts';
import { markAttribute } from '../marks.ts';

/*
 * https://docs.gitlab.com/user/markdown/#math-equations
 * A formula stays code until it is drawn, and also if drawing fails.
 */

/** Parses `` $`x`$ ``, `$x$`, and `$$x$$` in a line, but not amounts of money such as `$20,000 and $30,000`. */
export function inlineMath(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state;
  if (src[pos] !== '$') return false;
  const text = src.slice(pos, posMax);
  const quoted = /^\$`([^`\n](?:[^`]*[^`])?)`\$/.exec(text);
  const display = quoted ? null : /^\$\$(?!\$)((?:[^$\\]|\\[\s\S])+)\$\$(?!\$)/.exec(text);
  const dollars = quoted ?? display ?? /^\$(?![\s$`])((?:[^$\\\n]|\\.)*?)(?<!\s)\$(?![\d$`])/.exec(text);
  const before = pos > 0 ? src[pos - 1] : '';
  if (!dollars || before === '$' || (!quoted && before !== undefined && /\w/.test(before))) return false;
  const source = dollars[1]?.trim() ?? '';
  if (source === '') return false;
  if (!silent) putFormula(state.push('formula', 'code', 0), state.env, source, display !== null);
  state.pos += dollars[0].length;
  return true;
}

/** Parses the lines between two lines of `$$`. */
export function blockMath(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4 || contentOf(state, startLine) !== '$$') return false;
  let line = startLine + 1;
  // A line with less indentation ends the block.
  const isInside = () =>
    line < endLine && (contentOf(state, line) === '' || (state.sCount[line] ?? 0) >= state.blkIndent);
  while (isInside() && contentOf(state, line) !== '$$') line += 1;
  if (!isInside()) return false;
  if (silent) return true;
  const token = state.push('formula_block', 'pre', 0);
  token.block = true;
  token.map = [startLine, line + 1];
  putFormula(token, state.env, state.getLines(startLine + 1, line, state.blkIndent, false), true);
  state.line = line + 1;
  return true;
}

function putFormula(token: Token, env: Env, source: string, isBlock: boolean): void {
  token.content = source;
  token.attrSet(markAttribute, environmentOf(env).marks.add({ kind: 'formula', source, isBlock }));
}

function contentOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trimEnd();
}
