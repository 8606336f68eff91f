import { longestParagraph, mostElements } from '../../model/limits.ts';
import { cleanElements } from './cleanElements.ts';
import { enlivenElements } from './enlivenElements.ts';
import { Marks } from './marks.ts';
import type { MarkdownContext } from './markdownContext.ts';
import { parseHtml } from './parseHtml.ts';
import { htmlOf, parseContents } from './parser.ts';
import { addContents, hasContents, prepareElements, type Heading } from './prepareElements.ts';
import type { RenderEnvironment } from './renderEnvironment.ts';
import { textSections, type TextSection } from './textSections.ts';
import { refuseElements, refuseTags, TooComplex } from './tooComplex.ts';

/** A section of a text, ready to be rendered. */
export interface MarkdownSection {
  /** As written. */
  readonly source: string;
  /** Whether all sections must be prepared before this one is rendered, because it lists their headings. */
  readonly needsAll: boolean;
  /** Does the first part of the work. Throws like `render`. */
  readonly prepare: () => unknown;
  /** Renders the section. Throws `TooComplex` if the page would be too slow. */
  readonly render: () => HTMLElement;
}

/**
 * Renders GitLab Flavored Markdown as elements for the page, one section after another. The elements load nothing, run
 * nothing, and link only to the web, to email addresses, and to places in the same text. Once an element is in the
 * page, the caller requests references and images from the extension (`referencesIn`, `picturesIn`), and draws the
 * parts that need a separate script (`drawLater`).
 * https://docs.gitlab.com/user/markdown/
 */
export function renderMarkdown(source: string, context: MarkdownContext): MarkdownSection[] {
  const environment = { marks: new Marks(), context, lines: source.split(/\r\n|\r|\n/) };
  const headings: Heading[] = [];
  return textSections(environment).map((section) => {
    const prepared = once(() => prepare(section, environment, headings));
    return {
      source: section.source,
      needsAll: hasContents(section.source),
      prepare: prepared,
      render: () => finish(prepared(), environment, headings),
    };
  });
}

function prepare(section: TextSection, environment: RenderEnvironment, headings: Heading[]): HTMLElement {
  const { blocks, hasFootnotes } = section;
  if (!blocks) throw new TooComplex('The text is too long.');
  for (const { type, content } of blocks) {
    if (type === 'inline' && content.length > longestParagraph) throw new TooComplex('A paragraph is too long.');
  }
  const tokens = parseContents([...blocks], environment, hasFootnotes);
  const count = tokens.reduce((sum, { children }) => sum + 1 + (children?.length ?? 0), 0);
  if (count > 3 * mostElements) throw new TooComplex(`There are ${count} tokens.`);
  const html = htmlOf(tokens, environment);
  refuseTags(html);
  const body = parseHtml(html);
  refuseElements(body);
  prepareElements(body, environment.context, environment.marks, headings);
  return body;
}

function finish(body: HTMLElement, { context, marks }: RenderEnvironment, headings: readonly Heading[]): HTMLElement {
  addContents(body, marks, headings);
  const text = document.createElement('div');
  text.className = 'md-text';
  text.append(cleanElements(body, marks));
  enlivenElements(text, context, marks);
  return text;
}

/** Calls a function only once, and returns or throws the same each time. */
function once<T>(work: () => T): () => T {
  let result: { readonly value: T } | { readonly error: unknown } | undefined;
  return () => {
    result ??= resultOf(work);
    if ('error' in result) throw result.error;
    return result.value;
  };
}

function resultOf<T>(work: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}
