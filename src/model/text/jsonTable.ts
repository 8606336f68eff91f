import { deepestJson, longestJsonTable, longestParagraph, mostTableCells } from '../limits.ts';

/** A table that a text describes in JSON. */
export interface JsonTable {
  readonly columns: readonly { readonly label: string; readonly isSortable: boolean }[];
  readonly rows: readonly (readonly string[])[];
  /** Undefined for GitLab's own caption. */
  readonly caption: string | undefined;
  /** Whether the user can filter the rows. */
  readonly hasFilter: boolean;
  /** Whether the cells and the caption are Markdown. */
  readonly isMarkdown: boolean;
}

type Item = Readonly<Record<string, unknown>>;
interface Field {
  readonly key: string;
  readonly label: string;
  readonly isSortable: boolean;
}

/**
 * Reads a JSON table as GitLab does. Undefined if it isn't valid, or too large.
 * https://docs.gitlab.com/user/markdown/#json-tables, and `json_table.vue` and `json_table_filter.rb` in GitLab
 */
export function readJsonTable(source: string): JsonTable | undefined {
  if (source.length > longestJsonTable) return undefined;
  const json = parsed(source);
  if (!isItem(json) || !isWithin(json, deepestJson)) return undefined;
  const { fields: given = [], items = [], filter, markdown, caption } = json;
  if (!Array.isArray(given) || !Array.isArray(items) || !items.every(isItem)) return undefined;
  const fields = fieldsOf(given, items);
  if ((items.length + 1) * (fields.length + 1) > mostTableCells) return undefined;
  const table = {
    columns: fields,
    rows: items.map((item) => fields.map(({ key }) => textOf(item, key))),
    caption: caption ? textOf(json, 'caption') : undefined,
    hasFilter: Boolean(filter),
    // GitLab renders the others as if they weren't Markdown.
    isMarkdown: Boolean(markdown) && items.length > 0 && given.every(isItem),
  };
  const texts = [table.caption ?? '', ...fields.map(({ label }) => label), ...table.rows.flat()];
  return texts.some((text) => text.length > longestParagraph) ? undefined : table;
}

function parsed(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWithin(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isWithin(inner, depth - 1));
}

/** As in the table component that GitLab uses (`normalizeFields`): without fields, those of the first item. */
function fieldsOf(given: readonly unknown[], items: readonly Item[]): Field[] {
  const named = given.flatMap((field) => {
    if (typeof field === 'string') return field === '' ? [] : [fieldOf(field, undefined, false)];
    const key = isItem(field) ? field['key'] : undefined;
    return isItem(field) && typeof key === 'string' && key !== ''
      ? [fieldOf(key, field['label'], Boolean(field['sortable']))]
      : [];
  });
  const fields = named.length > 0 ? named : Object.keys(items[0] ?? {}).map((key) => fieldOf(key, undefined, false));
  return [...new Map(fields.toReversed().map((field) => [field.key, field])).values()].toReversed();
}

function fieldOf(key: string, label: unknown, isSortable: boolean): Field {
  return { key, label: typeof label === 'string' ? label : startCase(key), isSortable };
}

/** `starts_at` and `startsAt` become `Starts At`. */
function startCase(key: string): string {
  return key
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/(^|\s)(\w)/g, (_all, space: string, letter: string) => space + letter.toUpperCase());
}

function textOf(item: Item, key: string): string {
  const value = Object.hasOwn(item, key) ? item[key] : undefined;
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
