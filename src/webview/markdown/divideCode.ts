import { longestHighlight, longestPlainPart } from '../../model/limits.ts';

/**
 * Divides long code into parts of whole lines, so that the browser lays out only the visible ones. The text stays the
 * same.
 */
export function divideCode(code: HTMLElement): void {
  const text = code.textContent;
  if (text.length <= longestHighlight || code.childElementCount > 0) return;
  const parts: Node[] = [];
  for (let at = 0; at < text.length;) {
    const end = endOfPart(text, at);
    parts.push(part(text.slice(at, end)));
    at = end;
  }
  code.replaceChildren(...parts);
}

function endOfPart(text: string, start: number): number {
  const most = start + longestPlainPart;
  if (most >= text.length) return text.length;
  const last = text.lastIndexOf('\n', most - 1);
  const end = last >= start ? last : text.indexOf('\n', most);
  return end < 0 ? text.length : end + 1;
}

function part(text: string): HTMLElement {
  const element = document.createElement('div');
  element.className = 'md-code-part';
  element.textContent = text;
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  element.style.containIntrinsicBlockSize = `${lines}lh`;
  return element;
}
