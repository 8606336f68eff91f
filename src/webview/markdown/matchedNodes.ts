import { diffComm } from 'node-diff3';
import type { RenderedNode } from './renderedTree.ts';

type Nodes = readonly RenderedNode[];
/** A node and its replacement. */
export type Match = readonly [before: RenderedNode, now: RenderedNode];
type KeyOf = (node: RenderedNode) => string | undefined;

export interface Matches {
  readonly inOrder: readonly Match[];
  /** Pairs of equal nodes in a different order. */
  readonly moved: readonly Match[];
}

/** The maximum number of pairs to compare, which takes a few hundredths of a second. */
const mostPairs = 5_000;
const beginningLength = 40;

/**
 * Matches the nodes in an element with their replacements. Equal nodes match first, then nodes with the same text
 * (such as a task that was checked), then nodes that start with the same text, then nodes of the same kind.
 */
export function matchedNodes(before: Nodes, now: Nodes, numberOf: (node: RenderedNode) => number): Matches {
  const same = commonInOrder(before, now, (node) => (isElement(node) ? String(numberOf(node)) : undefined));
  const moved = sameElsewhere(without(before, same), without(now, same), numberOf);
  const inOrder = between(same, without(before, moved), without(now, moved), [words, beginning, kind]);
  return { inOrder, moved };
}

/** Adds matches between the existing ones, by each key in turn. */
function between(matches: readonly Match[], before: Nodes, now: Nodes, keys: readonly KeyOf[]): Match[] {
  const [key, ...others] = keys;
  if (!key) return [...matches];
  let [oldAt, newAt] = [0, 0];
  const ends = [...matches.map((match) => ({ match })), { match: undefined }];
  return ends.flatMap(({ match }) => {
    const oldEnd = match ? before.indexOf(match[0], oldAt) : before.length;
    const newEnd = match ? now.indexOf(match[1], newAt) : now.length;
    const [olds, news] = [before.slice(oldAt, oldEnd), now.slice(newAt, newEnd)];
    [oldAt, newAt] = [oldEnd + 1, newEnd + 1];
    const found = olds.length > 0 && news.length > 0 ? between(commonInOrder(olds, news, key), olds, news, others) : [];
    return match ? [...found, match] : found;
  });
}

/** Returns the longest common subsequence of two lists, compared by a key. */
function commonInOrder(before: Nodes, now: Nodes, keyOf: KeyOf): Match[] {
  const [olds, news] = [keyed(before, keyOf), keyed(now, keyOf)];
  const shorter = Math.min(olds.length, news.length);
  let head = 0;
  while (head < shorter && olds[head]?.key === news[head]?.key) head += 1;
  let tail = 0;
  while (tail < shorter - head && olds.at(-1 - tail)?.key === news.at(-1 - tail)?.key) tail += 1;
  const oldKeys = olds.slice(head, olds.length - tail).map(({ key }) => key);
  const newKeys = news.slice(head, news.length - tail).map(({ key }) => key);
  const runs = [{ equal: head, gone: 0, come: 0 }, ...runsOf(oldKeys, newKeys), { equal: tail, gone: 0, come: 0 }];
  let [oldAt, newAt] = [0, 0];
  return runs.flatMap(({ equal, gone, come }) => {
    const [from, to] = [olds.slice(oldAt, oldAt + equal), news.slice(newAt, newAt + equal)];
    [oldAt, newAt] = [oldAt + equal + gone, newAt + equal + come];
    return from.flatMap(({ node }, at) => (to[at] ? [[node, to[at].node] as const] : []));
  });
}

function keyed(nodes: Nodes, keyOf: KeyOf): { readonly node: RenderedNode; readonly key: string }[] {
  return nodes.flatMap((node) => {
    const key = keyOf(node);
    return key === undefined ? [] : [{ node, key }];
  });
}

/** Numbers of entries: equal ones, or removed and added ones. */
interface Run {
  readonly equal: number;
  readonly gone: number;
  readonly come: number;
}

function runsOf(olds: readonly string[], news: readonly string[]): Run[] {
  if (pairs(olds, news) > mostPairs) return [{ equal: 0, gone: olds.length, come: news.length }];
  return diffComm([...olds], [...news]).map((run) =>
    'common' in run
      ? { equal: run.common.length, gone: 0, come: 0 }
      : { equal: 0, gone: run.buffer1.length, come: run.buffer2.length },
  );
}

function pairs(some: readonly string[], others: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const key of others) counts.set(key, (counts.get(key) ?? 0) + 1);
  return some.reduce((sum, key) => sum + (counts.get(key) ?? 0), 0);
}

function sameElsewhere(before: Nodes, now: Nodes, numberOf: (node: RenderedNode) => number): Match[] {
  const left = Map.groupBy(before.filter(isElement), numberOf);
  return now.flatMap((node) => {
    const old = isElement(node) ? left.get(numberOf(node))?.shift() : undefined;
    return old ? [[old, node] as const] : [];
  });
}

function without(nodes: Nodes, matches: readonly Match[]): Nodes {
  const matched = new Set(matches.flat());
  return nodes.filter((node) => !matched.has(node));
}

function isElement({ node }: RenderedNode): boolean {
  return node instanceof Element;
}

function words(rendered: RenderedNode): string | undefined {
  const text = isElement(rendered) && !rendered.isWhole ? textOf(rendered).trim() : '';
  return text === '' ? undefined : `${rendered.node.nodeName} ${text}`;
}

function beginning(rendered: RenderedNode): string | undefined {
  return words(rendered)?.slice(0, beginningLength);
}

function kind({ node, isWhole }: RenderedNode): string | undefined {
  return isWhole ? undefined : node.nodeName;
}

function textOf({ node, children }: RenderedNode): string {
  return node instanceof Text ? node.data : children.map((child) => textOf(child)).join('');
}
