import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longestJsonTable, mostTableCells } from '../../../../src/model/limits.ts';
import { readJsonTable } from '../../../../src/model/text/jsonTable.ts';

/** Reads a table, as `label | label` and the cells of each row. */
function lines(table: object): string[] | undefined {
  const found = readJsonTable(JSON.stringify(table));
  return found && [found.columns.map(({ label }) => label), ...found.rows].map((cells) => cells.join(' | '));
}

describe('readJsonTable', () => {
  // The examples of https://docs.gitlab.com/user/markdown/#json-tables
  it('C14: takes the columns from the fields, or from the first item', () => {
    const items = [
      { a: '11', b: '22', c: '33' },
      { a: '211', c: '233' },
    ];
    const rows = ['11 | 22 | 33', '211 |  | 233'];
    assert.deepEqual(lines({ items }), ['A | B | C', ...rows]);
    assert.deepEqual(lines({ fields: [], items }), ['A | B | C', ...rows]);
    assert.deepEqual(lines({ fields: ['a', 'b', 'c'], items }), ['A | B | C', ...rows]);
    const fields = [
      { key: 'a', label: 'AA', sortable: true },
      { key: 'c', label: '' },
    ];
    assert.deepEqual(lines({ fields, items }), ['AA | ', '11 | 33', '211 | 233']);
    const found = readJsonTable(JSON.stringify({ fields, items }));
    assert.deepEqual(
      found?.columns.map(({ isSortable }) => isSortable),
      [true, false],
    );
  });

  it('C14: names columns without a label as GitLab’s table component does', () => {
    assert.deepEqual(
      lines({ items: [{ starts_at: 1, webUrl: 2, 'due date': 3, ID: 4, 'a-b': 5 }] })?.[0],
      'Starts At | Web Url | Due Date | ID | A-b',
    );
  });

  it('C14: leaves out fields without a key, and repeated ones', () => {
    const fields = [{ label: 'x' }, 1, null, '', { key: 'a' }, { key: 'a', label: 'Again' }, { key: 'b', label: 7 }];
    assert.deepEqual(lines({ fields, items: [{ a: 1, b: 2 }] }), ['A | B', '1 | 2']);
  });

  it('C14: shows every kind of value', () => {
    const value = { a: 1.5, b: true, c: null, d: { e: [1] }, f: '', __proto__: undefined, constructor: 'x' };
    assert.deepEqual(lines({ items: [value] })?.[1], `1.5 | true |  | ${JSON.stringify({ e: [1] }, null, 2)} |  | x`);
    assert.deepEqual(lines({ fields: ['toString', '__proto__'], items: [{}] })?.[1], ' | ');
  });

  it('C14: reads the caption, and whether there is a filter and Markdown', () => {
    const read = (more: object) => {
      const found = readJsonTable(JSON.stringify({ items: [{ a: '**b**' }], ...more }));
      return found && [found.caption, found.hasFilter, found.isMarkdown];
    };
    assert.deepEqual(read({}), [undefined, false, false]);
    assert.deepEqual(read({ caption: 'Own', filter: true, markdown: true }), ['Own', true, true]);
    assert.deepEqual(read({ caption: '', filter: false, markdown: false }), [undefined, false, false]);
    // GitLab renders Markdown only if all fields are objects and there are items.
    assert.deepEqual(read({ fields: ['a'], markdown: true }), [undefined, false, false]);
    assert.deepEqual(read({ items: [], markdown: true }), [undefined, false, false]);
    assert.deepEqual(lines({}), ['']);
  });

  it('C14: reads nothing that is not a table', () => {
    for (const source of [
      '',
      'x',
      '[]',
      'null',
      '1',
      '"a"',
      '{"items": [{"a": 1}],}',
      '{"items": {"a": 1}}',
      '{"items": [1]}',
      '{"items": [null]}',
      '{"items": [[1]]}',
      '{"items": [], "fields": "a"}',
      '{"items": [], "fields": null}',
    ])
      assert.equal(readJsonTable(source), undefined, source);
  });

  it('C14: reads nothing that is too large, too deep, or has too many cells', () => {
    const nested = (depth: number): string => `{"items": [{"a": ${'['.repeat(depth)}${']'.repeat(depth)}}]}`;
    assert.ok(readJsonTable(nested(29)));
    assert.equal(readJsonTable(nested(30)), undefined);
    assert.equal(readJsonTable(nested(25_000)), undefined);
    assert.equal(readJsonTable(`{"items": [{"a": "${'x '.repeat(longestJsonTable / 2)}"}]}`), undefined);
    assert.equal(readJsonTable(`{"items": [{"a": "${'x'.repeat(10_001)}"}]}`), undefined);
    const sized = (rows: number, columns: number): object => ({
      fields: Array.from({ length: columns }, (_, at) => `f${at}`),
      items: Array.from({ length: rows }, () => ({})),
    });
    assert.equal(lines(sized(mostTableCells / 10 - 1, 9))?.length, mostTableCells / 10);
    assert.equal(lines(sized(mostTableCells / 10, 9)), undefined);
    assert.equal(lines(sized(10_000, 3_000)), undefined);
  });

  it('C14: never throws, and all rows have as many cells as there are columns', () => {
    const part = fc.jsonValue({ maxDepth: 3 });
    const given = fc.oneof(
      fc.json(),
      fc
        .record({ fields: fc.array(part), items: fc.array(fc.dictionary(fc.string(), part)), caption: part })
        .map((table) => JSON.stringify(table)),
    );
    fc.assert(
      fc.property(given, (source) => {
        const found = readJsonTable(source);
        for (const row of found?.rows ?? []) assert.equal(row.length, found?.columns.length);
      }),
    );
  });
});
