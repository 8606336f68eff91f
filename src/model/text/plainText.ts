import { longestName } from '../limits.ts';

/*
 * Text from GitLab, as it is shown outside the issue page. Each function is for the places of VS Code that parse the
 * same syntax. {@link plainText} is for those that parse none.
 */

const isolate = '\u2068';
const endOfIsolate = '\u2069';
const isolates = /[\u2066-\u2068]/;
/** Letters and marks of scripts from right to left, and the marks that only set a direction. */
const rightToLeft = /[\u0590-\u08ff\u200e\u200f\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Returns text as a single line that can't affect what is around it, for rows, titles, and screen readers. Removes
 * control characters and directional overrides, and isolates text from right to left.
 */
export function plainText(text: string): string {
  return plainExcerpt(text, longestName);
}

/** {@link plainText} of up to this many characters, for a place with little space. */
export function plainExcerpt(text: string, longest: number): string {
  const kept = shortened(text, longest).replace(/(?!\s)[\p{Cc}\u202a-\u202e]/gu, '');
  return balanced(kept).replace(/\s+/g, ' ');
}

/** Cuts between characters, not within one. */
export function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/\p{Cs}$/u, '')}…`;
}

/** Ends what is open, removes ends of nothing, and isolates text from right to left. */
function balanced(text: string): string {
  if (!/[\u2066-\u2069]/.test(text) && !rightToLeft.test(text)) return text;
  let result = '';
  let depth = 0;
  let isMixed = false;
  for (const character of text) {
    if (character === endOfIsolate && depth === 0) continue;
    if (isolates.test(character)) depth += 1;
    else if (character === endOfIsolate) depth -= 1;
    else if (depth === 0 && rightToLeft.test(character)) isMixed = true;
    result += character;
  }
  result += endOfIsolate.repeat(depth);
  return isMixed ? isolate + result + endOfIsolate : result;
}

/** For the labels, descriptions, and details of quick picks, where VS Code parses icons. */
export function plainLabel(text: string): string {
  return plainText(text).replaceAll('$(', '\\$(');
}

/**
 * For notifications, dialogs, and prompts, where VS Code turns Markdown links into links, even command links. Keeps
 * the lines of a dialog.
 */
export function plainMessage(text: string): string {
  return text.split('\n').map(plainText).join('\n').replaceAll('](', '] (');
}

/** For Markdown. All punctuation is escaped, because VS Code's own escaping leaves HTML, entities, and addresses. */
export function plainMarkdown(text: string): string {
  return escapedMarkdown(plainText(text));
}

/** {@link plainMarkdown} for a line that consists of plain texts, and can be longer than one of them. */
export function escapedMarkdown(line: string): string {
  return line.trim().replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
