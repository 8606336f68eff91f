import assert from 'node:assert/strict';
import { findPhrases } from './findPhrases.ts';

describe('findPhrases', () => {
  const found = (path: string, text: string) => findPhrases(path, () => text);

  it('finds a phrase in a text, a comment, a title, and a document, with its line', () => {
    assert.deepEqual(found('src/a.ts', "const a = 1;\nl10n.t('The issue is gone.');"), [
      "src/a.ts:2: 'is gone' → no longer exists, was deleted, or was closed",
    ]);
    assert.equal(found('src/a.tsx', 'const a = <p>Nobody commented</p>;').length, 1);
    assert.equal(found('src/a.ts', '// Somebody\nconst a = `${b} was told`;').length, 2);
    assert.equal(found('src/a.ts', '/**\n * What the server\n * says of it.\n */\nconst a = 1;').length, 1);
    assert.equal(found('test/a.test.ts', "it('does what nobody expects', () => {});").length, 1);
    assert.equal(found('README.md', 'Fine.\nThrow away the draft.').length, 1);
    assert.equal(found('package.nls.json', '{ "a": "The sub-path" }').length, 1);
  });

  it('leaves code, ids, and what people wrote on GitLab alone', () => {
    assert.deepEqual(found('src/a.ts', "const isGone = reason === 'cancelled'; import a from './somebody.ts';"), []);
    assert.deepEqual(found('test/a.test.ts', "const comment = 'Nobody did it.';"), []);
    assert.deepEqual(found('test/gitlab/seed/demoNotes.ts', '// Somebody'), []);
    assert.deepEqual(found('package-lock.json', 'somebody'), []);
  });
});
