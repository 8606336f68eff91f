import assert from 'node:assert/strict';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import { readBody } from '../../../src/model/readBody.ts';

describe('Reading a body', () => {
  it('joins the chunks and reports each of them', async () => {
    let reported = 0;
    const bytes = await readBody(bodyOf([1, 2], [], [3]).body, 3, { host: 'a.example' }, () => (reported += 1));
    assert.deepEqual([...bytes], [1, 2, 3]);
    assert.equal(reported, 3);
    assert.equal((await readBody(null, 3, {})).byteLength, 0);
  });

  it('stops at the first chunk over the limit, and cancels the rest', async () => {
    const { body, isCancelled } = bodyOf([1, 2], [3, 4], [5]);
    await assert.rejects(readBody(body, 3, { host: 'a.example' }), (error) => {
      assert(GitLabError.is(error, 'badData'));
      assert.deepEqual([error.facts.host, error.facts.detail], ['a.example', 'tooLarge']);
      return true;
    });
    assert(isCancelled());
  });
});

function bodyOf(...parts: readonly number[][]) {
  const waiting = parts.map((part) => Uint8Array.from(part));
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const part = waiting.shift();
      if (part) controller.enqueue(part);
      else controller.close();
    },
    cancel: () => {
      isCancelled = true;
    },
  });
  return { body, isCancelled: () => isCancelled };
}
