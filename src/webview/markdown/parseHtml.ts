/**
 * Parses HTML in a document without a window, where nothing loads or runs. The doctype
 * sets standards mode, so that the result is the same wherever it is inserted.
 */
export function parseHtml(html: string): HTMLElement {
  return new DOMParser().parseFromString(`<!doctype html><body>${html}`, 'text/html').body;
}
