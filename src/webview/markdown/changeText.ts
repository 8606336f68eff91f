import { mostFontChanges } from '../../model/limits.ts';
import type { Steps } from '../drawing/slices.ts';
import { drawnOf } from './drawLater.ts';
import { layOut } from './layOut.ts';
import { matchedNodes } from './matchedNodes.ts';
import { numbering, type RenderedNode, renderedTree } from './renderedTree.ts';
import { becomeTask } from './tasks.ts';
import { fontChangesIn } from './tooComplex.ts';

/** About how many characters a browser lays out in the time of one font change. */
const charactersOfFontChange = 13;

const shown = new WeakMap<Element, RenderedNode>();

/**
 * Replaces a text with another one, or with a newer version. Equal parts keep their nodes, and with them everything
 * drawn, expanded, selected, or focused there. Compares the nodes as rendered, not as they look now. A new text, or one
 * with many changes, is laid out in steps before it replaces the other one.
 * @param text the clean output of `renderMarkdown`. Its nodes move into the page.
 */
export function* changeText(place: Element, text: HTMLElement): Steps {
  const now = yield* renderedTree(text);
  const before = shown.get(place);
  const isChanged = before?.node.parentNode === place && layoutOf(before, now) <= mostFontChanges;
  const kept = isChanged ? before : undefined;
  if (!kept) yield* layOut(place, text);
  // If `layOut` added the text, it stays in the page, and so does its layout. One that wasn't completed doesn't.
  const stays = kept?.node ?? text;
  for (const other of [...place.childNodes]) if (other !== stays) other.remove();
  if (!kept) {
    if (text.parentNode !== place) place.append(text);
    shown.set(place, now);
    return;
  }
  const { activeElement } = document;
  shown.set(place, changed(kept, now, numbering()));
  // Moving an element in the document removes the focus from it.
  if (activeElement instanceof HTMLElement && activeElement !== document.activeElement && place.contains(activeElement))
    activeElement.focus({ preventScroll: true });
}

/** How much a browser has to lay out for the texts of a tree that another one doesn't have, in font changes. */
function layoutOf(before: RenderedNode, now: RenderedNode): number {
  const known = new Map<string, number>();
  for (const { look } of textsIn(before)) known.set(look, (known.get(look) ?? 0) + 1);
  let layout = 0;
  for (const { look, node } of textsIn(now)) {
    const left = known.get(look) ?? 0;
    known.set(look, left - 1);
    const text = node.nodeValue ?? '';
    if (left <= 0) layout += fontChangesIn(text) + text.length / charactersOfFontChange;
  }
  return layout;
}

function* textsIn(rendered: RenderedNode): Generator<RenderedNode> {
  if (rendered.node instanceof Text) yield rendered;
  for (const child of rendered.children) yield* textsIn(child);
}

type NumberOf = (node: RenderedNode) => number;

/** Updates a node in the page to match a new one of the same kind. Returns the updated node. */
function changed(before: RenderedNode, now: RenderedNode, numberOf: NumberOf): RenderedNode {
  const { node } = before;
  if (node instanceof Element) {
    becomeTask(node, now.node);
    changeAttributes(node, before.attributes, now.attributes);
    return { ...now, node, children: changeChildren(node, before.children, now.children, numberOf) };
  }
  if (before.look !== now.look) node.nodeValue = now.node.nodeValue;
  return { ...now, node };
}

/** Keeps a node that equals the new one. Only the line numbers of its tasks may differ. */
function kept(before: RenderedNode, now: RenderedNode): RenderedNode {
  becomeTask(before.node, now.node);
  before.children.forEach((child, at) => {
    const same = now.children[at];
    if (same) kept(child, same);
  });
  return before;
}

/** Keeps attributes that are not from rendering, such as `open` on an expanded section. */
function changeAttributes(
  element: Element,
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): void {
  for (const name of before.keys()) if (!now.has(name)) element.removeAttribute(name);
  for (const [name, value] of now) if (before.get(name) !== value) element.setAttribute(name, value);
}

function changeChildren(
  parent: Element,
  before: readonly RenderedNode[],
  now: readonly RenderedNode[],
  numberOf: NumberOf,
): RenderedNode[] {
  const { inOrder, moved } = matchedNodes(before, now, numberOf);
  const staying = new Set(inOrder.map(([old]) => old));
  for (const old of before) if (!staying.has(old)) parent.removeChild(drawnOf(old.node));
  const olds = new Map([...inOrder, ...moved].map(([old, fresh]) => [fresh, old]));
  const children = now.map((fresh) => {
    const old = olds.get(fresh);
    if (!old) return fresh;
    return numberOf(old) === numberOf(fresh) ? kept(old, fresh) : changed(old, fresh, numberOf);
  });
  let next: Node | null = null;
  for (const child of children.toReversed()) {
    const node = drawnOf(child.node);
    if (node.parentNode !== parent || node.nextSibling !== next) parent.insertBefore(node, next);
    next = node;
  }
  return children;
}
