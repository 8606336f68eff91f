import { phrases } from './phrases.ts';
import { type ReadablePart, readableParts } from './readableParts.ts';

/** Texts by other authors, and the phrase list itself. */
const notOurs = /^test\/(gitlab\/(seed|contract)|webview\/texts|writing)\//;

/**
 * Returns the phrases to reword in a file, as `file:line: …`.
 * @param path relative to the repository root, with forward slashes
 */
export function findPhrases(path: string, read: () => string): readonly string[] {
  if (notOurs.test(path)) return [];
  return partsOf(path, read).flatMap(({ text, line }) =>
    phrases.flatMap(({ pattern, instead }) => {
      const match = pattern.exec(withoutCode(text));
      return match ? [`${path}:${line}: '${match[0].trim()}' → ${instead}`] : [];
    }),
  );
}

function partsOf(path: string, read: () => string): readonly ReadablePart[] {
  if (/^src\/.*\.tsx?$/.test(path)) return readableParts(path, read(), 'comments and strings');
  if (/^test\/.*\.tsx?$/.test(path)) return readableParts(path, read(), 'comments and titles');
  if (/^[\w./-]+\.(md|css|mjs)$|^(package\.nls\.json)$/.test(path)) return lines(read());
  return [];
}

/** A phrase can continue on the next line of a document. */
function lines(text: string): readonly ReadablePart[] {
  const all = text.split('\n');
  return all.map((line, index) => ({ text: line, line: index + 1 }));
}

/** Joins the lines of a text. Removes comment asterisks and code in backticks. */
function withoutCode(text: string): string {
  return text.replaceAll(/`[^`\n]*`/g, '``').replaceAll(/\s+(\*|\/\/)?\s*/g, ' ');
}
