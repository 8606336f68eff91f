import type { Mark } from './marks.ts';

/** A node of a text as rendered. In the page, it may have been drawn, resolved, expanded, or checked since. */
export interface RenderedNode {
  readonly node: Node;
  /** Its name, attributes, and mark, or the words of a text: everything except its content. */
  readonly look: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Whether it can't be updated: it stays unchanged, or is removed. */
  readonly isWhole: boolean;
  readonly children: readonly RenderedNode[];
}

const marks = new WeakMap<Node, Mark>();

/** An element that is drawn from its mark. With another mark it is another element. */
export function noteWhole(element: Element, mark: Mark): void {
  marks.set(element, mark);
}

/** A text with its content, before anything is drawn in it. */
export function renderedTree(node: Node): RenderedNode {
  const mark = marks.get(node);
  const attributes =
    node instanceof Element ? [...node.attributes].map(({ name, value }) => [name, value] as const) : [];
  return {
    node,
    look: JSON.stringify([node.nodeName, node.nodeValue, attributes, mark]),
    attributes: new Map(attributes),
    isWhole: mark !== undefined,
    children: [...node.childNodes].map((child) => renderedTree(child)),
  };
}

/** Assigns the same number to equal nodes with equal content. */
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
