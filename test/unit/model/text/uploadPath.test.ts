import assert from 'node:assert/strict';
import { readUploadPath } from '../../../../src/model/text/uploadPath.ts';

const secret = '0123456789abcdef0123456789abcdef';

describe('readUploadPath', () => {
  it('reads the paths of all GitLab versions', () => {
    assert.deepEqual(readUploadPath(`/uploads/${secret}/a.png`), { secret, name: 'a.png' });
    assert.deepEqual(readUploadPath(`/uploads/0123456789/a%20b.png?width=9#x`), {
      secret: '0123456789',
      name: 'a b.png',
    });
    assert.deepEqual(readUploadPath(`/-/project/101/uploads/${secret}/a.png`), {
      owner: { kind: 'project', id: 101 },
      secret,
      name: 'a.png',
    });
  });

  it('C8: reads the project or group in the path', () => {
    const owner = (home: string) => readUploadPath(`${home}/uploads/${secret}/a.png?x=1#y`)?.owner;
    assert.deepEqual(owner('/group/sub/app'), { kind: 'project', id: 'group/sub/app' });
    assert.deepEqual(owner('/group/groups/app'), { kind: 'project', id: 'group/groups/app' });
    assert.deepEqual(owner('/groups/group/sub/-'), { kind: 'group', id: 'group/sub' });
    assert.deepEqual(owner('/-/group/7'), { kind: 'group', id: 7 });
    for (const home of [
      '/app',
      '/groups/group',
      '/admin/app',
      '/group/../app',
      '/group/%2e%2e/app',
      '/-/snippet/1',
      '//',
    ])
      assert.equal(readUploadPath(`${home}/uploads/${secret}/a.png`), undefined, home);
  });

  it('reads no other paths', () => {
    for (const path of [
      '',
      `/-/project/x/uploads/${secret}/a.png`,
      `/uploads/${secret}/`,
      `/uploads/${secret}/folder/a.png`,
      '/uploads/012345678/a.png',
      `/uploads/${secret}0/a.png`,
      `/uploads/${secret}/%E0%A4%A`,
    ])
      assert.equal(readUploadPath(path), undefined, path);
  });
});
