import * as l10n from '@vscode/l10n';
import type { JsonTableMark } from './marks.ts';

type Direction = 'ascending' | 'descending';

const byText = new Intl.Collator(undefined, { numeric: true });

/** Adds what the user can change to a table in JSON: buttons that sort the rows, and a field that filters them. */
export function enlivenJsonTable(table: HTMLElement, { isSortable, hasFilter }: JsonTableMark): HTMLElement {
  const box = document.createElement('div');
  box.className = 'md-json-table';
  table.replaceWith(box);
  box.append(table);
  if (!(table instanceof HTMLTableElement)) return box;
  const headers = [...(table.tHead?.rows[0]?.cells ?? [])];
  headers.forEach((header, column) => {
    header.scope = 'col';
    if (isSortable[column] === true) makeSortable(table, headers, column);
  });
  if (hasFilter) box.prepend(createFilter(table));
  if (rowsOf(table).length === 0) box.append(sentence(l10n.t('No rows')));
  return box;
}

function makeSortable(table: HTMLTableElement, headers: readonly HTMLElement[], column: number): void {
  const header = headers[column];
  if (!header) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'md-table-sort';
  button.append(...header.childNodes);
  header.append(button);
  header.setAttribute('aria-sort', 'none');
  button.addEventListener('click', () => {
    const direction = header.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
    for (const other of headers) if (other.hasAttribute('aria-sort')) other.setAttribute('aria-sort', 'none');
    header.setAttribute('aria-sort', direction);
    sort(table, column, direction);
  });
}

/** As in GitLab: numbers by value, and everything else by its text. */
function sort(table: HTMLTableElement, column: number, direction: Direction): void {
  const keyed = rowsOf(table).map((row) => ({ row, key: (row.cells[column]?.textContent ?? '').trim() }));
  const sign = direction === 'ascending' ? 1 : -1;
  keyed.sort((a, b) => sign * compared(a.key, b.key));
  table.tBodies[0]?.append(...keyed.map(({ row }) => row));
}

function compared(a: string, b: string): number {
  const isNumber = (text: string): boolean => text !== '' && Number.isFinite(Number(text));
  return isNumber(a) && isNumber(b) ? Number(a) - Number(b) : byText.compare(a, b);
}

function createFilter(table: HTMLTableElement): DocumentFragment {
  const input = document.createElement('input');
  input.type = 'search';
  input.className = 'md-table-filter';
  input.placeholder = l10n.t('Type to search');
  input.setAttribute('aria-label', l10n.t('Filter table'));
  const none = sentence('');
  none.setAttribute('role', 'status');
  input.addEventListener('input', () => {
    const wanted = comparable(input.value);
    const rows = rowsOf(table);
    for (const row of rows) row.hidden = !comparable([...row.cells].map(textOf).join(' ')).includes(wanted);
    none.textContent = rows.every(({ hidden }) => hidden) ? l10n.t('No matching rows') : '';
  });
  const parts = document.createDocumentFragment();
  parts.append(input, none);
  return parts;
}

function comparable(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

function textOf({ textContent }: Node): string {
  return textContent ?? '';
}

function rowsOf(table: HTMLTableElement): HTMLTableRowElement[] {
  return [...(table.tBodies[0]?.rows ?? [])];
}

function sentence(text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = 'md-table-empty';
  element.textContent = text;
  return element;
}
