import type { StateBlock } from 'markdown-it';

/**
 * Parses a quote between two lines of `>>>`. The opening line can also start an alert (`>>> [!note] Title`). A quote
 * without a closing line continues to the end of its parent block.
 * https://docs.gitlab.com/user/markdown/#multiline-blockquote
 */
export function multilineQuote(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const opening = /^(>{3,})[ \t]*(\[!\w+\].*)?$/.exec(contentOf(state, startLine));
  const fence = opening?.[1];
  if (fence === undefined) return false;
  if (silent) return true;

  let line = startLine + 1;
  let code: string | undefined;
  for (; line < endLine; line += 1) {
    const content = contentOf(state, line);
    if (content !== '' && (state.sCount[line] ?? 0) < state.blkIndent) break;
    const marker = /^(`{3,}|~{3,})/.exec(content)?.[1];
    if (code === undefined && content.trimEnd() === fence) break;
    if (marker !== undefined) code = code === undefined ? marker : marker.startsWith(code) ? undefined : code;
  }
  const isClosed = line < endLine && contentOf(state, line).trimEnd() === fence;

  const { parentType, lineMax } = state;
  const open = state.push('blockquote_open', 'blockquote', 1);
  open.markup = fence;
  open.map = [startLine, line];
  if (opening?.[2] !== undefined) open.meta = { alert: opening[2] };
  state.parentType = 'blockquote';
  state.lineMax = line;
  state.md.block.tokenize(state, startLine + 1, line);
  state.parentType = parentType;
  state.lineMax = lineMax;
  state.push('blockquote_close', 'blockquote', -1).markup = fence;
  state.line = isClosed ? line + 1 : line;
  return true;
}

function contentOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}
