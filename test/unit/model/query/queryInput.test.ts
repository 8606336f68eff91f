import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { QueryFacts } from '../../../../src/model/query/completionsAt.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { longestQuery } from '../../../../src/model/limits.ts';
import { completed, queryInput } from '../../../../src/model/query/queryInput.ts';
import { assertLinear } from '../../assertLinear.ts';

const facts: QueryFacts = {
  labels: ['bug', 'needs info', 'workflow::done', 'big "deal"'],
  milestones: ['18.6', '18.7 beta'],
  people: [{ username: 'anna', name: 'Anna Berg' }],
};

const enter = (text: string) => queryInput(text, facts).enter;
/** Returns a query of up to `length` characters with one filter for each of several names. */
function repeated(filter: string, length: number): string {
  const names = Array.from({ length: length / filter.length }, (_, index) => `${filter}${index.toString(36)}`);
  return names.join(' ').slice(0, length);
}

const first = (text: string) => {
  const [completion] = queryInput(text, facts).completions;
  assert.ok(completion, `something to complete "${text}" with`);
  return completed(text, completion);
};

describe('queryInput', () => {
  it('S15: explains that a query is too long, and accepts the longest one', () => {
    const longest = 'label:bug '.padEnd(longestQuery, 'x');
    assert.equal(enter(longest), 'accept');
    const { enter: next, problems, completions } = queryInput(`${longest}x`, facts);
    assert.deepEqual([next, completions], ['nothing', []]);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['The query is too long. Queries can have up to 4096 characters.'],
    );
  });

  it('S15: takes linear time', () => {
    const labels = Array.from({ length: 20 }, (_, index) => `l${index}`);
    assertLinear('the longest query', longestQuery / 16, (length) => {
      for (let round = 0; round < 5; round += 1) queryInput(repeated('-label:', length), { ...facts, labels });
    });
    for (const word of ['"', "'", '-', ':', 'label:"', '\\', '@', 'a']) {
      assertLinear(word, 20_000, (length) => {
        queryInput(word.repeat(length / word.length), facts);
      });
    }
  });

  it('is accepted if it is valid and its names exist', () => {
    for (const text of [
      '',
      'crash',
      '"on start"',
      'label:bug',
      'label:"needs info" ',
      'label:workflow::*',
      'label:none',
      'milestone:%18.6',
      'milestone:started',
      'assignee:@me',
      '-author:@Anna',
      'weight:4',
      'created:2026-01-01..',
      'reaction:heart',
      'label:gone crash',
    ])
      assert.equal(enter(text), 'accept', text);
  });

  it('is completed if it ends with the beginning of something', () => {
    for (const text of [
      'label:',
      'label:bu',
      '-label:wor',
      'label:"needs',
      'milestone:18',
      'assignee:@an',
      'due:we',
      'crash label:workflow::',
    ])
      assert.equal(enter(text), 'complete', text);
  });

  it('is accepted if its name exists, even if other names contain it', () => {
    const names: QueryFacts = {
      labels: ['bug', 'debug', 'size::1', 'half-size::1'],
      milestones: ['1.0', '11.0'],
      people: ['anna', 'joanna'].map((username) => ({ username, name: username })),
    };
    for (const text of ['label:bug', 'label:size::*', 'milestone:%1.0', 'author:@anna', 'label:unknown label:bug']) {
      const { enter: next, completions } = queryInput(text, names);
      assert.deepEqual([next, completions.length], ['accept', 1], text);
    }
  });

  it('is accepted unchanged if no known name starts with it', () => {
    assert.equal(enter('label:nothing-like-it'), 'accept');
    assert.equal(enter('author:@zoe'), 'accept');
  });

  it('is rejected if something before its end is wrong, or its end can’t become valid', () => {
    for (const text of ['colour:red', 'colour:red label:bu', 'due:week due:today ', '-crash', 'label: bug'])
      assert.equal(enter(text), 'nothing', text);
  });

  it('continues after a completion', () => {
    assert.equal(first('crash la'), 'crash label:');
    assert.equal(first('-lab'), '-label:');
    assert.equal(first('label:need'), 'label:"needs info" ');
    assert.equal(first('label:"big'), 'label:"big \\"deal\\"" ');
    assert.equal(first('milestone:18.7'), 'milestone:%"18.7 beta" ');
    assert.equal(first('author:berg'), 'author:@anna ');
  });

  it('does not offer what is already typed', () => {
    assert.deepEqual(
      queryInput('label:bug', facts).completions.map(({ text }) => text),
      [],
    );
  });

  it('never accepts invalid text, and Enter alone leads to valid text', () => {
    const pieces = fc.constantFrom('label:', 'bu', '"', 'needs', ' ', '-', 'due:', 'w', 'assignee:@', 'an', 'x', '%');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        let text = parts.join('');
        for (let presses = 0; presses < 3; presses += 1) {
          const input = queryInput(text, facts);
          if (input.enter === 'accept') assert.deepEqual(parseQuery(text).problems, []);
          if (input.enter !== 'complete') return;
          const next = first(text);
          assert.notEqual(next, text);
          text = next;
        }
        assert.notEqual(queryInput(text, facts).enter, 'complete', text);
      }),
    );
  });
});
