import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completionsAt, type QueryFacts } from '../../../../src/model/query/completionsAt.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { queryKeys } from '../../../../src/model/query/queryWords.ts';

const facts: QueryFacts = {
  labels: ['bug', 'needs info', 'workflow::done', 'workflow::ready', 'none', 'big "deal"'],
  milestones: ['18.6', '18.7 beta', 'started'],
  people: [
    { username: 'anna', name: 'Anna Berg' },
    { username: 'b.osman', name: 'Bo Osman' },
  ],
};

/** Completes at the `|`, and lists the suggestions with the text that each would replace. */
function at(marked: string) {
  const position = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, items } = completionsAt(text, position, facts);
  return { replaced: text.slice(from, to), texts: items.map((item) => item.text) };
}

describe('completionsAt', () => {
  it('offers filter names that can still be used', () => {
    assert.deepEqual(
      at('|').texts,
      queryKeys.map((key) => `${key}:`),
    );
    for (const used of ['state:closed', 'sort:due', 'group:label']) {
      const [key] = used.split(/(?<=:)/);
      assert.ok(!at(`${used} |`).texts.includes(key!), used);
    }
    assert.ok(at('label:bug |').texts.includes('label:'));
    assert.deepEqual(at('la|'), { replaced: 'la', texts: ['label:'] });
    assert.deepEqual(at('-a|'), { replaced: '-a', texts: ['-assignee:', '-author:', '-label:'] });
    assert.deepEqual(at('la|bel:bug'), { replaced: 'label:', texts: ['label:'] });
    assert.deepEqual(at('la|bel:"needs info"'), { replaced: 'label:', texts: ['label:'] });
    assert.deepEqual(at('"la|'), { replaced: '"la', texts: [] });
    assert.deepEqual(at('-"la|"').texts, []);
  });

  it('offers values, quoted if necessary, to replace the whole value', () => {
    assert.deepEqual(at('label:need|'), { replaced: 'need', texts: ['"needs info"'] });
    assert.deepEqual(at('label:"need|s" x'), { replaced: '"needs"', texts: ['"needs info"'] });
    assert.deepEqual(at('label:no|').texts, ['none', '"none"']);
    assert.deepEqual(at('label:work|').texts, ['workflow::done', 'workflow::ready', 'workflow::*']);
    assert.deepEqual(at('-label:~no|').texts, ['"none"']);
    assert.deepEqual(at('milestone:18|').texts, ['%18.6', '%"18.7 beta"']);
    assert.deepEqual(at('milestone:%st|').texts, ['%started']);
    assert.deepEqual(at('due:to|').texts, ['today', 'tomorrow']);
    assert.deepEqual(at('sort:due|').texts, ['due', 'due-desc']);
    assert.deepEqual(at('group:w|').texts, ['workflow::*']);
  });

  it('offers people by name and by username', () => {
    assert.deepEqual(at('assignee:@|').texts, ['@me', '@anna', '@b.osman']);
    assert.deepEqual(at('author:osm|').texts, ['@b.osman']);
    assert.deepEqual(completionsAt('author:berg', 11, facts).items, [{ text: '@anna', detail: 'Anna Berg' }]);
  });

  it('offers filter names that are not used before or after the cursor', () => {
    assert.deepEqual(at('sta| state:closed').texts, []);
    assert.deepEqual(at('state:closed sta|').texts, []);
    assert.deepEqual(at('sta| label:bug').texts, ['state:']);
  });

  it('ignores case, and lists what starts with the text before what contains it', () => {
    assert.deepEqual(at('label:BUG|').texts, ['bug']);
    assert.deepEqual(at('LA|').texts, ['label:']);
    assert.deepEqual(at('assignee:AN|').texts, ['any', '@anna', '@b.osman']);
    assert.deepEqual(at('label:done|').texts, ['workflow::done']);
    assert.deepEqual(at('label:w|').texts.slice(0, 2), ['workflow::done', 'workflow::ready']);
  });

  it('offers scopes to group by, and the other direction of an order', () => {
    assert.deepEqual(at('group:workflow|').texts, ['workflow::*']);
    assert.deepEqual(at('sort:title|').texts, ['title', 'title-desc']);
    assert.deepEqual(at('weight:|').texts.slice(-2), ['>=3', '<3']);
    assert.ok(!at('-weight:|').texts.includes('>=3'));
  });

  it('offers only valid completions', () => {
    for (const key of queryKeys)
      for (const text of at(`${key}:|`).texts) {
        assert.deepEqual(parseQuery(`${key}:${text}`).problems, [], `${key}:${text}`);
      }
    for (const key of ['assignee', 'author', 'label', 'milestone', 'weight'])
      for (const text of at(`-${key}:|`).texts)
        assert.deepEqual(parseQuery(`-${key}:${text}`).problems, [], `-${key}:${text}`);
  });

  it('never throws, and replaces a range around the cursor, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom('-', ':', '"', "'", '\\', '@', '%', ' ', 'label:', 'group:', 'x', 'created:'),
      fc.string({ unit: 'binary', maxLength: 2 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.nat(), (pieces, place) => {
        const text = pieces.join('');
        const position = place % (text.length + 1);
        const { from, to } = completionsAt(text, position, facts);
        assert.ok(0 <= from && from <= position && position <= to && to <= text.length);
      }),
      { numRuns: 2000 },
    );
  });
});
