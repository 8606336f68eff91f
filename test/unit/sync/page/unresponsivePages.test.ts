import assert from 'node:assert/strict';
import { UnresponsivePages } from '../../../../src/sync/page/unresponsivePages.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const place = { account: 'https://gitlab.example.com#7', projectId: 7, iid: 12 };
const other = { ...place, iid: 13 };
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };

describe('Unresponsive issue pages', () => {
  let files: MemoryFiles;
  /** Starts the extension in a new session of a window. */
  const openWindow = (folder = 'file:///web-shop') => new UnresponsivePages(files, folder, log);
  beforeEach(() => {
    files = new MemoryFiles();
  });

  it('S1: are counted when the window ends before the page has drawn its texts, and two are enough', async () => {
    for (const isBlocked of [false, false, true, true]) {
      const pages = openWindow();
      assert.equal(await pages.isBlocked(place), isBlocked);
      assert.equal(await pages.isBlocked(other), false);
      await pages.markLoading(place);
      // The mark of its own session doesn't count.
      assert.equal(await pages.isBlocked(place), isBlocked);
    }
  });

  it('S1: are not counted when several windows load the same page', async () => {
    const windows = ['file:///web-shop', 'file:///tools', 'file:///docs', 'file:///web'].map(openWindow);
    for (const pages of windows) {
      assert.equal(await pages.isBlocked(place), false);
      await pages.markLoading(place);
    }
  });

  it('S1: are counted for a window that ended, although another window draws the same page', async () => {
    for (const isBlocked of [false, false, true]) {
      const pages = openWindow();
      assert.equal(await pages.isBlocked(place), isBlocked);
      await pages.markLoading(place);
      const another = openWindow('file:///tools');
      await another.markLoading(place);
      await another.markDrawn(place);
    }
  });

  it('S1: are forgotten when the page draws its texts', async () => {
    for (let time = 0; time < 3; time++) await openWindow().markLoading(place);
    const pages = openWindow();
    assert.equal(await pages.isBlocked(place), true);
    await pages.markLoading(place);
    await pages.markDrawn(place);
    assert.equal(files.files.size, 0);
    assert.equal(await openWindow().isBlocked(place), false);
  });

  it('S1: do not include a page that was hidden or closed, or whose window was closed', async () => {
    for (let time = 0; time < 3; time++) {
      const pages = openWindow();
      await pages.markLoading(place);
      await pages.markLoading(other);
      await pages.unmark(place);
      await pages.unmarkAll();
    }
    assert.equal(files.files.size, 0);
    assert.equal(await openWindow().isBlocked(place), false);
  });

  it('S1: keep their number when a page is hidden', async () => {
    for (let time = 0; time < 2; time++) await openWindow().markLoading(place);
    const pages = openWindow();
    await pages.markLoading(place);
    await pages.unmark(place);
    assert.equal(await openWindow().isBlocked(place), true);
  });

  it('S1: are kept when the process of the crashed window ends after the next window opened', async () => {
    const first = openWindow();
    await first.markLoading(place);
    const second = openWindow();
    await second.markLoading(place);
    await first.unmarkAll();
    assert.equal(await openWindow().isBlocked(place), true);
  });

  it('S1: include a page that stopped responding while its window lived', async () => {
    const pages = openWindow();
    for (let time = 0; time < 2; time++) {
      assert.equal(await pages.isBlocked(place), false);
      await pages.markLoading(place);
      await pages.markUnresponsive(place);
      await pages.unmark(place);
    }
    assert.equal(await pages.isBlocked(place), true);
  });

  it('S1: are none if the files are damaged or can’t be used', async () => {
    for (let time = 0; time < 2; time++) await openWindow().markLoading(place);
    files.spoil('.json', () => '{"times":"many"}');
    assert.equal(await openWindow().isBlocked(place), false);
    files.broken = new Error('disk');
    const pages = openWindow();
    await pages.markLoading(place);
    await pages.markDrawn(place);
    assert.equal(await pages.isBlocked(place), false);
  });
});
