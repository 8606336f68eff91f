import { stemmer } from 'stemmer';
import { foldedText } from '../../model/text/foldedText.ts';

/** Words that say nothing about the subject of an issue. Contractions are without their apostrophe. */
const stopWords = new Set(
  `a about after again all also although always am an and any are arent as at be because been before being but by can
  cannot cant could couldnt did didnt do does doesnt doing dont each either even ever every for from get gets getting
  give gives had has hasnt have havent having he her here him his how however i if im in instead into is isnt it its ive
  just let like make makes many may me might more most much must my need needs never no nor not now of off on only onto
  or other our out over own please rather same she should shouldnt so some such than that thats the their them then
  there these they thing things this those through to too under until upon us very via want wants was wasnt way we were
  werent what when where whether which while who whose why will with within without wont would wouldnt yet you your`.split(
    /\s+/,
  ),
);
const links = /https?:\/\/\S+/g;
const apostrophes = /['’]/g;
/** A word, an identifier such as `copy_memory`, a version, or a file name. */
const words = /[\p{L}\p{N}\p{M}]+(?:[._][\p{L}\p{N}\p{M}]+)*/gu;
const humps = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
/** Scripts that are written without spaces, in which two characters are about a word. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * Splits texts into the terms by which similar texts are found. Words are reduced to their stems (`crashes` and
 * `crashed` are one term), and the parts of an identifier are terms too.
 */
export class SearchTerms {
  /** The terms of each word so far, because texts repeat their words. */
  private readonly known = new Map<string, readonly string[]>();

  of(text: string): readonly string[] {
    const found: string[] = [];
    for (const [word] of text.replace(links, ' ').replace(apostrophes, '').matchAll(words)) {
      let terms = this.known.get(word);
      if (!terms) {
        terms = termsOf(word);
        this.known.set(word, terms);
      }
      found.push(...terms);
    }
    return found;
  }
}

function termsOf(word: string): string[] {
  if (unspaced.test(word)) return pairsOf(word);
  // Versions and numbers have no parts that mean anything.
  if (/^\p{N}/u.test(word)) return [foldedText(word)];
  const parts = word.split(/[._]/).flatMap((part) => part.split(humps));
  const whole = parts.length > 1 && !word.includes('.') ? [word] : [];
  return [...whole, ...parts.filter((part) => part.length > 1)]
    .map(foldedText)
    .filter((part) => !stopWords.has(part))
    .map((part) => (/^[a-z]+$/.test(part) ? stemmer(part) : part));
}

function pairsOf(word: string): string[] {
  const letters = Array.from(word);
  if (letters.length === 1) return letters;
  return letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);
}
