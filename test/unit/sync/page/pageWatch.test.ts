import assert from 'node:assert/strict';
import type { PageMessage } from '../../../../src/model/page/pageMessages.ts';
import { PageWatch } from '../../../../src/sync/page/pageWatch.ts';
import { UnresponsivePages } from '../../../../src/sync/page/unresponsivePages.ts';
import { ManualClock } from '../../manualClock.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const place = { account: 'https://gitlab.example.com#7', projectId: 7, iid: 12 };
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const ready: PageMessage = { type: 'ready' };
const responding: PageMessage = { type: 'responding' };

describe('The watch over an issue page', () => {
  let clock: ManualClock;
  let files: MemoryFiles;
  let watch: PageWatch;
  /** The questions that the window sent to the page. */
  let asked: number[];
  let stopped: number;
  /** Resolves when the window is awake and connected. */
  let connected: Promise<void>;

  beforeEach(() => {
    clock = new ManualClock();
    files = new MemoryFiles(() => clock.now());
    asked = [];
    stopped = 0;
    connected = Promise.resolve();
    const marks = new UnresponsivePages(files, 'file:///web-shop', log);
    const ask = async (ticket: number) => {
      await connected;
      asked.push(ticket);
    };
    watch = new PageWatch({ place, marks, clock, ask, onDidStopResponding: () => (stopped += 1) });
    watch.see(true, true);
  });

  /** The page responds to the last question at once, and has nothing left to draw. */
  const answer = () => {
    watch.heard(responding);
    watch.heard({ type: 'drawn', ticket: asked.at(-1) ?? 0 });
  };
  /** Whether the page counts as unresponsive if the window ends now. */
  const isMarked = () => files.files.size > 0;

  it('S1: ends if the page has not started in ten seconds', async () => {
    await clock.advance(9_999);
    assert.equal(stopped, 0);
    await clock.advance(1);
    assert.equal(stopped, 1);
    await clock.advance(3_600_000);
    assert.equal(stopped, 1);
    assert.equal(clock.waiting, 0);
    assert.deepEqual(JSON.parse(files.text('.json')), { times: 1 });
  });

  it('S1: marks the page until it has drawn all texts, and again when they change', async () => {
    watch.heard(ready);
    watch.draw(['A description', undefined], false);
    await clock.advance(0);
    answer();
    await clock.advance(0);
    assert.ok(isMarked());
    const discussions: unknown[] = [];
    watch.draw(['A description', discussions], true);
    // The response to an earlier question.
    watch.heard({ type: 'drawn', ticket: asked.at(-1)! - 1 });
    await clock.advance(0);
    assert.ok(isMarked());
    answer();
    await clock.advance(0);
    assert.ok(!isMarked());
    const before = asked.length;
    watch.draw(['A description', discussions], true);
    await clock.advance(0);
    assert.deepEqual([isMarked(), asked.length], [false, before]);
    watch.draw(['A description', [...discussions]], true);
    await clock.advance(0);
    assert.deepEqual([isMarked(), asked.length], [true, before + 1]);
    await clock.advance(10_000);
    assert.equal(stopped, 1);
  });

  it('S1: keeps the mark when a page that loads again starts', async () => {
    const texts = ['A description', []];
    watch.heard(ready);
    watch.draw(texts, true);
    await clock.advance(0);
    watch.see(false, true);
    watch.see(true, true);
    await clock.advance(0);
    watch.heard(ready);
    // The page hasn't received its texts again.
    answer();
    await clock.advance(0);
    assert.ok(isMarked());
    watch.draw(texts, true);
    await clock.advance(0);
    assert.ok(isMarked());
    answer();
    await clock.advance(0);
    assert.ok(!isMarked());
  });

  it('S1: ends if the page stops responding later, and costs one question in thirty seconds', async () => {
    watch.heard(ready);
    watch.draw(['A description', []], true);
    await clock.advance(0);
    answer();
    await clock.advance(5_000);
    const before = asked.length;
    for (let minute = 0; minute < 10; minute++) {
      answer();
      await clock.advance(30_000);
      answer();
      await clock.advance(30_000);
    }
    assert.equal(asked.length - before, 20);
    assert.equal(stopped, 0);
    await clock.advance(10_000);
    assert.equal(stopped, 1);
  });

  it('S1: continues, and keeps the mark, while the page draws for minutes but responds', async () => {
    watch.heard(ready);
    watch.draw(['A description', []], true);
    for (let time = 0; time < 30; time++) {
      // The page sends something in every ten seconds. Not every question gets a response.
      await clock.advance(9_900);
      watch.heard(time % 2 === 0 ? responding : { type: 'refresh' });
      await clock.advance(0);
      assert.ok(isMarked());
    }
    assert.equal(stopped, 0);
    answer();
    await clock.advance(0);
    assert.ok(!isMarked());
  });

  it('S1: notices in fifteen seconds that the page stops responding while it draws', async () => {
    watch.heard(ready);
    watch.draw(['A description', []], true);
    await clock.advance(0);
    watch.heard(responding);
    await clock.advance(15_000);
    assert.equal(stopped, 1);
    assert.deepEqual(JSON.parse(files.text('.json')), { times: 1 });
  });

  it('S1: continues while the page is hidden or the window has no focus', async () => {
    for (const [isVisible, isFocused] of [
      [false, true],
      [true, false],
    ] as const) {
      watch.see(isVisible, isFocused);
      await clock.advance(0);
      // A hidden page doesn't get new texts.
      watch.draw([String(isVisible)], true);
      await clock.advance(0);
      assert.equal(isMarked(), isVisible);
      const before = asked.length;
      await clock.advance(3_600_000);
      assert.equal(asked.length, before);
      watch.see(true, true);
      await clock.advance(9_999);
      assert.ok(isMarked());
      assert.equal(stopped, 0);
    }
    await clock.advance(1);
    assert.equal(stopped, 1);
  });

  it('S1: removes the mark when the page has drawn its texts in a window without focus', async () => {
    watch.see(true, false);
    watch.draw(['A description', []], true);
    await clock.advance(0);
    answer();
    await clock.advance(0);
    assert.ok(!isMarked());
    assert.equal(clock.waiting, 0);
  });

  it('S1: continues while the computer sleeps or the window is disconnected', async () => {
    watch.heard(ready);
    let wake: () => void = () => undefined;
    connected = new Promise((resolve) => {
      wake = resolve;
    });
    await clock.advance(3_600_000);
    assert.equal(stopped, 0);
    wake();
    await clock.advance(9_999);
    assert.equal(stopped, 0);
    answer();
    await clock.advance(20_000);
    assert.equal(stopped, 0);
  });

  it('S1: leaves no mark and no timer when the page is closed', async () => {
    await clock.advance(1_000);
    watch.dispose();
    await clock.advance(3_600_000);
    assert.deepEqual([isMarked(), clock.waiting, stopped], [false, 0, 0]);
  });

  it('S1: asks nothing and leaves no mark if the page was never shown in full', async () => {
    watch.dispose();
    await clock.advance(0);
    asked = [];
    const marks = new UnresponsivePages(files, 'file:///web-shop', log);
    watch = new PageWatch({
      place,
      marks,
      clock,
      ask: (ticket) => Promise.resolve(void asked.push(ticket)),
      onDidStopResponding: () => (stopped += 1),
    });
    watch.heard({ type: 'run', command: 'openInBrowser' });
    await clock.advance(3_600_000);
    assert.deepEqual([asked, stopped, isMarked()], [[], 0, false]);
  });
});
