import type { StateCore, Token } from 'markdown-it';

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
}

const opening = /^<(a|code|pre|kbd|samp|tt|script|style)[\s>]/i;
const closing = /^<\/(a|code|pre|kbd|samp|tt|script|style)\s*>/i;

/** Replaces parts of plain text with tokens. Leaves links and code alone, in Markdown and in HTML. */
export function replaceInText(state: StateCore, find: (text: string) => readonly Replacement[]): void {
  for (const block of state.tokens) {
    if (block.type !== 'inline' || !block.children) continue;
    let depth = 0;
    block.children = block.children.flatMap((token) => {
      if (token.type === 'html_inline') depth += opening.test(token.content) ? 1 : closing.test(token.content) ? -1 : 0;
      else if (token.type === 'link_open') depth += 1;
      else if (token.type === 'link_close') depth -= 1;
      else if (token.type === 'text' && depth <= 0) return split(state, token, find(token.content));
      return [token];
    });
  }
}

function split(state: StateCore, token: Token, replacements: readonly Replacement[]): Token[] {
  if (replacements.length === 0) return [token];
  const parts: Token[] = [];
  let position = 0;
  const putText = (end: number): void => {
    if (end <= position) return;
    const text = new state.Token('text', '', 0);
    text.content = token.content.slice(position, end);
    text.level = token.level;
    parts.push(text);
  };
  for (const { start, end, tokens } of replacements) {
    putText(start);
    parts.push(...tokens);
    position = end;
  }
  putText(token.content.length);
  return parts;
}
