import assert from 'node:assert/strict';
import { isDraftTombstone } from '../../../../src/model/page/draftTombstone.ts';
import { fileName } from '../../../../src/sync/cache/fileName.ts';
import { Drafts, type DraftsOfIssue } from '../../../../src/sync/page/drafts.ts';
import { LogLines } from '../../gitlab/startTransport.ts';
import { ManualClock } from '../../manualClock.ts';
import { waitUntil } from '../../waitUntil.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const place = { account: 'https://gitlab.example.com|personal|1', projectId: 7, iid: 12 };

describe('Drafts', () => {
  let files: MemoryFiles;
  let clock: ManualClock;
  let log: LogLines;
  const open = () => new Drafts(files, clock, log);

  /** The texts in the boxes. */
  const texts = (drafts: DraftsOfIssue) =>
    Object.fromEntries(
      Object.entries(drafts)
        .filter(([, draft]) => !isDraftTombstone(draft))
        .map(([box, { text }]) => [box, text]),
    );
  const onDisk = async () => texts(await open().read(place));

  beforeEach(() => {
    clock = new ManualClock();
    files = new MemoryFiles(() => clock.now());
    log = new LogLines();
  });

  it('B13: are restored after a crash a moment after the last key, and removed once they were sent', async () => {
    const drafts = open();
    drafts.put(place, 'comment', { text: 'Half a sen', internal: true });
    drafts.put(place, 'comment', { text: 'Half a sentence', internal: true });
    await clock.advance(300);
    const { comment } = await open().read(place);
    assert.deepEqual([comment?.text, comment?.internal], ['Half a sentence', true]);
    drafts.clear(place, 'comment', comment);
    const gone = { comment: { text: '', typedAt: (comment?.typedAt ?? 0) + 1 } };
    assert.deepEqual(await drafts.read(place), gone);
    await drafts.flushAll();
    // The empty draft clears the text of a page that VS Code restores with an older state.
    assert.deepEqual(await open().read(place), gone);
    assert.equal(await drafts.count(place.account), 0);
    await clock.advance(31 * 24 * 3_600_000);
    drafts.put(place, 'title', { text: 'A title', base: 'Old' });
    await drafts.flushAll();
    const later = open();
    await later.read(place);
    assert.deepEqual(Object.keys(await later.read(place)), ['title']);
  });

  it('B13: are on disk a moment after a key while the user types without a pause', async () => {
    const drafts = open();
    for (let length = 1; length <= 20; length++) {
      drafts.put(place, 'comment', { text: 'x'.repeat(length), typedAt: length });
      await clock.advance(100);
    }
    const { comment } = await open().read(place);
    assert.ok((comment?.text.length ?? 0) >= 17, comment?.text);
    assert.equal(comment?.typedAt, comment?.text.length);
  });

  it('B13: are all on disk when a flush ends, including text that was typed during a slow write', async () => {
    const drafts = open();
    const write = files.write.bind(files);
    const disk = Promise.withResolvers<undefined>();
    files.write = async (path, text) => {
      await disk.promise;
      await write(path, text);
    };
    drafts.put(place, 'comment', { text: 'Half a sen' });
    await clock.advance(300);
    drafts.put(place, 'comment', { text: 'Half a sentence' });
    drafts.put({ ...place, iid: 13 }, 'comment', { text: 'Another' });
    const flushed = drafts.flushAll();
    disk.resolve(undefined);
    await flushed;
    const after = open();
    assert.deepEqual(texts(await after.read(place)), { comment: 'Half a sentence' });
    assert.deepEqual(texts(await after.read({ ...place, iid: 13 })), { comment: 'Another' });
  });

  it('B13: keep what each of two windows typed into its box, including text from before they were read', async () => {
    const [one, two] = [open(), open()];
    one.put(place, 'title', { text: 'A title', base: 'Old' });
    await one.flushAll();
    two.put(place, 'comment', { text: 'A comment' });
    await two.flushAll();
    one.put(place, 'reply:abcdef', { text: 'A reply' });
    await one.flushAll();
    assert.deepEqual(Object.keys(await two.read(place)).sort(), ['comment', 'reply:abcdef', 'title']);
  });

  it('stay in memory if the disk fails, and are saved once it works', async () => {
    const drafts = open();
    const write = files.write.bind(files);
    files.write = () => Promise.reject(new Error('ENOSPC'));
    drafts.put(place, 'comment', { text: 'Kept' });
    await drafts.flushAll();
    assert.deepEqual(texts(await drafts.read(place)), { comment: 'Kept' });
    files.write = write;
    drafts.put(place, 'title', { text: 'Too' });
    await drafts.flushAll();
    assert.deepEqual(Object.keys(await open().read(place)).sort(), ['comment', 'title']);
    assert.ok(!log.lines.some((line) => line.includes('Kept')));
  });

  it('S13: are saved without another key once a full disk has space again, after few attempts', async () => {
    const drafts = open();
    const write = files.write.bind(files);
    let attempts = 0;
    files.write = () => {
      attempts += 1;
      return Promise.reject(new Error('ENOSPC'));
    };
    drafts.put(place, 'comment', { text: 'Kept' });
    await clock.advance(10_000);
    assert.ok(attempts >= 3, `${attempts} attempts`);
    await clock.advance(3_600_000);
    assert.ok(attempts < 140, `${attempts} attempts`);
    assert.deepEqual(await onDisk(), {});
    files.write = write;
    await clock.advance(30_000);
    assert.deepEqual(await onDisk(), { comment: 'Kept' });
    assert.equal(log.lines.length, 1);
    assert.equal(clock.waiting, 0);
  });

  it('S13: are not saved later if the user discards them while the disk is full', async () => {
    const drafts = open();
    const write = files.write.bind(files);
    files.write = () => Promise.reject(new Error('ENOSPC'));
    drafts.put(place, 'comment', { text: 'Mine' });
    await clock.advance(1000);
    await drafts.discard(place.account);
    files.write = write;
    await clock.advance(60_000);
    assert.equal(files.files.size, 0);
  });

  it('S14: keep every box that windows save at the same time', async () => {
    const windows = ['title', 'description', 'comment', 'reply:abcdef'].map((box) => ({ box, drafts: open() }));
    for (const { box, drafts } of windows) drafts.put(place, box, { text: `Text of ${box}` });
    await Promise.all(windows.map(({ drafts }) => drafts.flushAll()));
    assert.deepEqual(await onDisk(), Object.fromEntries(windows.map(({ box }) => [box, `Text of ${box}`])));
  });

  it('S2: are replaced by what the user types now, even if the clock was a day ahead before, in any window', async () => {
    const before = open();
    before.put(place, 'comment', { text: 'Old', typedAt: clock.now() });
    before.put(place, 'title', { text: 'Old title', typedAt: clock.now() });
    await before.flushAll();
    clock.jump(-24 * 3_600_000);
    const after = open();
    after.put(place, 'comment', { text: 'New', typedAt: clock.now() });
    before.put(place, 'title', { text: 'New title' });
    await clock.advance(300);
    assert.deepEqual(await onDisk(), { comment: 'New', title: 'New title' });
    // Another window sends the old text. What was typed since then stays.
    before.clear(place, 'comment', { text: 'Old' });
    await clock.advance(300);
    assert.deepEqual(await onDisk(), { comment: 'New', title: 'New title' });
    after.clear(place, 'comment', { text: 'New' });
    await clock.advance(300);
    assert.deepEqual(await onDisk(), { title: 'New title' });
  });

  it('of version 0.1, which stored all boxes in one file, are moved to a file for each box', async () => {
    const old = `${fileName(place.account)}/7-12.json`;
    const boxes = { comment: { text: 'A comment', typedAt: 5 }, title: { text: 'A title', base: 'Old' }, note: 7 };
    await files.write(old, JSON.stringify(boxes));
    assert.equal(await open().count(place.account), 1);
    const drafts = open();
    drafts.put(place, 'title', { text: 'A newer title', base: 'Old' });
    assert.deepEqual(texts(await drafts.read(place)), { comment: 'A comment', title: 'A newer title' });
    await drafts.flushAll();
    assert.equal(await files.size(old), undefined);
    assert.deepEqual(await onDisk(), { comment: 'A comment', title: 'A newer title' });
    assert.equal(await drafts.count(place.account), 1);
  });

  it('B13: lose no other box to one failed read, or to an invalid file', async () => {
    const before = open();
    before.put(place, 'comment', { text: 'A long comment' });
    before.put(place, 'note:1', { text: 'An edit' });
    await before.flushAll();
    const path = `${fileName(place.account)}/7-12/${fileName('note:1')}.json`;
    assert.ok(await files.size(path));
    await files.write(path, '{"words":"of another version"}');
    const read = files.readPart.bind(files);
    files.readPart = () => Promise.reject(new Error('EBUSY'));
    const drafts = open();
    drafts.put(place, 'title', { text: 'Title', base: 'Old' });
    await drafts.flushAll();
    files.readPart = read;
    await drafts.flushAll();
    assert.deepEqual(Object.keys(await open().read(place)).sort(), ['comment', 'title']);
  });

  it('are counted and discarded by account', async () => {
    const drafts = open();
    drafts.put(place, 'comment', { text: 'Mine' });
    drafts.put({ ...place, iid: 13 }, 'comment', { text: 'Mine, too' });
    drafts.put({ ...place, account: 'another' }, 'comment', { text: 'Another’s' });
    assert.equal(await drafts.count(place.account), 2);
    await drafts.discard(place.account);
    assert.deepEqual([await drafts.count(place.account), await drafts.count('another')], [0, 1]);
    assert.deepEqual(await drafts.read(place), {});
  });

  it('are empty if a file can’t be read', async () => {
    const drafts = open();
    drafts.put(place, 'comment', { text: 'Mine' });
    await drafts.flushAll();
    const [path] = files.files.keys();
    await files.write(path!, '{"comment": 7');
    assert.deepEqual(await open().read(place), {});
  });

  it('B13: are written when the window closes, without waiting for the timer', async () => {
    const drafts = open();
    drafts.put(place, 'comment', { text: 'The last words' });
    drafts.dispose();
    await waitUntil(() => files.files.size === 1);
    assert.deepEqual(await onDisk(), { comment: 'The last words' });
    assert.equal(clock.waiting, 0);
  });

  it('are written one at a time', async () => {
    const drafts = open();
    const write = files.write.bind(files);
    let [underWay, most] = [0, 0];
    files.write = async (path, text) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      await write(path, text);
      underWay -= 1;
    };
    for (let iid = 1; iid <= 3; iid++) drafts.put({ ...place, iid }, 'comment', { text: `On ${iid}` });
    const first = drafts.flushAll();
    drafts.put({ ...place, iid: 1 }, 'comment', { text: 'On 1, again' });
    await Promise.all([first, drafts.flushAll()]);
    assert.equal(most, 1);
    assert.deepEqual(texts(await open().read({ ...place, iid: 1 })), { comment: 'On 1, again' });
  });

  it('B13: are found by a read during a write', async () => {
    const drafts = open();
    const [writing, sizing] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const write = files.write.bind(files);
    files.write = async (path, text) => {
      await writing.promise;
      await write(path, text);
    };
    drafts.put(place, 'comment', { text: 'Typed' });
    const flushed = drafts.flushAll();
    await new Promise((resolve) => setImmediate(resolve));
    const size = files.size.bind(files);
    files.size = async (path) => {
      const before = await size(path);
      await sizing.promise;
      return before;
    };
    const read = drafts.read(place);
    await new Promise((resolve) => setImmediate(resolve));
    writing.resolve(undefined);
    await flushed;
    sizing.resolve(undefined);
    assert.deepEqual(texts(await read), { comment: 'Typed' });
  });

  it('keep the newer text of a box if another window changes an older one without typing', async () => {
    const [one, two] = [open(), open()];
    one.put(place, 'comment', { text: 'Newer', typedAt: 20 });
    await one.flushAll();
    for (const typedAt of [10, 19]) {
      two.amend(place, 'comment', { text: 'Older', typedAt });
      await two.flushAll();
      assert.deepEqual(await onDisk(), { comment: 'Newer' });
    }
    two.put(place, 'comment', { text: 'Typed last', typedAt: 10 });
    await two.flushAll();
    assert.deepEqual(await onDisk(), { comment: 'Typed last' });
  });

  it('are not written for an account whose drafts were discarded, until an issue of it is opened', async () => {
    const drafts = open();
    drafts.put(place, 'comment', { text: 'Typed' });
    await drafts.discard(place.account);
    drafts.put(place, 'comment', { text: 'Of a request that failed late' });
    await drafts.flushAll();
    assert.equal(files.files.size, 0);
    assert.deepEqual(await drafts.read(place), {});
    drafts.put(place, 'comment', { text: 'After the next sign-in' });
    await drafts.flushAll();
    assert.equal(await drafts.count(place.account), 1);
  });

  it('are removed with a write in progress when they are discarded', async () => {
    const drafts = open();
    const disk = Promise.withResolvers<undefined>();
    const write = files.write.bind(files);
    files.write = async (path, text) => {
      await disk.promise;
      await write(path, text);
    };
    drafts.put(place, 'comment', { text: 'Typed' });
    await clock.advance(300);
    const state = { discarded: false };
    const discarding = drafts.discard(place.account).then(() => (state.discarded = true));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(state.discarded, false);
    disk.resolve(undefined);
    await discarding;
    assert.equal(files.files.size, 0);
  });

  it('are reported to the log, and to no one else, if the disk fails', async () => {
    const drafts = open();
    drafts.put(place, 'comment', { text: 'Typed' });
    await drafts.flushAll();
    const [path = ''] = files.files.keys();
    files.broken = new Error('EIO');
    assert.deepEqual(await drafts.read(place), {});
    assert.equal(await drafts.count(place.account), 0);
    await drafts.discard(place.account);
    files.broken = undefined;
    assert.equal(log.lines.length, 2);
    // A file that can't be read may contain a draft, so the user is asked before it is discarded.
    files.readPart = () => Promise.reject(new Error('EIO'));
    assert.deepEqual([await drafts.count(place.account), files.files.has(path)], [1, true]);
  });

  it('leave no file behind a month after the last one was sent', async () => {
    const drafts = open();
    drafts.clear(place, 'comment', drafts.put(place, 'comment', { text: 'Typed' }));
    drafts.put({ ...place, iid: 13 }, 'comment', { text: 'Not sent' });
    await drafts.flushAll();
    const sizeAfter = async (days: number) => {
      await clock.advance(days * 24 * 3_600_000);
      await open().read({ ...place, iid: 14 });
      await clock.advance(0);
      return files.files.size;
    };
    assert.deepEqual([await sizeAfter(29), await sizeAfter(2)], [2, 1]);
    assert.deepEqual(texts(await open().read({ ...place, iid: 13 })), { comment: 'Not sent' });
    assert.equal(clock.waiting, 0);
  });
});
