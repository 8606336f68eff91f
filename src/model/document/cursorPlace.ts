import { documentFields, type FieldName, isFieldName } from './documentFields.ts';

/** Where the cursor is in a document, and what would be replaced there. */
export type CursorPlace =
  | { readonly kind: 'key'; readonly start: number; readonly end: number; readonly taken: readonly string[] }
  | { readonly kind: 'value'; readonly field: FieldName; readonly start: number; readonly end: number }
  /** `line` is the text of the line before the cursor. */
  | { readonly kind: 'body'; readonly line: string };

/** Up to the second line of `---`, or to the end. */
const fieldPart = /^\uFEFF?---[ \t]*\r?\n(?:(?!---[ \t]*(?:\r?\n|$))[^\n]*(?:\n|$))*/;
const keyLine = /^([A-Za-z][\w-]*)[ \t]*:[ \t]*/;

/** Undefined where nothing can be completed. */
export function cursorPlace(text: string, offset: number): CursorPlace | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(lineStart, offset);
  const fields = fieldPart.exec(text)?.[0];
  if (fields === undefined || lineStart > fields.length) return { kind: 'body', line };
  if (lineStart === 0) return undefined;
  const before = text.slice(0, lineStart).split(/\r?\n/).slice(0, -1);
  const rest = /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? '';
  const found = keyLine.exec(line);
  if (found) return valueAt(found[1] ?? '', line, found[0].length, lineStart, rest);
  const item = /^[ \t]*-[ \t]*/.exec(line);
  const above = item && before.findLast((each) => keyLine.test(each));
  const [, key = ''] = keyLine.exec(above ?? '') ?? [];
  if (item) return valueAt(key, line, item[0].length, lineStart, rest);
  if (!/^\w*$/.test(line)) return undefined;
  const taken = before.flatMap((each) => keyLine.exec(each)?.[1]?.toLowerCase() ?? []);
  const after = /^[\w-]*(?:[ \t]*:[ \t]*)?/.exec(rest)?.[0].length ?? 0;
  return { kind: 'key', start: lineStart, end: offset + after, taken };
}

/** The item of a list around the cursor, or the rest of a line. */
function valueAt(key: string, line: string, from: number, lineStart: number, rest: string): CursorPlace | undefined {
  const field = key.toLowerCase();
  if (!isFieldName(field)) return undefined;
  const isItem = documentFields[field] === 'list' && !/^[ \t]*-/.test(line);
  const start = isItem ? itemStart(line, from) : from;
  const after = isItem ? (/^[^,\]]*/.exec(rest)?.[0].trimEnd().length ?? 0) : rest.trimEnd().length;
  return { kind: 'value', field, start: lineStart + start, end: lineStart + line.length + after };
}

function itemStart(line: string, from: number): number {
  let start = from;
  let isQuoted = false;
  for (let at = from; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === ',' || (character === '[' && at === from))) start = at + 1;
  }
  return start + (/^[ \t]*/.exec(line.slice(start))?.[0].length ?? 0);
}
