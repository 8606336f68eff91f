import assert from 'node:assert/strict';
import { type PageFilter, queryOf } from '../../../../src/model/page/pageFilter.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';

describe('A filter from the issue page', () => {
  const cases: readonly (readonly [PageFilter, string])[] = [
    [{ key: 'label', title: 'bug' }, 'label:bug'],
    [{ key: 'label', title: 'workflow::in review' }, 'label:"workflow::in review"'],
    [{ key: 'label', title: 'none' }, 'label:"none"'],
    [{ key: 'label', title: '"quoted" and \\ more' }, 'label:"\\"quoted\\" and \\\\ more"'],
    [{ key: 'label', title: '~tilde' }, 'label:"~tilde"'],
    [{ key: 'label', title: 'a author:@root' }, 'label:"a author:@root"'],
    [{ key: 'milestone', title: '2026.4 – Winter sale' }, 'milestone:%"2026.4 – Winter sale"'],
    [{ key: 'milestone', title: 'started' }, 'milestone:%started'],
    [{ key: 'assignee', username: 'mira' }, 'assignee:@mira'],
    [{ key: 'author', username: 'jonas.weber' }, 'author:@jonas.weber'],
  ];

  it('is a query for exactly that name, whatever it contains', () => {
    for (const [filter, text] of cases) {
      assert.equal(queryOf(filter), text);
      const { query, problems } = parseQuery(text);
      assert.deepEqual(problems, []);
      assert.deepEqual(query.terms, [
        {
          key: filter.key,
          isNot: false,
          value: 'title' in filter ? { title: filter.title } : { username: filter.username },
        },
      ]);
    }
  });
});
