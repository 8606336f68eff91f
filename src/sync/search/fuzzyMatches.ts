import UFuzzy from '@leeoniya/ufuzzy';

/** Shorter words are similar to almost everything. They must match exactly. */
const fewestLetters = 3;
/** The longest abbreviation, such as `srch`. Longer words may contain typing errors. */
const longestAbbreviation = 4;
/** Letters that an abbreviation can omit between two of its own. */
const mostLeftOut = 2;
/** Ranking more matches would delay typing. A user with that many matches keeps typing. */
const mostRanked = 200;

/* eslint-disable @typescript-eslint/no-unsafe-enum-assignment -- the library has its enums only in its types */
const oneSlip: UFuzzy.IntraMode.SingleError = 1;
const strictly: UFuzzy.BoundMode.Strict = 2;
/* eslint-enable @typescript-eslint/no-unsafe-enum-assignment */
const same = (text: string) => text;
/** Folded Latin letters have no accents. */
const letters = 'a-zßæðøþł\u0370-\u03ff\u0400-\u052f';
// All text is folded to lower case, so capital letters do not start a new word.
const anywhere = { alpha: letters, intraSplit: '', toUpper: same, toLower: same, compare: () => 0 } as const;
/** A match begins at a word. JavaScript does not detect word boundaries in other scripts than Latin. */
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
 * Finds titles that contain every word, allowing one typing error per word (a letter added, missing, replaced, or
 * swapped with the next). For short words, the letters only have to appear in order (`srch` in "Search"). The closest
 * matches come first, unless there are very many. Numbers and words with GitLab's reference characters must match
 * exactly.
 * @param titles folded, like the words.
 */
export function fuzzyMatches(titles: string[], words: readonly string[]): readonly number[] {
  if (!words.some((word) => word.length >= fewestLetters) || words.some((word) => /^[\d#@~%!&-]/.test(word))) return [];
  let places: number[] | undefined;
  let found: readonly Matched[] = [];
  // Start with the longest word, which leaves the fewest titles for the others.
  for (const word of words.toSorted((a, b) => b.length - a.length)) {
    const matched = matchedOf(titles, word, places);
    // Words in other scripts have no similar matches, and a bracket alone is not a word.
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

/** @returns undefined if a word has nothing to search for. */
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

/** Sorts by the number of consecutive letters of the words, then by the letters between them. */
function ranked(places: number[], titles: string[], found: readonly Matched[]): readonly number[] {
  const distances = new Map(places.map((place) => [place, 0]));
  for (const { word, matcher } of found) {
    const { idx, chars, intraIns } = matcher.info(places, titles, word);
    for (const [i, place] of idx.entries())
      distances.set(place, (distances.get(place) ?? 0) - (chars[i] ?? 0) + (intraIns[i] ?? 0) / 100);
  }
  return places.toSorted((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0));
}
