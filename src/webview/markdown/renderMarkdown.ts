import { cleanElements } from './cleanElements.ts';
import { enlivenElements } from './enlivenElements.ts';
import { Marks } from './marks.ts';
import type { MarkdownContext } from './markdownContext.ts';
import { parseHtml } from './parseHtml.ts';
import { parseMarkdown } from './parser.ts';
import { prepareElements } from './prepareElements.ts';

/**
 * A text in GitLab Flavored Markdown as an element for the page. Nothing in it loads anything, runs anything or leads anywhere but
 * to the web, to mail or within itself. What needs the extension is asked for after: `referencesIn`, `picturesIn`; what is drawn
 * by a script of its own after it is in the page: `drawLater`. https://docs.gitlab.com/user/markdown/
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
