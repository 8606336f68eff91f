import assert from 'node:assert/strict';
import type { PageState } from '../../src/model/page/pageState.ts';
import { IssuePage } from './issuePage.ts';
import { longState, richState } from './richIssue.ts';

const events: PageState['events'] = Array.from({ length: 5_000 }, (_, at) => ({
  ...{ kind: 'weight', id: at, author: richState.me!, weight: at, createdAt: Date.UTC(2026, 1, 1) + at * 60_000 },
}));
const manyChanges: PageState = { ...richState, discussions: [], events };
const manyComments = longState(500);
const [first, ...others] = manyComments.discussions!;
const manyReplies: PageState = {
  ...manyComments,
  discussions: [{ ...first!, isThread: true, notes: [first!, ...others].flatMap(({ notes }) => notes) }],
};

describe('Many entries in the activity of an issue', function () {
  this.timeout(60_000);
  let opened: IssuePage;
  const open = async () => {
    opened = await IssuePage.open({ ...richState, discussions: [], events: [] });
    return opened.page;
  };
  const show = (state: PageState) => opened.tell({ type: 'show', state });
  const allDrawn = async () => {
    await opened.tell({ type: 'respond', ticket: 1 });
    await opened.next('drawn');
  };
  const focusedId = () => opened.page.evaluate(() => document.activeElement?.id);

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  for (const [name, state, count] of [
    ['changes', manyChanges, 5_000],
    ['comments', manyComments, 500],
    ['replies', manyReplies, 500],
  ] as const)
    it(`S5: are drawn a few hundred at a time, so that the page answers each key: ${name}`, async () => {
      const page = await open();
      await page.evaluate(watchEntries);
      await show(state);
      await page.waitForFunction((all) => document.querySelectorAll('.gl-change, .gl-note').length === all, count);
      const counts = await page.evaluate(() => (globalThis as unknown as { entriesInTest: number[] }).entriesInTest);
      const sum = counts.reduce((all, each) => all + each, 0);
      assert.equal(sum, count);
      assert.ok(Math.max(...counts) <= 300, `${Math.max(...counts)} of ${sum} entries were drawn at once.`);
    });

  it('are reached by a link to a comment and by the keys before they are drawn, and then stay in place', async () => {
    const page = await open();
    await page.evaluate(holdTimers);
    for (const state of [manyReplies, manyComments]) {
      await show({ ...state, discussions: [] });
      await show(state);
      assert.equal(await page.locator('#note_1400').count(), 0);
      await opened.tell({ type: 'goTo', note: 1_400 });
      assert.equal(await focusedId(), 'note_1400');
      await opened.tell({ type: 'key', key: 'nextComment' });
      assert.equal(await focusedId(), 'note_1401');
      for (let step = 0; step < 3; step += 1) await opened.tell({ type: 'key', key: 'previousComment' });
      assert.equal(await focusedId(), 'note_1398');
      assert.equal(await page.locator('#note_1350').count(), 0);
    }
    const top = () => page.locator('#note_1398').evaluate((note) => Math.round(note.getBoundingClientRect().top));
    const before = await top();
    await page.evaluate(() => {
      (globalThis as unknown as { continueInTest: () => void }).continueInTest();
    });
    await allDrawn();
    assert.equal(await page.locator('.gl-note').count(), 500);
    assert.equal(await focusedId(), 'note_1398');
    assert.ok(Math.abs((await top()) - before) <= 2, `The comment moved from ${before} to ${await top()}.`);
  });

  it('are drawn at once where the user is typing', async () => {
    const page = await open();
    await show(manyComments);
    await allDrawn();
    await page.locator('.gl-thread').last().getByRole('button', { name: 'Reply…' }).click();
    const box = page.locator('.gl-thread textarea');
    await box.fill('Half a sentence');
    await page.evaluate(holdTimers);
    await show({ ...manyComments, rights: { ...manyComments.rights, maintain: false }, avatars: {} });
    assert.equal(await box.evaluate((field) => field === document.activeElement), true);
    await show({ ...manyComments, discussions: [] });
    await show(manyComments);
    assert.equal(await box.inputValue(), 'Half a sentence');
    assert.equal(await page.locator('#note_1350').count(), 0);
  });

  it('are scrolled to where the user left them', async () => {
    const page = await open();
    await opened.close();
    opened = await IssuePage.open(manyComments);
    await allDrawn();
    await opened.page.locator('#note_1350').evaluate((note) => {
      note.scrollIntoView();
    });
    const place = () =>
      opened.page.locator('#note_1350').evaluate((note) => Math.round(note.getBoundingClientRect().top));
    const before = await place();
    await opened.page.evaluate(() => {
      window.dispatchEvent(new Event('blur'));
    });
    await opened.reload();
    await allDrawn();
    assert.equal(await place(), before);
    assert.ok(page.isClosed());
  });
});

/** Runs in the page, and counts the entries that each task draws. Any work takes 20 ms, by the page's clock. */
function watchEntries(): void {
  const counts: number[] = [];
  Object.assign(globalThis, { entriesInTest: counts });
  let time = performance.now();
  performance.now = () => (time += 20);
  const entries = '.gl-change, .gl-note';
  new MutationObserver((records) => {
    const added = records.flatMap((record) => [...record.addedNodes]).filter((node) => node instanceof Element);
    const count = added.reduce(
      (all, element) => all + Number(element.matches(entries)) + element.querySelectorAll(entries).length,
      0,
    );
    if (count > 0) counts.push(count);
  }).observe(document.body, { subtree: true, childList: true });
}

/** Runs in the page. Nothing is drawn later until the test continues. */
function holdTimers(): void {
  const held: (() => void)[] = [];
  const own = window.setTimeout.bind(window);
  let time = performance.now();
  const now = performance.now.bind(performance);
  performance.now = () => (time += 20);
  Object.assign(window, { setTimeout: (callback: () => void) => held.push(callback) });
  Object.assign(globalThis, {
    continueInTest: () => {
      performance.now = now;
      Object.assign(window, { setTimeout: own });
      for (const callback of held) callback();
    },
  });
}
