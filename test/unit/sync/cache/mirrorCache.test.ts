import assert from 'node:assert/strict';
import { ManualClock } from '../../manualClock.ts';
import { LogLines } from '../../gitlab/startTransport.ts';
import { MirrorCache } from '../../../../src/sync/cache/mirrorCache.ts';
import { issue } from '../issues.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const day = 24 * 60 * 60_000;
const project = {
  id: 1,
  path: 'g/p',
  name: 'P',
  webUrl: 'https://gitlab.example.com/g/p',
  issuesEnabled: true,
  archived: false,
};

describe('MirrorCache', () => {
  const clock = new ManualClock();
  const log = new LogLines();
  let files: MemoryFiles;
  let cache: MirrorCache;
  beforeEach(() => {
    files = new MemoryFiles(() => clock.now());
    cache = new MirrorCache(files, clock, log);
  });

  const fill = async (account: string, tracker: string, of = cache) => {
    const { issues, descriptions } = of.open(account, tracker);
    const cursor = { since: 1, asOf: 1, recheckedAt: 1 };
    await issues.save({ changed: [], removed: [], cursor }, () => ({
      scope: project,
      cursor,
      ranges: [],
      issues: [issue(1)],
    }));
    await descriptions.put(new Map([[1, 'text']]));
    return {
      issues,
      descriptions,
      save: () =>
        issues.save({ changed: [], removed: [], cursor }, () => ({ scope: project, cursor, ranges: [], issues: [] })),
    };
  };

  it('removes the data of accounts that signed out, including pending writes, and of accounts that another window left long ago', async () => {
    const leaving = await fill('https://a.example|1', 'one');
    await fill('https://a.example|2', 'two');
    await fill('left long ago', 'three', new MirrorCache(files, clock, log));
    const writing = [leaving.save(), leaving.descriptions.put(new Map([[2, 'more']]))];
    await cache.keepOnly(['https://a.example|2']);
    await Promise.all([...writing, leaving.save(), leaving.descriptions.put(new Map([[3, 'late']]))]);
    assert.equal(files.files.size, 2);
    assert.ok([...files.files.keys()].every((path) => path.startsWith('a.example_2-')));
    // The cache keeps the data of an account that signed in again.
    await fill('https://a.example|1', 'one');
    assert.equal(files.files.size, 4);
  });

  it('keeps the data of a signed-in account that is not open, and of one that is opened during the removal', async () => {
    await fill('kept', 'one', new MirrorCache(files, clock, log));
    const staying = await fill('open', 'two');
    const list = files.list.bind(files);
    const gate = Promise.withResolvers<undefined>();
    files.list = async () => {
      await gate.promise;
      return list();
    };
    const removing = cache.keepOnly(['kept', 'open']);
    await fill('signs in', 'three');
    gate.resolve(undefined);
    await removing;
    assert.equal(files.files.size, 6);
    // The open files are still written to.
    await staying.descriptions.put(new Map([[2, 'more']]));
    assert.equal(await new MirrorCache(files, clock, log).open('open', 'two').descriptions.get(2), 'more');
    assert.equal(cache.open('open', 'two').descriptions, staying.descriptions);
  });

  it('holds the files of a tracker once, however often they are opened', () => {
    const first = cache.open('https://a.example|1', 'one');
    assert.equal(cache.open('https://a.example|1', 'one'), first);
    assert.notEqual(cache.open('https://a.example|1', 'two'), first);
    assert.notEqual(cache.open('https://a.example|2', 'one'), first);
  });

  it('distinguishes accounts and trackers with similar names, and creates files only in its own folder', async () => {
    for (const name of ['../../x', '..', 'a/b', 'a_b', 'A_B', 'a:b']) await fill(name, name);
    assert.equal(files.files.size, 12);
    assert.ok([...files.files.keys()].every((path) => /^[a-z0-9_-][a-z0-9._-]*\/[a-z0-9_-][a-z0-9._-]*$/.test(path)));
  });

  it('removes files that were not used for a month, in pairs, and drafts of windows that were killed', async () => {
    await fill('account', 'old');
    await clock.advance(25 * day);
    const quiet = await fill('account', 'quiet');
    await clock.advance(10 * day);
    await quiet.save();
    await files.write('account/x.issues.1-1.draft', 'half');
    await clock.advance(10 * day);
    await quiet.save();
    await clock.advance(15 * day);
    await files.write('account/y.issues.1-1.draft', 'half');
    await cache.tidy();
    const left = [...files.files.keys()].map((path) => path.replace(/^.*\//, '').replace(/-[0-9a-f]{10,}\./, '.'));
    assert.deepEqual(left.sort(), ['quiet.descriptions', 'quiet.issues', 'y.issues.1-1.draft']);
    // The cache deletes old files only once per session.
    await clock.advance(60 * day);
    await cache.tidy();
    assert.equal(files.files.size, 3);
  });

  it('removes the files that were not used for the longest time if the cache is too large', async () => {
    const listed = [2, 3, 1].map((age) => ({
      path: `account/t${age}.issues`,
      size: 250 * 1024 * 1024,
      usedAt: clock.now() - age,
    }));
    const removed: string[] = [];
    files.list = () => Promise.resolve(listed);
    files.remove = (path) => {
      removed.push(path);
      return Promise.resolve();
    };
    await cache.tidy();
    assert.deepEqual(removed, ['account/t3.issues']);
  });

  it('does not fail if the disk does', async () => {
    files.broken = new Error('EIO');
    await cache.tidy();
    await cache.keepOnly([]);
    const { issues, descriptions } = await fill('account', 'tracker');
    assert.equal(await issues.load(), undefined);
    assert.equal(await issues.news(0), undefined);
    assert.equal(await descriptions.get(1), undefined);
    assert.deepEqual(await descriptions.find(['x']), new Set());
    await descriptions.tidy(() => true);
  });

  describe('descriptions', () => {
    it('are found by their words, in every window, in their latest version', async () => {
      const { descriptions } = cache.open('account', 'tracker');
      const other = new MirrorCache(files, clock, log).open('account', 'tracker').descriptions;
      await descriptions.put(
        new Map([
          [1, 'The Login fails\nwith "quotes" und Umläuten'],
          [2, 'login works'],
          [30, ''],
        ]),
      );
      assert.deepEqual(await other.find(['LOGIN']), new Set([1, 2]));
      assert.deepEqual(await other.find(['login', 'umläuten']), new Set([1]));
      await descriptions.put(
        new Map([
          [2, ''],
          [3, 'no login here'],
        ]),
      );
      assert.deepEqual(await other.find(['login']), new Set([1, 3]));
      assert.equal(await other.get(1), 'The Login fails\nwith "quotes" und Umläuten');
      assert.equal(await other.get(2), undefined);
      assert.equal(await other.get(30), undefined);
      assert.equal(await other.get(4), undefined);
    });

    it('are read together, in few reads, wherever they are in the file', async () => {
      const { descriptions } = cache.open('account', 'tracker');
      const far = 'ä'.repeat(1_000);
      await descriptions.put(new Map(Array.from({ length: 400 }, (_, id) => [id, `${far} ${id}`])));
      await descriptions.put(
        new Map([
          [2, 'new'],
          [3, ''],
        ]),
      );
      await descriptions.get(1);
      const before = files.reads;
      const found = await descriptions.getAll([399, 2, 3, 1, 0, 500]);
      assert.deepEqual(
        [...found].sort(([a], [b]) => a - b),
        [
          [0, `${far} 0`],
          [1, `${far} 1`],
          [2, 'new'],
          [399, `${far} 399`],
        ],
      );
      assert.equal(files.reads - before, 2);
      assert.equal((await descriptions.getAll([])).size, 0);
    });

    it('are all kept when the file is rewritten, even if most of it is needed', async () => {
      const text = 'x'.repeat(1000);
      const { descriptions } = cache.open('account', 'tracker');
      for (const round of ['old', 'new'])
        await descriptions.put(new Map(Array.from({ length: 1_000 }, (_, id) => [id, `${text} ${round}`])));
      const before = files.text('.descriptions').length;
      await descriptions.tidy((id) => id < 900);
      assert.ok(files.text('.descriptions').length < before / 2);
      assert.equal((await descriptions.find(['new'])).size, 900);
      assert.equal((await descriptions.find(['old'])).size, 0);
    });

    it('lose only the line that was being written when a window was killed', async () => {
      const { descriptions } = cache.open('account', 'tracker');
      await descriptions.put(
        new Map([
          [1, 'one'],
          [2, 'two'],
        ]),
      );
      files.spoil('.descriptions', (text) => `${text}1 "one that is cut`);
      await descriptions.put(new Map([[3, 'three']]));
      const { descriptions: next } = new MirrorCache(files, clock, log).open('account', 'tracker');
      for (const each of [descriptions, next])
        assert.deepEqual([await each.get(1), await each.get(2), await each.get(3)], ['one', 'two', 'three']);
    });

    it('are rewritten without unused entries, and the other windows notice', async () => {
      const long = 'x'.repeat(1000);
      const { descriptions } = cache.open('account', 'tracker');
      const other = new MirrorCache(files, clock, log).open('account', 'tracker').descriptions;
      for (let round = 0; round < 4; round++)
        await descriptions.put(
          new Map(Array.from({ length: 400 }, (_, id) => [id, `${long} round${round} number${id} `])),
        );
      assert.equal((await other.find(['round3'])).size, 400);
      const before = files.text('.descriptions').length;
      await descriptions.tidy((id) => id < 100);
      assert.ok(files.text('.descriptions').length < before / 10);
      // The file grows beyond the size that the other window last saw.
      const late = Array.from({ length: 2000 }, (_, index) => [1000 + index, `${long} late`] as const);
      await descriptions.put(new Map(late));
      assert.ok(files.text('.descriptions').length > before);
      assert.equal((await other.find(['round3'])).size, 100);
      assert.match((await other.get(42)) ?? '', /round3 number42/);
      assert.equal(await other.get(300), undefined);
    });
  });
});
