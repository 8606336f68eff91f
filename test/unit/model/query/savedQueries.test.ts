import assert from 'node:assert/strict';
import { longestQuery, longestQueryName } from '../../../../src/model/limits.ts';
import {
  isSameName,
  queryId,
  readQueryText,
  readSavedQueries,
  withBuiltIns,
  withoutDefaults,
} from '../../../../src/model/query/savedQueries.ts';

describe('readSavedQueries', () => {
  it('reads the saved queries in order', () => {
    const kept = [
      { name: 'Overdue bugs', query: 'label:bug due:overdue' },
      { name: ' Mine ', query: '' },
    ];
    assert.deepEqual(readSavedQueries(kept), {
      entries: [kept[0], { name: 'Mine', query: '' }],
      problems: [],
    });
    assert.deepEqual(readSavedQueries(undefined), { entries: [], problems: [] });
  });

  it('ignores invalid entries, with one log line for each', () => {
    const { entries, problems } = readSavedQueries([
      'label:bug',
      null,
      { query: 'label:bug' },
      { name: ' ', query: '' },
      { name: 'A', query: 7 },
      { name: 'A', query: 'label:a' },
      { name: 'a', query: 'label:b' },
      { name: 'x'.repeat(101), query: '' },
    ]);
    assert.deepEqual(entries, [{ name: 'A', query: 'label:a' }]);
    assert.deepEqual(problems, [
      'entry 1: it is no object with "name" and "query"',
      'entry 2: it is no object with "name" and "query"',
      'entry 3: it has no name',
      'entry 4: it has no name',
      'entry 5: its query is no text',
      'entry 7: another one has that name',
      'entry 8: its name is too long',
    ]);
    for (const value of ['label:bug', 7, null, { name: 'A', query: '' }])
      assert.deepEqual(readSavedQueries(value), { entries: [], problems: ['it is no list'] });
  });

  it('accepts the longest name', () => {
    const longest = { name: 'x'.repeat(longestQueryName), query: '' };
    assert.deepEqual(readSavedQueries([longest]), { entries: [longest], problems: [] });
  });

  it('A01: limits the number of queries to what a view can show, whatever a workspace contains', () => {
    const { entries, problems } = readSavedQueries(
      Array.from({ length: 5_000 }, (_, index) => ({ name: `Query ${index}`, query: '' })),
    );
    assert.equal(entries.length, 50);
    assert.deepEqual(problems, ['entry 51 and what follows: only 50 are shown']);
  });
});

describe('Built-in queries in the setting', () => {
  const bugs = { name: 'Bugs', query: 'label:bug' };
  const ids = (entries: readonly unknown[]) => readSavedQueries(entries).entries.map(queryId);

  it('are read with what is hidden, and only once', () => {
    const read = readSavedQueries([
      { builtIn: 'open' },
      { ...bugs, hidden: true },
      { builtIn: 'closed', hidden: true },
      { builtIn: 'open', hidden: true },
      { builtIn: 'all' },
      { builtIn: 'created', hidden: 'yes' },
    ]);
    assert.deepEqual(read, {
      entries: [
        { builtIn: 'open' },
        { ...bugs, hidden: true },
        { builtIn: 'closed', hidden: true },
        { builtIn: 'created' },
      ],
      problems: ['entry 4: another one has that name', 'entry 5: it has an unknown built-in query'],
    });
  });

  it('are at their usual places unless the setting has them', () => {
    assert.deepEqual(ids(withBuiltIns([])), ['assigned', 'created', 'closed', 'open']);
    assert.deepEqual(ids(withBuiltIns([bugs])), ['assigned', 'created', 'own bugs', 'closed', 'open']);
    const moved = [{ builtIn: 'open' }, 'invalid', bugs, { builtIn: 'assigned' }];
    assert.deepEqual(ids(withBuiltIns(moved)), ['created', 'open', 'own bugs', 'assigned', 'closed']);
  });

  it('are stored only if the user moved or hid one', () => {
    assert.deepEqual(withoutDefaults(withBuiltIns([bugs])), [bugs]);
    const hidden = { builtIn: 'created', hidden: true };
    assert.deepEqual(
      withoutDefaults([{ builtIn: 'assigned' }, hidden, bugs, { builtIn: 'closed' }, { builtIn: 'open' }]),
      [hidden, bugs],
    );
    const moved = [{ builtIn: 'open' }, { builtIn: 'assigned' }, { builtIn: 'created' }, bugs, { builtIn: 'closed' }];
    assert.deepEqual(withoutDefaults(moved), moved);
  });
});

describe('readQueryText', () => {
  it('reports what is wrong, and where', () => {
    assert.deepEqual(readQueryText('label:bug'), {
      query: { terms: [{ key: 'label', isNot: false, value: { title: 'bug' } }] },
    });
    const read = readQueryText('label:bug asignee:@me');
    assert.ok('wrong' in read);
    assert.match(read.wrong, /^asignee:@me: .*Did you mean 'assignee'/);
  });

  it('shows the start of a part that is too long', () => {
    const wrong = (text: string) => {
      const read = readQueryText(text);
      return 'wrong' in read ? read.wrong : '';
    };
    assert.ok(wrong(`label:bug ${'x'.repeat(longestQuery)}y`).startsWith(`label:bug ${'x'.repeat(90)}…: The query is`));
    assert.ok(wrong(`asignee:${'x'.repeat(91)}😀`).startsWith(`asignee:${'x'.repeat(91)}…: Unknown`));
  });

  it('shows the start of a query that is too long, if it has any text', () => {
    const wrong = (text: string) => {
      const read = readQueryText(text);
      return 'wrong' in read ? read.wrong : '';
    };
    assert.match(wrong(` ${'x '.repeat(longestQuery)}`), /^x x .*: The query is too long/);
    assert.match(wrong(' '.repeat(longestQuery + 1)), /^The query is too long/);
  });
});

describe('isSameName', () => {
  it('ignores case and the space around both names', () => {
    assert.ok(isSameName(' Mine', 'mine '));
    assert.ok(isSameName('mine ', ' MINE'));
    assert.ok(!isSameName('mine', 'my ne'));
  });
});
