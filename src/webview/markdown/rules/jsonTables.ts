import * as l10n from '@vscode/l10n';
import type { StateCore, Token } from 'markdown-it';
import { longestJsonTable } from '../../../model/limits.ts';
import { type JsonTable, readJsonTable } from '../../../model/text/jsonTable.ts';
import type { Steps } from '../../drawing/slices.ts';
import { environmentOf } from '../renderEnvironment.ts';
import { markAttribute } from '../marks.ts';

/** Whether a block is a table in JSON, such as `json:table`. A longer one stays code. */
export function isJsonTable({ type, info, content }: Token): boolean {
  if (type !== 'fence' || content.length > longestJsonTable) return false;
  const [first = '', ...words] = info.trim().split(/\s+/);
  const [language, ...others] = first.split(':');
  return language === 'json' && [others.join(':'), ...words].includes('table');
}

/**
 * Replaces the blocks that are tables in JSON. An invalid one stays code, below a sentence.
 * https://docs.gitlab.com/user/markdown/#json-tables
 */
export function* jsonTables(state: StateCore, blocks: readonly Token[]): Steps<Token[]> {
  const parts: Token[][] = [];
  for (const block of blocks) {
    if (!isJsonTable(block)) {
      parts.push([block]);
      continue;
    }
    const table = readJsonTable(block.content);
    parts.push(table ? yield* tableTokens(state, block, table) : [...problem(state), block]);
    yield;
  }
  return parts.flat();
}

function* tableTokens(state: StateCore, block: Token, table: JsonTable): Steps<Token[]> {
  const { marks } = environmentOf(state.env);
  const { columns, rows, hasFilter, isMarkdown } = table;
  const content = (text: string): Token[] => (isMarkdown ? markdown(state, text) : [plain(state, text)]);
  const caption =
    table.caption === undefined ? [plain(state, l10n.t('Generated with JSON data'))] : content(table.caption);
  const labels = columns.map(({ label }) => around(state, 'th', [plain(state, label)]));
  const lines: Token[][] = [];
  for (const row of rows) {
    const cells = row.map((text) => around(state, 'td', content(text)));
    lines.push(around(state, 'tr', cells.flat()));
    yield;
  }
  const tokens = around(state, 'table', [
    ...around(state, 'caption', caption),
    ...around(state, 'thead', around(state, 'tr', labels.flat())),
    ...around(state, 'tbody', lines.flat()),
  ]);
  const [open] = tokens;
  if (open) {
    open.map = block.map;
    const isSortable = columns.map((column) => column.isSortable);
    open.attrSet(markAttribute, marks.add({ kind: 'jsonTable', source: block.content, isSortable, hasFilter }));
  }
  return tokens;
}

/** Parses the blocks of a cell. A single paragraph becomes the content itself. */
function markdown(state: StateCore, text: string): Token[] {
  // Counts lines of the text. The length of the table limits the blocks of its cells.
  delete environmentOf(state.env).progress;
  const tokens: Token[] = [];
  state.md.block.parse(text, state.md, state.env, tokens);
  // The lines of a cell aren't lines of the text.
  for (const token of tokens) token.map = null;
  const [open, inline, close] = tokens;
  return tokens.length === 3 && open?.type === 'paragraph_open' && inline && close ? [inline] : tokens;
}

function plain(state: StateCore, text: string): Token {
  const token = new state.Token('plain', '', 0);
  token.content = text;
  return token;
}

function around(state: StateCore, tag: string, tokens: readonly Token[]): Token[] {
  const open = new state.Token(`${tag}_open`, tag, 1);
  const close = new state.Token(`${tag}_close`, tag, -1);
  return [open, ...tokens, close];
}

function problem(state: StateCore): Token[] {
  const { marks } = environmentOf(state.env);
  const tokens = around(state, 'p', [plain(state, l10n.t("Couldn't display this table. Showing its source instead."))]);
  tokens[0]?.attrSet(markAttribute, marks.add({ kind: 'class', name: 'md-table-problem' }));
  return tokens;
}
