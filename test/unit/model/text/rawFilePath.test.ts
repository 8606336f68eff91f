import assert from 'node:assert/strict';
import { readRawFilePath } from '../../../../src/model/text/rawFilePath.ts';

describe('readRawFilePath', () => {
  it('C14: reads the paths of files in repositories, also in old texts', () => {
    const file = { project: 'group/app', ref: 'HEAD', path: 'docs/a b.png' };
    for (const path of [
      'group/app/-/raw/HEAD/docs/a%20b.png',
      'group/app/-/raw/HEAD/docs/a b.png?inline=false#x',
      'group/app/raw/HEAD/docs/a%20b.png',
    ])
      assert.deepEqual(readRawFilePath(path), file, path);
    assert.deepEqual(readRawFilePath('a/b/c.d/-/raw/v1.0%2Bx/100%.png'), {
      project: 'a/b/c.d',
      ref: 'v1.0+x',
      path: '100%.png',
    });
    assert.deepEqual(readRawFilePath('a/b/-/raw/main/x/-/raw/y.png'), {
      project: 'a/b',
      ref: 'main',
      path: 'x/-/raw/y.png',
    });
  });

  it('C14: reads no other paths', () => {
    for (const path of [
      '',
      'group/app',
      'group/app/-/blob/HEAD/docs/a.png',
      'group/app/-/raw/HEAD',
      'group/app/-/raw/HEAD/',
      'group/app/-/raw//a.png',
      'group/-/raw/HEAD/a.png',
      '-/raw/HEAD/a.png',
    ])
      assert.equal(readRawFilePath(path), undefined, path);
  });
});
