const plain = /^[\x20-\x7e\n]*$/;
/** Combining accents. Excludes the marks of Japanese and Indic scripts, because those change the letter. */
const accents = /[\u0300-\u036f]/g;

/** Normalizes a text for searching, so `Müller` and `muller` match. */
export function foldedText(text: string): string {
  const lower = text.toLowerCase();
  return plain.test(text) ? lower : lower.normalize('NFD').replace(accents, '');
}
