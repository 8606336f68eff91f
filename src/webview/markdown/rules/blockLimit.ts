import type { StateBlock } from 'markdown-it';
import { longestSection, mostBlocks } from '../../../model/limits.ts';
import { environmentOf } from '../renderEnvironment.ts';

/**
 * Ends the Markdown of a text after its first blocks. Each look for the start of a block counts, and each token. The
 * content of a block of code doesn't count. Makes a line that is too long a paragraph, so that it isn't parsed as a
 * table.
 */
export function blockLimit(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const { progress } = environmentOf(state.env);
  if (!progress) return false;
  progress.looks += 1;
  if (progress.end === undefined && progress.looks + state.tokens.length <= mostBlocks) {
    const [start, end] = [state.bMarks[startLine] ?? 0, state.eMarks[startLine] ?? 0];
    if (end - start <= longestSection) return false;
    if (silent) return true;
    state.line = startLine + 1;
    state.push('paragraph_open', 'p', 1).map = [startLine, state.line];
    const inline = state.push('inline', '', 0);
    inline.content = state.src.slice(start, end);
    inline.children = [];
    state.push('paragraph_close', 'p', -1);
    return true;
  }
  progress.end ??= startLine;
  if (!silent) state.line = endLine;
  return true;
}
