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
      projectId: 101,
      secret,
      name: 'a.png',
    });
  });

  it('reads no other paths', () => {
    for (const path of [
      '',
      `/group/app/uploads/${secret}/a.png`,
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
