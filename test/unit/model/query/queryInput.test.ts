import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { QueryFacts } from '../../../../src/model/query/completionsAt.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { completed, queryInput } from '../../../../src/model/query/queryInput.ts';

const facts: QueryFacts = {
  labels: ['bug', 'needs info', 'workflow::done', 'big "deal"'],
  milestones: ['18.6', '18.7 beta'],
  people: [{ username: 'anna', name: 'Anna Berg' }],
};

const enter = (text: string) => queryInput(text, facts).enter;
const first = (text: string) => {
  const [completion] = queryInput(text, facts).completions;
  assert.ok(completion, `something to complete "${text}" with`);
  return completed(text, completion, facts);
};

describe('queryInput', () => {
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
