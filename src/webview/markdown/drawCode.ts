import { longestCodeLine, longestHighlight, mostElements } from '../../model/limits.ts';
import { inSlice } from '../drawing/slices.ts';
import { loadedPart, loadPart, type LazyParts } from './lazyParts.ts';
import { parseHtml } from './parseHtml.ts';

const codes = new WeakMap<Element, { readonly language: string }>();
const codeClass = 'md-code-later';

/** The classes in the highlighter's output. */
const pieceClass = /^hljs-[a-z_-]+(?: [a-z]+_{1,2})*$/;

/** Marks a block of code for highlighting. */
export function noteCode(element: HTMLElement, language: string): void {
  codes.set(element, { language });
  element.dataset['language'] = language;
  element.classList.add(codeClass);
}

/** Highlights the blocks of code in a text. Loads the highlighter with the first one. Later ones are immediate. */
export async function drawCode(root: ParentNode): Promise<void> {
  const waiting = [...root.querySelectorAll(`.${codeClass}`)].filter((element) => codes.has(element));
  if (waiting.length === 0) return;
  const highlight = loadedPart('highlight') ?? (await loadPart('highlight').catch(() => undefined));
  if (!highlight) return;
  await Promise.all(
    waiting.map((element) =>
      inSlice(() => {
        colour(element, highlight);
      }),
    ),
  );
}

function colour(element: Element, highlight: LazyParts['highlight']): void {
  const known = codes.get(element);
  const code = element.querySelector('code');
  codes.delete(element);
  element.classList.remove(codeClass);
  const text = code?.textContent ?? '';
  if (!known || !code || isTooLong(text)) return;
  const html = highlight(text, known.language);
  const pieces = html === undefined ? undefined : parseHtml(html);
  if (pieces && pieces.getElementsByTagName('*').length <= mostElements) code.replaceChildren(...piecesOf(pieces));
}

function isTooLong(code: string): boolean {
  return code.length > longestHighlight || code.split('\n').some((line) => line.length > longestCodeLine);
}

/** Recreates the highlighter's output from its text and classes. None of its other HTML gets into the page. */
function piecesOf(parent: Node): Node[] {
  return [...parent.childNodes].flatMap((node) => {
    if (!(node instanceof Element)) return [document.createTextNode(node.textContent ?? '')];
    const name = node.getAttribute('class') ?? '';
    if (!pieceClass.test(name)) return piecesOf(node);
    const piece = document.createElement('span');
    piece.className = name;
    piece.append(...piecesOf(node));
    return [piece];
  });
}
