import assert from 'node:assert/strict';
import { titleProblem } from '../../../src/model/titleProblem.ts';

describe('A title', () => {
  it('can have 255 characters, counted as in GitLab', () => {
    for (const character of ['x', 'ü', '😀']) {
      assert.equal(titleProblem(character.repeat(255)), undefined);
      assert.equal(titleProblem(character.repeat(256)), 'Titles can have up to 255 characters.');
    }
    assert.equal(titleProblem(' '), 'Enter a title.');
  });
});
