import UFuzzy from '@leeoniya/ufuzzy';

/** Shorter words are similar to almost everything: they must be there as they are. */
const fewestLetters = 3;
/** In a longer word people make mistakes; a shorter one is an abbreviation: `srch`. */
const longestAbbreviation = 4;
/** Letters that an abbreviation may leave out between two of its own. */
const mostLeftOut = 2;
/** Putting more in order would be felt at a key, and whoever finds so many types on. */
const mostRanked = 200;

/* eslint-disable @typescript-eslint/no-unsafe-enum-assignment -- the library's enums are there in its types alone */
const oneSlip: UFuzzy.IntraMode.SingleError = 1;
const strictly: UFuzzy.BoundMode.Strict = 2;
/* eslint-enable @typescript-eslint/no-unsafe-enum-assignment */
const same = (text: string) => text;
/** Latin ones have no accents any more. */
const letters = 'a-zßæðøþł\u0370-\u03ff\u0400-\u052f';
// A capital letter within a word begins no other one: all are folded to lower case.
const anywhere = { alpha: letters, intraSplit: '', toUpper: same, toLower: same, compare: () => 0 } as const;
/** A match begins where a word does. Of other scripts than Latin JavaScript does not know where that is. */
const atStart = { ...anywhere, interLft: strictly } as const;
const matchers = {
  latin: {
    mistyped: new UFuzzy({ ...atStart, intraMode: oneSlip }),
    abbreviated: new UFuzzy({ ...atStart, intraIns: mostLeftOut }),
  },
  other: {
    mistyped: new UFuzzy({ ...anywhere, intraMode: oneSlip }),
    abbreviated: new UFuzzy({ ...anywhere, intraIns: mostLeftOut }),
  },
} as const;

/**
 * Where titles have each of the words but for a slip (a letter too many, too few, another, two in the wrong order), or, of a
 * short word, the letters in their order (`srch` in "Search"). The closest first, unless there are very many. Numbers and what
 * begins with GitLab's marks are similar to nothing.
 * @param titles folded, as are the words.
 */
export function fuzzyMatches(titles: string[], words: readonly string[]): readonly number[] {
  if (!words.some((word) => word.length >= fewestLetters) || words.some((word) => /^[\d#@~%!&-]/.test(word))) return [];
  let places: number[] | undefined;
  let found: readonly Matched[] = [];
  // The longest leaves the fewest for the others.
  for (const word of words.toSorted((a, b) => b.length - a.length)) {
    const matched = matchedOf(titles, word, places);
    // Of words in other scripts still nothing is known to be similar; a bracket alone is no word.
    if (!matched && /[\p{L}\p{N}]/u.test(word)) return [];
    if (!matched) continue;
    places = matched.places;
    if (places.length === 0) return [];
    found = [...found, matched];
  }
  if (!places || places.length > mostRanked) return places ?? [];
  return ranked(places, titles, found);
}

interface Matched {
  readonly word: string;
  readonly matcher: UFuzzy;
  readonly places: number[];
}

/** @returns undefined where there is nothing of a word to look for. */
function matchedOf(titles: string[], word: string, among: number[] | undefined): Matched | undefined {
  const { mistyped, abbreviated } = /^[\x20-\x7e]*$/.test(word) ? matchers.latin : matchers.other;
  const isShort = word.length >= fewestLetters && word.length <= longestAbbreviation;
  for (const matcher of isShort ? [abbreviated, mistyped] : [mistyped]) {
    const places = matcher.filter(titles, word, among);
    if (!places) return undefined;
    if (places.length > 0 || matcher === mistyped) return { word, matcher, places };
  }
  return undefined;
}

/** By how many of the words' letters are there without a break, then by how many others are between them. */
function ranked(places: number[], titles: string[], found: readonly Matched[]): readonly number[] {
  const distances = new Map(places.map((place) => [place, 0]));
  for (const { word, matcher } of found) {
    const { idx, chars, intraIns } = matcher.info(places, titles, word);
    for (const [i, place] of idx.entries())
      distances.set(place, (distances.get(place) ?? 0) - (chars[i] ?? 0) + (intraIns[i] ?? 0) / 100);
  }
  return places.toSorted((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0));
}
