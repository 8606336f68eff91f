import { deepestElement, deepestLayout, mostElements, mostFontChanges, mostTurns } from '../../model/limits.ts';

/** A part of a text isn't rendered, because the page would be too slow. It is shown as plain text. */
export class TooComplex extends Error {}

/** Elements that a browser lays out several times at each level of nesting. */
export const costly = new Set(['details', 'pre', 'ruby', 'table']);

/** A browser closes these itself where the next one starts. They can be nested only in other elements. */
const closedByBrowser = new Set([
  ...['p', 'li', 'dt', 'dd', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption', 'colgroup', 'col'],
  ...['br', 'hr', 'img', 'wbr', 'input', 'source', 'link', 'meta'],
]);
/** In these, tags may not be tags, and what looks like the end of an element that is open around them may not be one. */
const otherContent = new Set([
  ...['svg', 'math', 'script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes', 'noscript'],
  ...['plaintext', 'select'],
]);
const tag = /<(\/?)([a-z][^\s/>]*)|<!--(?:-?>|[\s\S]*?(?:--!?>|$))|<[!?/][^>]*/giy;
const attribute = /[\s/]*(?:>|[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>][^\s>]*)?)?)/y;

/**
 * Throws if HTML has too many tags, or too many open ones, to parse it. Reads tags as a browser does. Where that takes
 * more than a tag, it counts too many.
 */
export function refuseTags(html: string): void {
  // The open elements that can still be closed.
  const open = new Map<string, number>();
  let [count, depth, layouts] = [0, 0, 0];
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    tag.lastIndex = at;
    const [whole = '<', slash, written] = tag.exec(html) ?? [];
    at += whole.length;
    if (whole.startsWith('<![')) open.clear();
    if (written === undefined) continue;
    at = endOfTag(html, at);
    const name = written.toLowerCase();
    if (slash === '') refuseOver(mostElements, (count += 1));
    if (slash === '' && otherContent.has(name)) open.clear();
    if (closedByBrowser.has(name)) continue;
    const before = open.get(name) ?? 0;
    const change = slash === '' ? 1 : before > 0 ? -1 : 0;
    open.set(name, before + change);
    refuseOver(deepestElement, (depth += change));
    if (costly.has(name)) refuseOver(deepestLayout, (layouts += change));
  }
}

function endOfTag(html: string, start: number): number {
  attribute.lastIndex = start;
  for (let found = attribute.exec(html); found; found = attribute.exec(html)) {
    if (found[0].endsWith('>')) break;
  }
  return attribute.lastIndex === 0 ? html.length : attribute.lastIndex;
}

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Throws if the direction of the letters changes too often, because a browser lays out the text between separately. */
export function refuseTurns(source: string): void {
  if (!rightToLeft.test(source)) return;
  let [turns, before] = [0, false];
  for (const [letter] of source.matchAll(/\p{L}/gu)) {
    const now = rightToLeft.test(letter);
    if (now !== before) refuseOver(mostTurns, (turns += 1));
    before = now;
  }
}

/** Characters that are often in other fonts than those beside them. An emoji takes longer. */
const otherFonts: readonly (readonly [RegExp, weight: number])[] = [
  [/\p{Emoji_Presentation}/u, 4],
  [/\p{Script=Han}/u, 1],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 1],
  [/\p{Script=Hangul}/u, 1],
  // Those from right to left have a limit of their own.
  [
    /[^\p{Script=Common}\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u,
    1,
  ],
];

/** Throws if the characters of a block are in other fonts too often, because a browser lays them out separately. */
export function refuseFontChanges(content: string): void {
  refuseOver(mostFontChanges, fontChangesIn(content));
}

/** How often the font of a text changes, with the weights above. A little more than {@link mostFontChanges} at most. */
export function fontChangesIn(content: string): number {
  if (!otherFonts.some(([characters]) => characters.test(content))) return 0;
  let [changes, before] = [0, -1];
  for (const character of content) {
    const font = otherFonts.findIndex(([characters]) => characters.test(character));
    if (font !== before) changes += otherFonts[font]?.[1] ?? 0;
    if (changes > mostFontChanges) break;
    before = font;
  }
  return changes;
}

export function refuseOver(most: number, count: number): void {
  if (count > most) throw new TooComplex(`${count} is more than ${most}.`);
}
