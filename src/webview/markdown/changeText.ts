import { drawnOf } from './drawLater.ts';
import { matchedNodes } from './matchedNodes.ts';
import { numbering, type RenderedNode, renderedTree } from './renderedTree.ts';
import { becomeTask } from './tasks.ts';

const shown = new WeakMap<Element, RenderedNode>();

/**
 * Shows a text where another, or an earlier version of it, may be shown. What the renderer made the same stays the very same node,
 * with all that was drawn, unfolded, selected or focused in it, and only what differs is exchanged. Which that is, is judged by what
 * was rendered, never by what stands there now.
 * @param text from `renderMarkdown`: clean, and what is new in the page is its nodes. It is used up.
 */
export function changeText(place: Element, text: HTMLElement): void {
  const now = renderedTree(text);
  const before = shown.get(place);
  if (before?.node.parentNode !== place) {
    place.replaceChildren(text);
    shown.set(place, now);
    return;
  }
  const { activeElement } = document;
  shown.set(place, changed(before, now, numbering()));
  // What was moved lost it.
  if (activeElement instanceof HTMLElement && activeElement !== document.activeElement && place.contains(activeElement))
    activeElement.focus({ preventScroll: true });
}

type NumberOf = (node: RenderedNode) => number;

/** Makes of a node in the page what another of its kind is; returns what stands there now. */
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

/** A node that is the same; only the lines of its tasks may be others. */
function kept(before: RenderedNode, now: RenderedNode): RenderedNode {
  becomeTask(before.node, now.node);
  before.children.forEach((child, at) => {
    const same = now.children[at];
    if (same) kept(child, same);
  });
  return before;
}

/** Those that were not rendered, such as what was unfolded, are left alone. */
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
