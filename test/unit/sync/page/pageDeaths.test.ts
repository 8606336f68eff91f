import assert from 'node:assert/strict';
import { PageDeaths } from '../../../../src/sync/page/pageDeaths.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const place = { account: 'https://gitlab.example.com#7', projectId: 7, iid: 12 };
const other = { ...place, iid: 13 };
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };

describe('The deaths of issue pages', () => {
  let files: MemoryFiles;
  /** Starts the extension in a new window. */
  const openWindow = () => new PageDeaths(files, log);
  beforeEach(() => {
    files = new MemoryFiles();
  });

  it('S1: are counted when the window ends before the page has shown its texts, and two are enough', async () => {
    for (const isWary of [false, false, true, true]) {
      const deaths = openWindow();
      assert.equal(await deaths.isWary(place), isWary);
      assert.equal(await deaths.isWary(other), false);
      await deaths.expose(place);
      // The mark of its own window isn't a death.
      assert.equal(await deaths.isWary(place), isWary);
    }
  });

  it('S1: are forgotten when the page survives', async () => {
    for (let time = 0; time < 3; time++) await openWindow().expose(place);
    const deaths = openWindow();
    assert.equal(await deaths.isWary(place), true);
    await deaths.expose(place);
    await deaths.survive(place);
    assert.equal(files.files.size, 0);
    assert.equal(await openWindow().isWary(place), false);
  });

  it('S1: do not include a page that was hidden or closed, or whose window was closed', async () => {
    for (let time = 0; time < 3; time++) {
      const deaths = openWindow();
      await deaths.expose(place);
      await deaths.expose(other);
      await deaths.withdraw(place);
      await deaths.withdrawAll();
    }
    assert.equal(files.files.size, 0);
    assert.equal(await openWindow().isWary(place), false);
  });

  it('S1: keep their number when a page is hidden', async () => {
    for (let time = 0; time < 2; time++) await openWindow().expose(place);
    const deaths = openWindow();
    await deaths.expose(place);
    await deaths.withdraw(place);
    assert.equal(await openWindow().isWary(place), true);
  });

  it('S1: are kept when the process of the crashed window ends after the next window opened', async () => {
    const first = openWindow();
    await first.expose(place);
    const second = openWindow();
    await second.expose(place);
    await first.withdrawAll();
    assert.equal(await openWindow().isWary(place), true);
  });

  it('S1: include those of a page that stopped responding while its window lived', async () => {
    const deaths = openWindow();
    for (let time = 0; time < 2; time++) {
      assert.equal(await deaths.isWary(place), false);
      await deaths.expose(place);
      await deaths.die(place);
      await deaths.withdraw(place);
    }
    assert.equal(await deaths.isWary(place), true);
  });

  it('S1: are none if the files are damaged or can’t be used', async () => {
    for (let time = 0; time < 2; time++) await openWindow().expose(place);
    files.spoil('.json', () => '{"deaths":"many"}');
    assert.equal(await openWindow().isWary(place), false);
    files.broken = new Error('disk');
    const deaths = openWindow();
    await deaths.expose(place);
    await deaths.survive(place);
    assert.equal(await deaths.isWary(place), false);
  });
});
