import type { StateBlock } from 'markdown-it';

const fences: Readonly<Record<string, string>> = { '---': 'yaml', '+++': 'toml', ';;;': 'json' };

/** Shows the data at the top of a text as code, as GitLab does. https://docs.gitlab.com/user/markdown/#front-matter */
export function frontMatter(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (startLine !== 0 || state.level !== 0 || state.blkIndent !== 0) return false;
  const opening = /^(---|\+\+\+|;;;)[ \t]*(\w*)$/.exec(lineOf(state, 0).trimEnd());
  const fence = opening?.[1];
  if (fence === undefined) return false;
  let line = 1;
  while (line < endLine && lineOf(state, line).trimEnd() !== fence) line += 1;
  if (line >= endLine || line === 1 || lineOf(state, 1).trim() === '') return false;
  if (silent) return true;
  const token = state.push('fence', 'code', 0);
  const language = opening?.[2] ?? '';
  token.info = language === '' ? (fences[fence] ?? '') : language;
  token.content = state.getLines(1, line, 0, true);
  token.map = [0, line + 1];
  state.line = line + 1;
  return true;
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice(state.bMarks[line], state.eMarks[line]);
}
