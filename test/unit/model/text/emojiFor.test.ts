import assert from 'node:assert/strict';
import { emojiFor } from '../../../../src/model/text/emojiFor.ts';
import { allEmoji } from '../../../../src/model/text/emojiOf.ts';

describe('emojiFor', () => {
  it('lists the exact name first, then names with that prefix, so that Enter inserts what was typed', () => {
    for (const name of ['heart', 'tada', 'bug', 'x', 'smile', '100']) assert.equal(emojiFor(name, allEmoji())[0], name);
    const found = emojiFor('heart', allEmoji());
    const beginning = found.filter((name) => name.startsWith('heart')).length;
    assert.ok(found.slice(0, beginning).every((name) => name.startsWith('heart')));
    assert.ok(found.length > beginning);
  });

  it('treats spaces and colons as underscores, and suggests common emoji while nothing is typed', () => {
    assert.equal(emojiFor('White check', allEmoji())[0], 'white_check_mark');
    assert.equal(emojiFor(':rocket:', allEmoji())[0], 'rocket');
    assert.equal(emojiFor('', allEmoji())[0], 'thumbsup');
  });
});
