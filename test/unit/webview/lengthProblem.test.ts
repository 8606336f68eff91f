import assert from 'node:assert/strict';
import { lengthProblem } from '../../../src/webview/lengthProblem.ts';

describe('The length of a typed text', () => {
  const comment = (body: string) => lengthProblem({ kind: 'comment', body, internal: false, thread: false });
  const description = (body: string) => lengthProblem({ kind: 'description', body, base: '' });

  it("can be as long as GitLab's limits for comments and for descriptions", () => {
    assert.equal(comment('x'.repeat(1_000_000)), undefined);
    assert.match(comment('x'.repeat(1_000_001))!, /up to 1\D?000\D?000 characters\. You entered 1\D?000\D?001\.$/);
    assert.equal(description('x'.repeat(1_048_576)), undefined);
    assert.match(description('x'.repeat(1_048_577))!, /up to 1\D?048\D?576 characters\. You entered 1\D?048\D?577\.$/);
  });

  it("can be as long as GitLab's limit for titles", () => {
    const title = (text: string) => lengthProblem({ kind: 'title', title: text, base: '' });
    assert.equal(title('😀'.repeat(255)), undefined);
    assert.equal(title('😀'.repeat(256)), 'Text can have up to 255 characters. You entered 256.');
  });

  it('is counted in characters, as in GitLab', () => {
    assert.equal(description('😀'.repeat(1_048_576)), undefined);
    assert.match(description('😀'.repeat(1_048_577))!, /You entered 1\D?048\D?577/);
  });
});
