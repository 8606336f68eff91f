import assert from 'node:assert/strict';
import { rewritingsIn, rewrittenUrl } from '../../../../src/model/address/remoteRewriting.ts';

describe('C3: the URL rules of Git’s configuration', () => {
  const rules = rewritingsIn([
    { key: 'remote.origin.url', value: 'gl:team/lantern' },
    { key: 'url.git@git.example.org:.insteadof', value: 'gl:' },
    { key: 'url.https://git.example.org/team/.insteadof', value: 'gl:team/' },
    { key: 'url.ssh://git@git.example.org/.pushinsteadof', value: 'https://git.example.org/' },
    { key: 'url.https://empty.example/.insteadof', value: '' },
    { key: 'url.insteadof', value: 'x' },
  ]);

  it('replace the start of a URL, by the longest rule', () => {
    assert.equal(rewrittenUrl('gl:other/app.git', rules), 'git@git.example.org:other/app.git');
    assert.equal(rewrittenUrl('gl:team/lantern.git', rules), 'https://git.example.org/team/lantern.git');
  });

  it('leave every other URL, and apply once', () => {
    for (const url of ['https://git.example.org/team/lantern', 'git@other:gl:team/x', 'GL:team/x', ''])
      assert.equal(rewrittenUrl(url, rules), url);
    const circle = rewritingsIn([
      { key: 'url.b:.insteadof', value: 'a:' },
      { key: 'url.a:.insteadOf', value: 'b:' },
    ]);
    assert.equal(rewrittenUrl('a:x/y', circle), 'b:x/y');
  });
});
