import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { listParameters } from '../../../../src/model/query/listParameters.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { queryKeys, wordsOf } from '../../../../src/model/query/queryWords.ts';

const context = { me: 'anna', now: Date.UTC(2026, 4, 13, 12) };

describe('docs/queries.md', () => {
  const page = readFileSync(new URL('../../../../docs/queries.md', import.meta.url), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const examplesOf = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, example = '']) => example);
  const examples = rows.flatMap(([cell]) => examplesOf(cell));

  it('contains valid examples, with every filter and every word of the language', () => {
    for (const example of [...examples, /^ {4}(.*)$/m.exec(page)?.[1] ?? '?:'])
      assert.deepEqual(parseQuery(example).problems, [], example);
    for (const key of queryKeys) {
      assert.ok(
        examples.some((example) => example.startsWith(`${key}:`)),
        key,
      );
      for (const word of wordsOf[key]) assert.ok(examples.includes(`${key}:${word}`), `${key}:${word}`);
    }
  });

  it('is correct about which filters can be negated', () => {
    for (const [cell, , canLeaveOut] of rows.filter(({ length }) => length === 4))
      for (const example of examplesOf(cell)) {
        const { query, problems } = parseQuery(`-${example}`);
        const isLeftOut = problems.length === 0 && query.terms.some((term) => 'isNot' in term && term.isNot);
        assert.equal(isLeftOut, canLeaveOut === 'yes', example);
      }
  });

  it('is correct about which filters GitLab supports', () => {
    for (const [cell, , , canGitLab] of rows.filter(({ length }) => length === 4))
      for (const example of examplesOf(cell)) {
        const question = listParameters(parseQuery(example).query, context);
        assert.equal('parameters' in question, canGitLab === 'yes', example);
      }
  });
});
