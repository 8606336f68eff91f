const plain = /^[\x20-\x7e\n]*$/;
/** Combining accents of the scripts that use them as such; those of Japanese and Indian scripts make other letters. */
const accents = /[\u0300-\u036f]/g;

/** A text as it is compared when people search: `Müller` and `muller` are the same. */
export function foldedText(text: string): string {
  const lower = text.toLowerCase();
  return plain.test(text) ? lower : lower.normalize('NFD').replace(accents, '');
}
