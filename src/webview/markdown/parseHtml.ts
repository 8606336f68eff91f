/**
 * A string of HTML as elements in a document without a window, in which nothing loads or runs. As in a page of today (with its
 * document type), so that what comes out means the same wherever it is put.
 */
export function parseHtml(html: string): HTMLElement {
  return new DOMParser().parseFromString(`<!doctype html><body>${html}`, 'text/html').body;
}
