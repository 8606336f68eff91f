/**
 * Parses HTML in a document without a window, in which nothing loads or runs. The document is in standards mode (with a
 * document type), so that the result is the same wherever it is inserted.
 */
export function parseHtml(html: string): HTMLElement {
  return new DOMParser().parseFromString(`<!doctype html><body>${html}`, 'text/html').body;
}
