import { isQuoted } from './frontMatterValue.ts';
import type { FieldName } from './documentFields.ts';

/** The values of fields. Undefined leaves a field out, and an empty text or list leaves its value to the user. */
export type FieldValues = Readonly<Partial<Record<FieldName, string | readonly string[] | undefined>>>;

/** Formats a document so that reading it returns the same texts. */
export function formatDocument(fields: FieldValues, body: string): string {
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${formatValue(value)}`],
  );
  return ['---', ...lines, '---', '', body].join('\n');
}

function formatValue(value: string | readonly string[]): string {
  return typeof value === 'string' ? formatText(value) : `[${value.map(formatItem).join(', ')}]`;
}

/** A text on one line. It has quotes only where it wouldn't be read as it is. */
export function formatText(text: string): string {
  return text !== text.trim() || isQuoted(text) || hasLineBreak.test(text) ? quoted(text) : text;
}

/** An item of a list in brackets. */
export function formatItem(text: string): string {
  return text !== text.trim() || text === '' || /^["']|[,[\]]/.test(text) || hasLineBreak.test(text)
    ? quoted(text)
    : text;
}

/** Everything that an editor takes for the end of a line, and what no text file can contain. */
const hasLineBreak = /[\p{Cc}\u2028\u2029\ufeff]|\p{Cs}/u;

/** The quotes of JSON are those of YAML. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
