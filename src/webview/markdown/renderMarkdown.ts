import { cleanElements } from './cleanElements.ts';
import { enlivenElements } from './enlivenElements.ts';
import { Marks } from './marks.ts';
import type { MarkdownContext } from './markdownContext.ts';
import { parseHtml } from './parseHtml.ts';
import { parseMarkdown } from './parser.ts';
import { prepareElements } from './prepareElements.ts';

/**
 * Renders GitLab Flavored Markdown as an element for the page. The element loads nothing, runs nothing, and links
 * only to the web, to email addresses, and to places in the same text. Once it is in the page, the caller requests
 * references and images from the extension (`referencesIn`, `picturesIn`), and draws the parts that need a separate
 * script (`drawLater`).
 * https://docs.gitlab.com/user/markdown/
 */
export function renderMarkdown(source: string, context: MarkdownContext): HTMLElement {
  const marks = new Marks();
  const html = parseMarkdown(source, { marks, context, lines: source.split(/\r\n|\r|\n/) });
  const body = parseHtml(html);
  prepareElements(body, context, marks);
  const text = document.createElement('div');
  text.className = 'md-text';
  text.append(cleanElements(body, marks));
  enlivenElements(text, context, marks);
  return text;
}
