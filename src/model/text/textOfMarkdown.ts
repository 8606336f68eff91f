/** The maximum number of characters that are read. The text is for an excerpt. */
const mostRead = 4_000;
/** The maximum number of characters in a line. */
const longestLine = 500;

/**
 * The lines of a Markdown text without its markup, as far as a reader of plain text would miss nothing. Leaves out
 * comments, blank lines, and rules. Returns untrusted text.
 */
export function textOfMarkdown(markdown: string): readonly string[] {
  return markdown
    .slice(0, mostRead)
    .replace(/<!--(?:[\s\S]*?-->|[\s\S]*$)/g, '')
    .split('\n')
    .map((line) => textOfLine(line.slice(0, longestLine)))
    .filter((line) => line !== '');
}

function textOfLine(line: string): string {
  const text = line.trim();
  // A rule, the line below a heading or the head of a table, or the start or end of a block of code.
  if (/^[-=*_|:\s]+$/.test(text) || /^(?:```|~~~)/.test(text)) return '';
  // A row of a table.
  if (text.length > 1 && text.startsWith('|') && text.endsWith('|'))
    return text
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim())
      .join(' · ');
  return text
    .replace(/^(?:>\s?)+/, '')
    .replace(/^#{1,6}\s/, '')
    .replace(/^[-*+]\s\[ \]\s/, '☐ ')
    .replace(/^[-*+]\s\[[xX]\]\s/, '☑ ')
    .replace(/^[-*+]\s/, '• ')
    .replace(/!?\[([^[\]]*)\]\([^()\s]*(?:\s"[^"]*")?\)(?:\{[^{}]*\})?/g, '$1')
    .replace(/<\/?(?:details|summary|br|p|div|img|span|b|i|em|strong|sub|sup|kbd)\b[^<>]*>/gi, '')
    .replace(/\*\*|`+/g, '')
    .trim();
}
