import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CacheFolder } from '../../../../src/host/node/cacheFolder.ts';

describe('CacheFolder', () => {
  let fsPath: string;
  let folder: CacheFolder;
  beforeEach(async () => {
    fsPath = await mkdtemp(join(tmpdir(), 'cache-'));
    folder = new CacheFolder({ fsPath }, 'cache');
  });
  afterEach(() => rm(fsPath, { recursive: true }));

  const read = async (path: string) => new TextDecoder().decode(await folder.readPart(path, 0));

  it('creates nothing before the first write, and finds nothing', async () => {
    assert.equal(await folder.size('a/b'), undefined);
    assert.deepEqual(await folder.list(), []);
    await folder.remove('a');
    await assert.rejects(folder.readPart('a/b', 0));
    assert.deepEqual(await readdir(fsPath), []);
  });

  it('M8: returns one complete text while many windows write', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `${index} `.repeat(50_000));
    const writers = [folder, new CacheFolder({ fsPath }, 'cache')];
    await folder.write('a/b', texts[0]!);
    const state = { done: false };
    const writing = Promise.all(texts.map((text, index) => writers[index % 2]!.write('a/b', text))).finally(() => {
      state.done = true;
    });
    do assert.ok(texts.includes(await read('a/b')));
    while (!state.done);
    await writing;
    assert.deepEqual(await readdir(join(fsPath, 'cache', 'a')), ['b']);
  });

  it('M8: keeps every line that windows append at the same time', async () => {
    const writers = [folder, new CacheFolder({ fsPath }, 'cache')];
    await Promise.all(
      Array.from({ length: 100 }, (_, index) => writers[index % 2]!.append('a/b', `line ${index} ü\n`)),
    );
    const lines = (await read('a/b')).trimEnd().split('\n');
    assert.equal(new Set(lines).size, 100);
    assert.equal(await folder.append('a/b', 'ü'), await folder.size('a/b'));
  });

  it('reads parts, and less at the end of the file', async () => {
    await folder.write('a', '0123456789');
    const part = async (start: number, end?: number) =>
      new TextDecoder().decode(await folder.readPart('a', start, end));
    assert.deepEqual([await part(2, 5), await part(8, 50), await part(50), await part(7)], ['234', '89', '', '789']);
  });

  it('is private to the user, lists its content, and removes files and folders', async function () {
    await folder.write('a/b', 'text');
    await folder.append('a/c', 'more');
    await folder.append('d', 'text');
    if (process.platform !== 'win32') {
      const mode = async (path: string) => (await stat(join(fsPath, 'cache', path))).mode & 0o777;
      assert.deepEqual([await mode('a/b'), await mode('a/c'), await mode('a')], [0o600, 0o600, 0o700]);
    }
    const listed = await folder.list();
    assert.deepEqual(listed.map(({ path, size }) => `${path} ${size}`).sort(), ['a/b 4', 'a/c 4', 'd 4']);
    assert.ok(listed.every(({ usedAt }) => Math.abs(usedAt - Date.now()) < 60_000));
    assert.deepEqual((await folder.list('a')).map(({ path }) => path).sort(), ['a/b', 'a/c']);
    assert.deepEqual(await folder.list('none'), []);
    await folder.remove('a');
    await folder.remove('d');
    assert.deepEqual(await folder.list(), []);
  });
});
