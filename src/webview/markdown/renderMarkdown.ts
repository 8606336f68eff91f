import type { Token } from 'markdown-it';
import { longestParagraph, mostElements } from '../../model/limits.ts';
import type { Steps } from '../drawing/slices.ts';
import { cleanElements } from './clean/cleanElements.ts';
import { codeUnits } from './codeUnits.ts';
import { enlivenElements } from './enlivenElements.ts';
import { Marks } from './marks.ts';
import type { MarkdownContext } from './markdownContext.ts';
import { parseHtml } from './parseHtml.ts';
import { htmlOf, moveFootnotes, parseContents, parseTables } from './parser.ts';
import { addContents, hasContents, prepareElements, type Heading } from './prepareElements.ts';
import { refuseElements } from './refuseElements.ts';
import type { RenderEnvironment } from './renderEnvironment.ts';
import { codeTypes, textSections, type TextSection } from './textSections.ts';
import { refuseFontChanges, refuseTags, refuseTurns, TooComplex } from './tooComplex.ts';

/** A section of a text, ready to be rendered. */
export interface MarkdownSection {
  /** As written. */
  readonly source: string;
  /** Whether all sections must be prepared before this one is rendered, because it lists their headings. */
  readonly needsAll: boolean;
  /** Does the first part of the work. Throws like `render`. */
  readonly prepare: () => Steps<unknown>;
  /** Renders the section. Throws `TooComplex` if the page would be too slow. */
  readonly render: () => Steps<HTMLElement>;
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
      *render() {
        return yield* finish(yield* prepared(), environment, headings);
      },
    };
  });
}

function* prepare(section: TextSection, environment: RenderEnvironment, headings: Heading[]): Steps<HTMLElement> {
  const { hasFootnotes } = section;
  if (!section.blocks) throw new TooComplex('The text is too long.');
  const blocks = yield* parseTables(section.blocks, environment);
  for (const { type, content } of blocks) {
    if (type === 'inline' && content.length > longestParagraph) throw new TooComplex('A paragraph is too long.');
    for (const unit of codeTypes.has(type) ? codeUnits(content) : [content]) refuseFontChanges(unit);
  }
  refuseTurns(section.source);
  environment.emoji = 0;
  let tokens: Token[] = [];
  let count = 0;
  for (const some of portions(blocks)) {
    const parsed = parseContents(some, environment);
    count += parsed.reduce((sum, { children }) => sum + 1 + (children?.length ?? 0), 0);
    if (count > 3 * mostElements) throw new TooComplex(`There are ${count} tokens.`);
    tokens.push(...parsed);
    yield;
  }
  if (hasFootnotes) tokens = moveFootnotes(tokens, environment);
  let html = '';
  for (const some of portions(tokens)) {
    html += htmlOf(some, environment);
    yield;
  }
  refuseTags(html);
  yield;
  const body = parseHtml(html);
  yield;
  refuseElements(body);
  yield;
  yield* prepareElements(body, environment.context, environment.marks, headings);
  return body;
}

/** The maximum number of tokens in a portion, and the most characters of their contents, unless a block is longer. */
const mostTokens = 100;
const longestPortion = 2_048;

/**
 * Divides tokens where a block follows another one, at any depth, so that the HTML of the portions together is that of
 * all.
 */
function* portions(tokens: readonly Token[]): Generator<Token[]> {
  let some: Token[] = [];
  let length = 0;
  for (const token of tokens) {
    const before = some.at(-1);
    const isFull = some.length >= mostTokens || length >= longestPortion;
    if (isFull && before?.nesting === -1 && !before.hidden && token.nesting === 1) {
      yield some;
      some = [];
      length = 0;
    }
    some.push(token);
    length += token.content.length;
  }
  if (some.length > 0) yield some;
}

function* finish(
  body: HTMLElement,
  { context, marks }: RenderEnvironment,
  headings: readonly Heading[],
): Steps<HTMLElement> {
  addContents(body, marks, headings);
  const text = document.createElement('div');
  text.className = 'md-text';
  text.append(yield* cleanElements(body, marks));
  yield* enlivenElements(text, context, marks);
  return text;
}

/** Does some work only once, and returns or throws the same each time. */
function once<T>(work: () => Steps<T>): () => Steps<T> {
  let result: Result<T> | undefined;
  return function* () {
    result ??= yield* resultOf(work);
    if ('error' in result) throw result.error;
    return result.value;
  };
}

type Result<T> = { readonly value: T } | { readonly error: unknown };

function* resultOf<T>(work: () => Steps<T>): Steps<Result<T>> {
  try {
    return { value: yield* work() };
  } catch (error) {
    return { error };
  }
}
