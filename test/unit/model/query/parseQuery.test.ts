import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatQuery } from '../../../../src/model/query/formatQuery.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { queryArbitrary } from './queryArbitrary.ts';

/** Returns the terms of a valid query text. */
const terms = (text: string) => {
  const { query, problems } = parseQuery(text);
  assert.deepEqual(problems, [], text);
  return query.terms;
};

describe('parseQuery', () => {
  it('reads every word of the language', () => {
    const text =
      'assignee:@me author:@anna label:bug -label:"needs info" label:workflow::* milestone:%"18.6" due:week state:closed ' +
      'type:incident confidential:yes weight:>=3 updated:<7d created:2026-01-01.. reaction:thumbsup crash in:title';
    assert.deepEqual(terms(text), [
      { key: 'assignee', isNot: false, value: 'me' },
      { key: 'author', isNot: false, value: { username: 'anna' } },
      { key: 'label', isNot: false, value: { title: 'bug' } },
      { key: 'label', isNot: true, value: { title: 'needs info' } },
      { key: 'label', isNot: false, value: { scope: 'workflow' } },
      { key: 'milestone', isNot: false, value: { title: '18.6' } },
      { key: 'due', value: 'week' },
      { key: 'state', value: 'closed' },
      { key: 'type', value: 'incident' },
      { key: 'confidential', value: 'yes' },
      { key: 'weight', isNot: false, value: { is: '>=', weight: 3 } },
      { key: 'updated', value: { age: '<', count: 7, unit: 'd' } },
      { key: 'created', value: { from: '2026-01-01' } },
      { key: 'reaction', value: { emoji: 'thumbsup' } },
      { key: 'text', value: 'crash' },
      { key: 'in', value: 'title' },
    ]);
    assert.deepEqual(parseQuery('sort:due-desc group:workflow::*').query, {
      terms: [],
      sort: { by: 'due', direction: 'desc' },
      group: 'workflow::*',
    });
  });

  it('accepts common variations: any case, GitLab’s sigils, single quotes, no @', () => {
    for (const [written, canonical] of [
      ['ASSIGNEE:None', 'assignee:none'],
      ['assignee:anna', 'assignee:@anna'],
      ['assignee:me', 'assignee:@me'],
      ['label:~bug', 'label:bug'],
      ['label:~"needs info"', 'label:"needs info"'],
      ["label:'needs info'", 'label:"needs info"'],
      ['label:"needs work::*"', 'label:"needs work::*"'],
      ['milestone:18.6', 'milestone:%18.6'],
      ['-label:none', 'label:any'],
      ['-assignee:any', 'assignee:none'],
      ['weight:=3', 'weight:3'],
      ['updated:<=7D', 'updated:<7d'],
      ['created:>2026-01-31', 'created:2026-02-01..'],
      ['created:<2026-03-01', 'created:..2026-02-28'],
      ['created:2026-03-01..2026-03-01', 'created:2026-03-01'],
      ['sort:created_desc', 'sort:created'],
      ['sort:UPDATED_asc', 'sort:updated-asc'],
      ['sort:label_priority_desc', 'sort:label_priority-desc'],
      ['reaction::thumbsup:', 'reaction:thumbsup'],
      ['"exact phrase" https://example.com/1?a=b', '"exact phrase" https://example.com/1?a=b'],
    ] as const) {
      const { query, problems } = parseQuery(written);
      assert.deepEqual(problems, [], written);
      assert.equal(formatQuery(query), canonical);
    }
  });

  it('fixes a filter name with a typing error, and nothing else', () => {
    for (const [text, fix] of [
      ['asignee:@me', 'assignee:@me'],
      ['crash -lable:"needs info" due:week', '-label:"needs info"'],
      ['Milestones:%18.6', 'milestone:%18.6'],
      ['asignee:', 'assignee:'],
      ['colour:red', undefined],
      ['due:never', undefined],
      ['label:"bug', undefined],
    ] as const) {
      const { problems } = parseQuery(text);
      assert.deepEqual(
        problems.map((problem) => problem.fix),
        [fix],
        text,
      );
    }
  });

  it('distinguishes a name from a keyword by quotes or a sigil', () => {
    assert.deepEqual(terms('label:none'), [{ key: 'label', isNot: false, value: 'none' }]);
    for (const text of ['label:"none"', 'label:~none']) {
      assert.deepEqual(terms(text), [{ key: 'label', isNot: false, value: { title: 'none' } }]);
      assert.equal(formatQuery(parseQuery(text).query), 'label:"none"');
    }
    assert.deepEqual(terms('milestone:%started'), [{ key: 'milestone', isNot: false, value: { title: 'started' } }]);
  });

  it('reports what is wrong, where, and how to fix it', () => {
    for (const [text, marked, message] of [
      ['label:bug asignee:@me', 'asignee:@me', "Unknown filter 'asignee'. Did you mean 'assignee'?"],
      ['TypeError: x', 'TypeError:', /Enclose it in quotes to search for the text, or use assignee, author/],
      ['label:bug  label:', 'label:', 'Missing value. For example: label:bug'],
      ['due:someday', 'due:someday', 'Use one of these values: overdue, today, tomorrow, week, month, none, any.'],
      ['-due:week', '-due:week', /can't exclude by 'due', only by assignee, author, label, milestone, weight/],
      ['a -word', '-word', /can't exclude words/],
      ['label:"needs', 'label:"needs', 'Missing closing quote.'],
      ['label:"a"b', 'label:"a"b', 'Missing space after the closing quote.'],
      ['""', '""', 'Enter text between the quotes.'],
      ['label:a,b', 'label:a,b', "A label can't contain a comma. Use label: once for each label."],
      ['assignee:~bug', 'assignee:~bug', /isn't a valid username/],
      ['weight:heavy', 'weight:heavy', /whole number/],
      ['-weight:>3', '-weight:>3', /Use the opposite comparison/],
      ['-milestone:started', '-milestone:started', /can't exclude 'started' milestones/],
      ['created:2026-02-30', 'created:2026-02-30', /Enter a relative or absolute date/],
      ['created:2026-02-03..2026-02-01', 'created:2026-02-03..2026-02-01', /Enter a relative or absolute date/],
      ['updated:<7m', 'updated:<7m', /Enter a relative or absolute date/],
      ['state:closed state:all', 'state:all', "'state' can be used only once."],
      ['author:@a author:@b', 'author:@b', "'author' can be used only once."],
      ['label:bug label:bug', 'label:bug', 'Duplicate filter.'],
      ['label:bug label:none', 'label:none', /can't be combined/],
      ['sort:due sort:title', 'sort:title', "'sort' can be used only once."],
      ['sort:age', 'sort:age', /^Use one of these values: created, updated/],
      ['group:%due', 'group:%due', /^Use one of these values: milestone, label/],
    ] as const) {
      const { problems } = parseQuery(text);
      assert.equal(problems.length, 1, text);
      const [problem] = problems;
      assert.equal(problem && text.slice(problem.from, problem.to), marked);
      if (typeof message === 'string') assert.equal(problem?.message, message);
      else assert.match(problem?.message ?? '', message);
    }
    // The problem marks the last one of two duplicates.
    assert.equal(parseQuery('label:bug label:bug').problems[0]?.from, 10);
  });

  it('never throws, and marks ranges of the text, whatever it is', () => {
    const piece = fc.oneof(
      fc.constantFrom('-', ':', '"', "'", '\\', '::*', '..', '<', '>=', '@', '%', '~', ' ', '\n', 'label:', 'created:'),
      fc.constantFrom(
        'assignee:',
        'milestone:',
        'weight:',
        'updated:',
        'sort:',
        'group:',
        '9999mo',
        '2999-12-31',
        'none',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
        (text) => {
          const { query, problems } = parseQuery(text);
          for (const { from, to } of problems) assert.ok(from >= 0 && from < to && to <= text.length);
          // The valid terms and the rest can be formatted and parsed again.
          assert.deepEqual(parseQuery(formatQuery(query)), { query, problems: [] });
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('reads every query that formatQuery writes', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
      .map((text) => text.trim())
      .filter((text) => text !== '' && !text.includes(',') && !text.endsWith('::*'));
    const hostile = fc.oneof(name, fc.constantFrom('none', 'Any', '%a', '"', '\\', 'a "b" c', "it's", '-x', 'label:x'));
    const names = {
      usernames: fc.stringMatching(/^\w[\w.-]{0,6}$/).filter((text) => text.toLowerCase() !== 'me'),
      labels: hostile,
      scopes: hostile,
      milestones: hostile,
      words: hostile,
      emojis: hostile.filter((text) => !/^:.+:$/.test(text)),
    };
    fc.assert(
      fc.property(queryArbitrary(names), (query) => {
        const text = formatQuery(query);
        // Generated objects have no prototype.
        assert.deepEqual(parseQuery(text), JSON.parse(JSON.stringify({ query, problems: [] })), text);
      }),
      { numRuns: 2000 },
    );
  });
});
