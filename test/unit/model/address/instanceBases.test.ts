import assert from 'node:assert/strict';
import { basesOf, pathBelow, webAddressOf } from '../../../../src/model/address/instanceBases.ts';
import type { InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';
import { isOwn, resolveAddress, uploadedName } from '../../../../src/webview/markdown/references/resolveAddress.ts';

const api = 'https://10.0.0.1:8443';
const project = { path: 'group/app', webUrl: 'https://git.example.org/sub/group/app' };
const secret = 'a'.repeat(32);

describe('The base URLs of an instance', () => {
  it('C12: are that of its web pages and that of its API', () => {
    assert.deepEqual(basesOf(api, project), ['https://git.example.org/sub', api]);
    const group = { path: 'group', webUrl: 'https://git.example.org/groups/group' };
    assert.deepEqual(basesOf(api, group), ['https://git.example.org', api]);
    assert.deepEqual(basesOf(api, { path: 'Group/App', webUrl: `${api}/group/app/` }), [api]);
    assert.deepEqual(basesOf(`${api}/`), [api]);
    for (const odd of ['', 'https://git.example.org/other', 'https://git.example.org/xgroup/app'])
      assert.deepEqual(basesOf(api, { path: 'group/app', webUrl: odd }), [api], odd);
  });

  it('C12: are learned from the URL of a user', () => {
    const instance = api as InstanceUrl;
    const read = (webUrl: string | undefined, username = 'mira') => webAddressOf(instance, { username, webUrl });
    assert.equal(read('https://git.example.org/sub/mira'), 'https://git.example.org/sub');
    assert.equal(read('HTTPS://Git.Example.org/Mira/'), 'https://git.example.org');
    for (const own of [`${api}/mira`, undefined, '', 'https://git.example.org/other', 'ftp://git.example.org/mira'])
      assert.equal(read(own), undefined, own);
  });

  it('C12: contain the URLs below them, but not those of similar hosts and paths', () => {
    const bases = basesOf(api, project);
    assert.equal(pathBelow(bases, 'https://GIT.example.org/sub/group/app'), 'group/app');
    assert.equal(pathBelow(bases, `${api}/group/app`), 'group/app');
    for (const other of ['https://git.example.org/subway/x', 'https://git.example.org/x', 'http://10.0.0.1:8443/x'])
      assert.equal(pathBelow(bases, other), undefined, other);
  });

  it('C12: make the files and links in a text its own', () => {
    const context = { instance: api, project, mayTick: false, webUrl: `${project.webUrl}/-/issues/1`, idPrefix: 'x' };
    for (const url of [`${project.webUrl}/uploads/${secret}/a.png`, `${api}/group/app/uploads/${secret}/a.png`]) {
      assert.ok(isOwn(url, context), url);
      assert.equal(uploadedName(url, context), 'a.png');
    }
    for (const url of [`https://git.example.org/uploads/${secret}/a.png`, 'https://10.0.0.1/a.png'])
      assert.ok(!isOwn(url, context), url);
    assert.equal(resolveAddress('/sub/other/app', context), 'https://git.example.org/sub/other/app');
    assert.equal(resolveAddress('/-/snippets/1', context), 'https://git.example.org/sub/-/snippets/1');
  });
});
