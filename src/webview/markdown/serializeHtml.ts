/** Returns HTML that `parseHtml` parses to the same content. The parser drops a line feed at the start of a `pre`. */
export function serializeHtml(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const block of copy.querySelectorAll('pre')) block.prepend('\n');
  return copy.innerHTML;
}
