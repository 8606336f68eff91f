import assert from 'node:assert/strict';
import { remoteAddresses } from '../../../../src/model/address/remoteAddresses.ts';
import { readGitConfigText } from '../../../../src/model/address/readGitConfigText.ts';

describe('C3: the addresses of remotes in Git’s configuration', () => {
  const rules = `
    [url "git@git.example.org:"]
      insteadOf = gl:
    [url "https://git.example.org/team/"]
      insteadOf = gl:team/
    [url "ssh://git@git.example.org/"]
      pushInsteadOf = https://mirror.example/
    [url "https://empty.example/"]
      insteadOf =
    [url]
      insteadOf = x
    [url "b:"]
      insteadOf = a:
    [url "a:"]
      insteadOf = b:
    [url "https://oauth2:CANARY@git.example.org/"]
      insteadOf = safe:
  `;
  const addresses = (...lines: string[]) =>
    remoteAddresses(readGitConfigText(`${rules}\n[remote "origin"]\n${lines.join('\n')}`)).map(({ url }) => url);

  it('start as the longest rule says, which applies once', () => {
    assert.deepEqual(addresses('url = gl:other/app.git'), ['git@git.example.org:other/app.git']);
    assert.deepEqual(addresses('url = gl:team/lantern.git'), ['https://git.example.org/team/lantern.git']);
    assert.deepEqual(addresses('url = a:x/y'), ['b:x/y']);
  });

  it('are those in the file if no rule matches', () => {
    for (const url of ['https://git.example.org/team/lantern', 'git@other:gl:team/x', 'GL:team/x'])
      assert.deepEqual(addresses(`url = ${url}`), [url]);
    assert.deepEqual(addresses('fetch = x'), []);
    assert.deepEqual(addresses('pushurl = c:d/e'), ['c:d/e']);
  });

  it('contain no password of a rule', () => {
    assert.deepEqual(addresses('url = safe:team/lantern'), ['https://git.example.org/team/lantern']);
  });

  it('include the addresses that Git pushes to, after the one that it fetches from', () => {
    const [mirror, own] = ['https://mirror.example/team/lantern', 'git@git.example.org:team/lantern'];
    assert.deepEqual(addresses('url = https://other.example/x/y', 'pushurl = gl:me/app'), [
      'https://other.example/x/y',
      'git@git.example.org:me/app',
    ]);
    assert.deepEqual(addresses(`url = ${mirror}`), [mirror, 'ssh://git.example.org/team/lantern']);
    assert.deepEqual(addresses(`url = ${mirror}`, `pushurl = ${mirror}`), [mirror], 'only without pushurl');
    assert.deepEqual(addresses(`url = ${mirror}`, `pushurl = ${own}`, `pushurl = c:d/e`), [mirror, own, 'c:d/e']);
    assert.deepEqual(addresses(`url = ${own}`, 'url = c:d/e'), [own, 'c:d/e'], 'pushes to all');
    for (const pushed of ['pushurl = e:f/g', `url = ${mirror}`])
      assert.ok(!addresses(`url = ${own}`, 'url = c:d/e', pushed).includes('c:d/e'), 'fetches only from the first');
    assert.deepEqual(
      addresses(`url = c:d/e`, `url =`, `url = ${own}`),
      [own],
      'an empty value removes those before it',
    );
  });

  it('belong to the remote with their name', () => {
    const values = readGitConfigText(
      '[remote "a.b"]\nurl=c:d/e\n[remote "origin"]\nurl=c:f/g\n[remote "a.b"]\nurl=c:h/i',
    );
    assert.deepEqual(remoteAddresses(values), [
      { name: 'a.b', url: 'c:d/e' },
      { name: 'a.b', url: 'c:h/i' },
      { name: 'origin', url: 'c:f/g' },
    ]);
  });
});
