import { fileNameOf, isOwn, resolveAddress, uploadedName } from './references/resolveAddress.ts';
import type { Steps } from '../drawing/slices.ts';
import type { MarkdownContext } from './markdownContext.ts';
import { markAttribute, type Mark, type Marks } from './marks.ts';

const playable = /\.(?:mp4|m4v|mov|webm|ogv|mp3|oga|ogg|spx|wav)$/i;
/** The maximum number of tables of contents in a section. */
const mostContents = 3;
/** The maximum number of headings in a table of contents. */
const mostHeadings = 1_000;

/** A heading of a text, for its table of contents. */
export interface Heading {
  readonly level: number;
  readonly slug: string;
  readonly text: string;
  readonly id: string;
}

/**
 * Prepares the elements of a section for cleaning. Makes addresses absolute and removes the forbidden ones, replaces
 * images and other media so that the page loads nothing itself, and adds ids to headings.
 * @param headings the headings of the text. Those of the section are added.
 */
export function* prepareElements(
  root: HTMLElement,
  context: MarkdownContext,
  marks: Marks,
  headings: Heading[] = [],
): Steps {
  for (const element of root.querySelectorAll('img, video, audio')) {
    replaceMedia(element, context, marks);
    yield;
  }
  for (const link of root.querySelectorAll('a')) {
    prepareLink(link, context, marks);
    yield;
  }
  yield* nameHeadings(root, marks, headings);
}

/** Whether a text has a table of contents. */
export function hasContents(source: string): boolean {
  return /\[TOC\]|\[\[_?TOC_?\]\]/i.test(source);
}

/** Adds the tables of contents to a section, when all headings are known. */
export function addContents(root: HTMLElement, marks: Marks, headings: readonly Heading[]): void {
  const paragraphs = [...root.querySelectorAll('p')];
  const places = paragraphs.filter((each) => /^(?:\[\[_?TOC_?\]\]|\[TOC\])$/i.test(each.textContent.trim()));
  for (const place of places.slice(0, mostContents)) {
    place.replaceWith(tableOfContents(root.ownerDocument, headings, marks));
  }
}

/** Creates a placeholder for a mark until the text is cleaned. */
function standIn(document: Document, mark: Mark, marks: Marks): HTMLElement {
  const element = document.createElement('span');
  element.setAttribute(markAttribute, marks.add(mark));
  return element;
}

function replaceMedia(element: Element, context: MarkdownContext, marks: Marks): void {
  const source = element.getAttribute('src') ?? element.querySelector('source')?.getAttribute('src') ?? '';
  const alt = element.getAttribute('alt') ?? '';
  const url = resolveAddress(source, context, 'raw');
  const { ownerDocument: document } = element;
  if (url === undefined || url.startsWith('mailto:')) {
    element.replaceWith(alt);
    return;
  }
  const name = uploadedName(url, context) ?? fileNameOf(url);
  if (element.localName !== 'img' || playable.test(new URL(url).pathname)) {
    const link = document.createElement('a');
    link.setAttribute('href', url);
    link.textContent = alt === '' ? name : alt;
    element.replaceWith(link);
    return;
  }
  const [width, height] = ['width', 'height'].map((side) => sizeOf(element.getAttribute(side)));
  const mark: Mark = {
    kind: 'picture',
    url,
    alt: alt === '' ? name : alt,
    ...(isOwn(url, context) ? {} : { foreignHost: new URL(url).host }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  };
  element.replaceWith(standIn(document, mark, marks));
}

function sizeOf(written: string | null): string | undefined {
  return /^(\d{1,4}%?)(?:px)?$/.exec(written ?? '')?.[1];
}

function prepareLink(link: HTMLAnchorElement, context: MarkdownContext, marks: Marks): void {
  const href = link.getAttribute('href');
  if (href === null) return;
  link.removeAttribute('href');
  const isMarked = marks.find(link.getAttribute(markAttribute) ?? '') !== undefined;
  if (href.startsWith('#') && !isMarked) {
    const target = headingId(slugOf(decodedFragment(href)));
    link.setAttribute(markAttribute, marks.add({ kind: 'anchor', target }));
    return;
  }
  const url = resolveAddress(href, context);
  if (url === undefined) return;
  link.setAttribute('href', url);
  const name = uploadedName(url, context);
  if (name !== undefined) link.setAttribute(markAttribute, marks.add({ kind: 'attachment', url, name }));
}

function decodedFragment(href: string): string {
  try {
    return decodeURIComponent(href.slice(1));
  } catch {
    return href.slice(1);
  }
}

/** Adds GitLab's ids to headings. https://docs.gitlab.com/user/markdown/#heading-ids-and-links */
function* nameHeadings(root: HTMLElement, marks: Marks, headings: Heading[]): Steps {
  const counts = new Map<string, number>();
  for (const { slug } of headings) counts.set(slug, (counts.get(slug) ?? 0) + 1);
  for (const element of root.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const slug = slugOf(element.textContent);
    const times = counts.get(slug) ?? 0;
    counts.set(slug, times + 1);
    const id = headingId(times === 0 ? slug : `${slug}-${times}`);
    element.setAttribute(markAttribute, marks.add({ kind: 'anchor', id }));
    headings.push({ level: Number(element.localName[1]), slug, text: element.textContent.trim(), id });
    yield;
  }
}

function slugOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-')
    .replace(/-{2,}/g, '-');
}

function headingId(slug: string): string {
  return `heading-${slug}`;
}

function tableOfContents(document: Document, found: readonly Heading[], marks: Marks): HTMLElement {
  const list = document.createElement('ul');
  list.setAttribute(markAttribute, marks.add({ kind: 'class', name: 'md-contents' }));
  const open: { readonly level: number; readonly list: HTMLElement }[] = [{ level: 0, list }];
  for (const { level, text, id } of found.slice(0, mostHeadings)) {
    while (open.length > 1 && (open.at(-1)?.level ?? 0) > level) open.pop();
    let last = open.at(-1);
    if (last && last.level > 0 && last.level < level) {
      const inner = document.createElement('ul');
      (last.list.lastElementChild ?? last.list).append(inner);
      last = { level, list: inner };
      open.push(last);
    } else if (last?.level === 0) {
      last = { level, list };
      open.push(last);
    }
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.setAttribute(markAttribute, marks.add({ kind: 'anchor', target: id }));
    link.textContent = text;
    item.append(link);
    (last?.list ?? list).append(item);
  }
  return list;
}
