import type { Mark } from './marks.ts';

/** A node of a text as the renderer made it: what stands in the page may have been drawn, named, unfolded or ticked since. */
export interface RenderedNode {
  readonly node: Node;
  /** Its name, its attributes and its mark, or the words of a text: all but what is in it. */
  readonly look: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Whether no other can be made of it: it stays as it is, or goes. */
  readonly isWhole: boolean;
  readonly children: readonly RenderedNode[];
}

const marks = new WeakMap<Node, Mark>();

/** Of an element that is drawn by what its mark says: with another mark it is another. */
export function noteWhole(element: Element, mark: Mark): void {
  marks.set(element, mark);
}

/** A text and all that is in it, before anything is drawn in it. */
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

/** Gives nodes that are the same, with all that is in them, the same number. */
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
