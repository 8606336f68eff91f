import { longestPlainPart } from '../limits.ts';

/**
 * Divides a long text, so that a browser lays out only the visible parts. Where it can, it divides at line breaks, which
 * aren't in the parts.
 */
export function textParts(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const most = text.slice(at, at + longestPlainPart);
    const isLast = at + most.length === text.length;
    const lineEnd = isLast ? -1 : most.lastIndexOf('\n');
    const part = lineEnd > 0 ? most.slice(0, lineEnd) : isLast ? most : most.replace(/\p{Cs}$/u, '');
    parts.push(part);
    at += lineEnd > 0 ? lineEnd + 1 : part.length;
  }
  return parts;
}
