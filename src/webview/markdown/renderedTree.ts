import type { Steps } from '../drawing/slices.ts';
import type { Mark } from './marks.ts';

/**
 * A node of a text as rendered. In the page, the node may look different since: drawn, resolved, expanded, or
 * checked.
 */
export interface RenderedNode {
  readonly node: Node;
  /**
   * Identifies everything but the children: the name, attributes, and mark of an element, or the text of a text node.
   */
  readonly look: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Whether the page can only keep or replace it, and never update it. */
  readonly isWhole: boolean;
  readonly children: readonly RenderedNode[];
}

const marks = new WeakMap<Node, Mark>();

/** Marks an element that is drawn from its mark. With a different mark it counts as a different element. */
export function noteWhole(element: Element, mark: Mark): void {
  marks.set(element, mark);
}

/** Records a node and its children. Call it before anything is drawn in them. */
export function* renderedTree(node: Node): Steps<RenderedNode> {
  const mark = marks.get(node);
  const attributes =
    node instanceof Element ? [...node.attributes].map(({ name, value }) => [name, value] as const) : [];
  const children: RenderedNode[] = [];
  for (const child of node.childNodes) {
    children.push(yield* renderedTree(child));
    yield;
  }
  return {
    node,
    look: JSON.stringify([node.nodeName, node.nodeValue, attributes, mark]),
    attributes: new Map(attributes),
    isWhole: mark !== undefined,
    children,
  };
}

/** Returns a function that assigns the same number to equal nodes with equal children. */
export function numbering(): (node: RenderedNode) => number {
  const numbers = new Map<string, number>();
  const known = new Map<RenderedNode, number>();
  const numberOf = (node: RenderedNode): number => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const key = `${node.children.map(numberOf).join()} ${node.look}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    known.set(node, number);
    return number;
  };
  return numberOf;
}
