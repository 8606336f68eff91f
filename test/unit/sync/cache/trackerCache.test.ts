import assert from 'node:assert/strict';
import type { Project } from '../../../../src/model/project.ts';
import type { SyncCursor, TrackerSnapshot } from '../../../../src/sync/cache/snapshot.ts';
import { TrackerCache } from '../../../../src/sync/cache/trackerCache.ts';
import { LogLines } from '../../gitlab/startTransport.ts';
import { issue } from '../issues.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const path = 'account/tracker.issues';
const scope: Project = {
  id: 101,
  path: 'group/project',
  name: 'Project',
  webUrl: 'https://gitlab.example.com/group/project',
  issuesEnabled: true,
  archived: false,
  accessLevel: 40,
};

const at = (asOf: number): SyncCursor => ({ since: asOf, asOf, recheckedAt: 0 });

/** Returns a snapshot with these issues, read at the given time. */
const everything = (asOf: number, ...ids: number[]): TrackerSnapshot => ({
  scope,
  issues: ids.map((id) => issue(id)),
  cursor: at(asOf),
  ranges: [],
});

describe('TrackerCache', () => {
  let files: MemoryFiles;
  let log: LogLines;
  beforeEach(() => {
    files = new MemoryFiles(() => 0);
    log = new LogLines();
  });

  const open = (key = 'account tracker') => new TrackerCache(files, path, key, log);

  /** A window that has read the file, and counts the times it wrote everything. */
  class Window {
    readonly cache = open();
    rewrites = 0;

    async load(): Promise<this> {
      await this.cache.load();
      return this;
    }

    /** Saves a changed issue. @param ids the issues that a rewrite contains. */
    async save(asOf: number, id: number, ids = [id]): Promise<void> {
      await this.cache.save({ changed: [issue(id)], removed: [], cursor: at(asOf) }, () => {
        this.rewrites += 1;
        return everything(asOf, ...ids);
      });
    }
  }

  const stored = async () => {
    const found = await open().load();
    return { ids: found?.issues.map(({ id }) => id).sort((a, b) => a - b), asOf: found?.cursor.asOf };
  };

  it('appends the changes of one window, and another window reads only those', async () => {
    const one = new Window();
    await one.save(1, 1);
    const other = await new Window().load();
    await one.save(2, 2);
    await one.save(3, 3);
    assert.equal(one.rewrites, 1);
    const news = await other.cache.news(1);
    assert.ok(news && !('issues' in news));
    assert.deepEqual([news.changed.map(({ id }) => id), news.cursor?.asOf], [[2, 3], 3]);
    assert.equal(await other.cache.news(3), undefined);
    assert.deepEqual(await stored(), { ids: [1, 2, 3], asOf: 3 });
  });

  it('applies removals in their order, and a row that came back', async () => {
    const one = new Window();
    await one.save(1, 1, [1, 2, 3]);
    const save = (changed: number[], removed: number[], asOf: number) =>
      one.cache.save({ changed: changed.map((id) => issue(id)), removed, cursor: at(asOf) }, () => everything(0));
    await save([4], [1, 2], 2);
    await save([1], [4], 3);
    assert.deepEqual(await stored(), { ids: [1, 3], asOf: 3 });
  });

  it('writes everything if another window wrote since it last read', async () => {
    const one = new Window();
    await one.save(1, 1);
    const other = await new Window().load();
    await one.save(2, 2);
    await other.save(3, 3, [1, 2, 3]);
    assert.equal(other.rewrites, 1);
    assert.deepEqual(await stored(), { ids: [1, 2, 3], asOf: 3 });
  });

  it('writes everything the next time if another window appended at the same moment', async () => {
    const one = new Window();
    await one.save(1, 1);
    const append = files.append.bind(files);
    files.append = async (name, text) => {
      files.append = append;
      await append(name, `${JSON.stringify({ follows: 0, changed: [issue(9)], removed: [], cursor: at(9) })}\n`);
      return append(name, text);
    };
    await one.save(2, 2);
    // The line of this window doesn't follow the other one, so its rows count, and its cursor doesn't.
    assert.deepEqual(await stored(), { ids: [1, 2, 9], asOf: 9 });
    await one.save(10, 10, [1, 2, 9, 10]);
    assert.equal(one.rewrites, 2);
    assert.deepEqual(await stored(), { ids: [1, 2, 9, 10], asOf: 10 });
  });

  it('reads everything again after another window wrote everything, although the file is longer', async () => {
    const one = new Window();
    await one.save(1, 1, [1, 2]);
    const reader = await new Window().load();
    const other = await new Window().load();
    await other.cache.save({ changed: [], removed: [], cursor: at(5) }, () => everything(5, 2, 3, 4, 5, 6, 7), 'all');
    const news = await reader.cache.news(1);
    assert.ok(news && 'issues' in news);
    assert.deepEqual(
      news.issues.map(({ id }) => id),
      [2, 3, 4, 5, 6, 7],
    );
  });

  it('ignores a snapshot of a window that is behind, and overwrites it', async () => {
    const ahead = new Window();
    await ahead.save(5, 1);
    const behind = new Window();
    await behind.save(3, 2, [2, 3, 4]);
    assert.equal(await ahead.cache.news(5), undefined);
    await ahead.save(6, 5, [1, 5]);
    assert.equal(ahead.rewrites, 2);
    assert.deepEqual(await stored(), { ids: [1, 5], asOf: 6 });
  });

  it('has the rows after a gap, and the cursor from before it', async () => {
    await new Window().save(1, 1);
    const reader = await new Window().load();
    for (const [follows, id] of [
      [0, 2],
      [7, 3],
      [2, 4],
    ] as const) {
      await files.append(path, `${JSON.stringify({ follows, changed: [issue(id)], removed: [], cursor: at(id) })}\n`);
    }
    const news = await reader.cache.news(1);
    assert.deepEqual([news?.cursor?.asOf, await stored()], [2, { ids: [1, 2, 3, 4], asOf: 2 }]);
    await reader.save(8, 8, [1, 2, 3, 4, 8]);
    assert.equal(reader.rewrites, 1);
  });

  it('skips a line that is not complete yet, and writes everything the next time', async () => {
    await new Window().save(1, 1);
    const line = JSON.stringify({ follows: 0, changed: [issue(2)], removed: [], cursor: at(2) });
    await files.append(path, line.slice(0, 30));
    const window = new Window();
    assert.deepEqual((await window.cache.load())?.issues.length, 1);
    await window.save(3, 3, [1, 3]);
    assert.equal(window.rewrites, 1);
    assert.deepEqual(await stored(), { ids: [1, 3], asOf: 3 });
  });

  it('writes everything when the lines are longer than half of a large snapshot, or than 256 kB', async () => {
    const one = new Window();
    const many = Array.from({ length: 8000 }, (_, id) => id);
    await one.save(1, 1, many);
    const snapshot = files.text('.issues').length;
    assert.ok(snapshot > 2 * 256 * 1024, `${snapshot} characters`);
    let longest = 0;
    for (let asOf = 2; one.rewrites < 2; asOf++) {
      await one.cache.save(
        { changed: many.slice(0, 100).map((id) => issue(id)), removed: [], cursor: at(asOf) },
        () => {
          one.rewrites += 1;
          return everything(asOf, 1);
        },
      );
      longest = Math.max(longest, files.text('.issues').length);
    }
    assert.ok(longest > 1.5 * snapshot && longest < 1.6 * snapshot, `${longest} after ${snapshot}`);
  });

  it('loads nothing from the file of another tracker, from a huge file, or after it was closed', async () => {
    await new Window().save(1, 1);
    assert.equal(await open('account other').load(), undefined);
    const { reads } = files;
    const size = files.size.bind(files);
    files.size = () => Promise.resolve(256 * 1024 * 1024 + 1);
    assert.equal(await open().load(), undefined);
    assert.equal(files.reads, reads);
    files.size = size;
    const window = await new Window().load();
    await window.cache.close();
    await window.save(2, 2);
    assert.equal(await window.cache.load(), undefined);
    assert.deepEqual(await stored(), { ids: [1], asOf: 1 });
  });

  it('resolves a close when the write in progress has ended', async () => {
    const gate = Promise.withResolvers<undefined>();
    const write = files.write.bind(files);
    files.write = async (name, text) => {
      await gate.promise;
      await write(name, text);
    };
    const window = new Window();
    void window.save(1, 1);
    await Promise.resolve();
    const state = { closed: false };
    const closing = window.cache.close().then(() => (state.closed = true));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(state.closed, false);
    gate.resolve(undefined);
    await closing;
    assert.equal(files.files.size, 1);
  });

  it('logs a disk error, and writes everything the next time', async () => {
    const one = new Window();
    await one.save(1, 1);
    files.broken = new Error('ENOSPC');
    await one.save(2, 2);
    files.broken = undefined;
    assert.ok(log.lines.some((line) => line.includes('ENOSPC')));
    await one.save(3, 3, [1, 2, 3]);
    assert.equal(one.rewrites, 2);
    assert.deepEqual(await stored(), { ids: [1, 2, 3], asOf: 3 });
  });
});
