import { SearchTerms } from './searchTerms.ts';

/** A text that shares terms with a title. */
export interface Similar<K> {
  readonly key: K;
  /** How much of the title's meaning the text has, from 0 to 1. */
  readonly share: number;
  /** The number of different terms that they share. */
  readonly terms: number;
}

/** How often a term counts in a title, compared to a description. */
const titleWeight = 3;
/** How soon more of the same term counts less (`k1` of BM25), and how much the length of a text counts (`b`). */
const saturation = 1.2;
const lengthInfluence = 0.75;
/** A posting is the place of a text and, in the last bits, the weight of the term in it. */
const weights = 256;
/** Only the beginning of a description counts. It states the problem, and what follows are mostly steps and logs. */
const mostCharacters = 1_000;

/**
 * Ranks texts by how well they cover a title: BM25 with weighted fields, divided by the highest possible score of the
 * title (https://en.wikipedia.org/wiki/Okapi_BM25). The work of a search depends on how frequent the terms are, and the
 * work of a change on the length of the text.
 */
export class SimilarityIndex<K> {
  private readonly terms = new SearchTerms();
  private readonly postings = new Map<string, number[]>();
  private readonly keys: (K | undefined)[] = [];
  private readonly lengths: number[] = [];
  private readonly places = new Map<K, number>();
  private totalLength = 0;

  private get size(): number {
    return this.places.size;
  }

  /** Adds a text, or replaces it. */
  set(key: K, title: string, description: string): void {
    this.delete(key);
    const counts = new Map<string, number>();
    let length = 0;
    const count = (text: string, weight: number) => {
      for (const term of this.terms.of(text)) {
        counts.set(term, Math.min((counts.get(term) ?? 0) + weight, weights - 1));
        length += weight;
      }
    };
    count(title, titleWeight);
    count(description.slice(0, mostCharacters), 1);
    const place = this.keys.push(key) - 1;
    this.places.set(key, place);
    this.lengths.push(length);
    this.totalLength += length;
    for (const [term, weight] of counts) {
      const posting = place * weights + weight;
      const others = this.postings.get(term);
      if (others) others.push(posting);
      else this.postings.set(term, [posting]);
    }
  }

  delete(key: K): void {
    const place = this.places.get(key);
    if (place === undefined) return;
    this.places.delete(key);
    // Its postings stay, because removing them would visit every term.
    this.keys[place] = undefined;
    this.totalLength -= this.lengths[place] ?? 0;
  }

  /** Finds the texts that cover most of a title, best first. */
  find(title: string, most: number): readonly Similar<K>[] {
    const scores = new Map<number, { score: number; terms: number }>();
    const averageLength = this.totalLength / Math.max(this.size, 1);
    const wanted = new Set(this.terms.of(title));
    for (const term of wanted) {
      const rarity = this.rarityOf(term);
      for (const posting of this.postings.get(term) ?? []) {
        const place = posting >>> 8;
        const weight = posting & (weights - 1);
        const length = (this.lengths[place] ?? 0) / averageLength;
        const share = weight / (weight + saturation * (1 - lengthInfluence + lengthInfluence * length));
        const known = scores.get(place);
        if (known) {
          known.score += rarity * share;
          known.terms += 1;
        } else scores.set(place, { score: rarity * share, terms: 1 });
      }
    }
    const highest = this.rarityOfAll(wanted);
    const found: Similar<K>[] = [];
    for (const [place, { score, terms }] of [...scores].sort(([, a], [, b]) => b.score - a.score)) {
      const key = this.keys[place];
      if (key === undefined) continue;
      if (found.push({ key, share: score / highest, terms }) === most) break;
    }
    return found;
  }

  /** How much of their meaning two titles have in common, from 0 to 1. */
  overlap(title: string, other: string): number {
    const [one, two] = [new Set(this.terms.of(title)), new Set(this.terms.of(other))];
    const common = this.rarityOfAll([...one].filter((term) => two.has(term)));
    return common === 0 ? 0 : (2 * common) / (this.rarityOfAll(one) + this.rarityOfAll(two));
  }

  /** The weight of a term. Common terms say little. */
  private rarityOf(term: string): number {
    return Math.log(1 + (this.size + 0.5) / ((this.postings.get(term)?.length ?? 0) + 0.5));
  }

  private rarityOfAll(terms: Iterable<string>): number {
    let sum = 0;
    for (const term of terms) sum += this.rarityOf(term);
    return sum;
  }
}
