import assert from 'node:assert/strict';
import { isSentText } from '../../../../src/model/page/sentText.ts';

const comment = { kind: 'comment', internal: false, thread: false } as const;

describe('isSentText', () => {
  it('compares a comment or a title with the text in the box, without the space around them', () => {
    assert.equal(isSentText({ ...comment, body: 'Thanks!\n' }, '  Thanks!'), true);
    assert.equal(
      isSentText({ kind: 'title', title: ' Typo in the manual', base: 'Typos' }, 'Typo in the manual '),
      true,
    );
  });

  it('finds a text that the user changed since then', () => {
    assert.equal(isSentText({ ...comment, body: 'Thanks!' }, 'Thanks! Also'), false);
    assert.equal(isSentText({ kind: 'title', title: 'Typo', base: 'Typos' }, ''), false);
    assert.equal(isSentText({ kind: 'unlink', link: 7 }, ''), false);
  });
});
