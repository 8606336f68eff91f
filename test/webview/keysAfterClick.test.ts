import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { IssuePage } from './issuePage.ts';
import { changedState, richState } from './richIssue.ts';

describe('A key right after a click', () => {
  let opened: IssuePage;
  beforeEach(async () => {
    opened = await IssuePage.open(richState);
  });
  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  /** Clicks, and returns the focused element before the page can paint a frame. It would receive the next key. */
  const focusAfter = (button: Locator): Promise<string> =>
    button.evaluate(async (element) => {
      if (element instanceof HTMLElement) element.click();
      await Promise.resolve();
      const focused = document.activeElement;
      return `${focused?.tagName.toLowerCase() ?? ''} ${focused?.getAttribute('role') ?? focused?.getAttribute('aria-label') ?? ''}`;
    });

  it('goes to the field, menu, or question that the click opened', async () => {
    const { page } = opened;
    const note = page.getByRole('article', { name: 'Comment by 田中 愛子' });
    assert.equal(await focusAfter(page.getByRole('button', { name: /^edit title$/i })), 'input Title');
    assert.equal(await focusAfter(page.getByRole('button', { name: /^edit description$/i })), 'textarea Description');
    assert.equal(await focusAfter(page.getByRole('button', { name: 'Reply…' }).first()), 'textarea Reply');
    assert.equal(await focusAfter(page.getByRole('button', { name: 'More Actions' })), 'button menuitem');
    assert.equal(await focusAfter(note.getByRole('button', { name: 'Add reaction' })), 'input Search emoji');
    await note.getByRole('button', { name: /^Actions/ }).click();
    assert.equal(await focusAfter(page.getByRole('menuitem', { name: /^Delete/ })), 'button ');
    assert.equal(await note.locator('.gl-confirm button:focus').count(), 1);
  });

  it('closes the menu that the click opened if it is Escape', async () => {
    const isOpen = await opened.page.getByRole('button', { name: 'More Actions' }).evaluate(async (element) => {
      if (element instanceof HTMLElement) element.click();
      await Promise.resolve();
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
      await Promise.resolve();
      return document.querySelector('[role=menu]') !== null;
    });
    assert.equal(isOpen, false);
  });

  it('counts as typed and can be sent', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: /^edit title$/i }).evaluate(async (element) => {
      if (element instanceof HTMLElement) element.click();
      await Promise.resolve();
      const field = document.activeElement;
      if (!(field instanceof HTMLInputElement)) return;
      field.value = 'Typed at once';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await page.getByRole('button', { name: 'Save' }).click();
    assert.deepEqual(await opened.answer({ how: 'done' }), {
      kind: 'title',
      base: richState.issue.title,
      title: 'Typed at once',
    });
  });
});

/** Withholds every frame and every timer of the page, as on a busy machine. */
function withholdFrames(): void {
  const held: (() => void)[] = [];
  const hold = (callback: () => void): number => held.push(callback);
  const originals = ['requestAnimationFrame', 'setTimeout'].map((name) => [name, Reflect.get(window, name)] as const);
  Object.assign(window, {
    requestAnimationFrame: hold,
    setTimeout: hold,
    releaseFrames: () => {
      Object.assign(window, Object.fromEntries(originals));
      for (const callback of held.splice(0)) callback();
    },
  });
}

declare global {
  interface Window {
    releaseFrames(): void;
  }
}

describe('A key right after a click on a busy machine', () => {
  let opened: IssuePage;
  beforeEach(async () => {
    opened = await IssuePage.open(richState);
    await opened.page.evaluate(withholdFrames);
  });
  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  const button = (name: string | RegExp) => opened.page.getByRole('button', { name }).first();
  const note = () => opened.page.getByRole('article', { name: 'Comment by 田中 愛子' });
  const edit = async () => {
    await note()
      .getByRole('button', { name: /^Actions/ })
      .click();
    await opened.page.keyboard.press('Enter');
    await opened.page.keyboard.press('ControlOrMeta+a');
  };
  const preview = async () => {
    const box = opened.page.locator('.gl-comment-box');
    await box.getByRole('tab', { name: 'Preview' }).click();
    await box.getByRole('tab', { name: 'Write' }).click();
  };

  /** Every box, by the name of its field, with the clicks that lead to it. */
  const boxes: Readonly<Record<string, () => Promise<void>>> = {
    comment: () => opened.page.locator('.gl-comment-box textarea').click(),
    'comment after its preview': preview,
    'comment after a button of its toolbar': () =>
      opened.page.locator('.gl-comment-box').getByRole('button', { name: /^Bold/ }).click(),
    title: () => button('Edit Title').click(),
    description: async () => {
      await button('Edit Description').click();
      await opened.page.keyboard.press('ControlOrMeta+a');
    },
    reply: () => button('Reply…').click(),
    'note:202': edit,
  };

  for (const [box, open] of Object.entries(boxes)) {
    it(`S22: lands in the ${box}, whatever is drawn meanwhile`, async () => {
      const { page } = opened;
      await open();
      await page.keyboard.type('typed ');
      await opened.tell({ type: 'show', state: changedState });
      await page.keyboard.type('at ');
      await page.evaluate(() => {
        window.releaseFrames();
      });
      await page.keyboard.type('once');
      const [name = ''] = box.split(' ');
      const field = page.locator(`[data-box^="${name}"]`);
      assert.equal((await field.inputValue()).replaceAll('*', ''), 'typed at once');
      assert.equal(await field.evaluate((element) => element === document.activeElement), true);
      // The extension has the text, although no timer of the page has run since the last key.
      await page.evaluate(() => {
        window.dispatchEvent(new Event('pagehide'));
      });
      const drafts = opened.said.filter((message) => message.type === 'draft');
      assert.equal(drafts.at(-1)?.draft?.text.replaceAll('*', ''), 'typed at once');
    });
  }

  it('S22: chooses in the menu, the emoji picker, and the question that the click opened', async () => {
    const { page } = opened;
    await note().getByRole('button', { name: 'Add Reaction' }).click();
    await page.keyboard.type('rocket');
    await page.keyboard.press('Enter');
    const { act } = await opened.next('send');
    assert.deepEqual([act.kind, 'emoji' in act && act.emoji], ['react', 'rocket']);
    await button('More Actions').click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.equal((await opened.next('run')).command, 'move');
    await note()
      .getByRole('button', { name: /^Actions/ })
      .click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await opened.tell({ type: 'show', state: changedState });
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.gl-confirm').count(), 0);
    assert.equal(opened.count('send'), 0);
  });

  it('S22: moves between the tabs of a box', async () => {
    const { page } = opened;
    const box = page.locator('.gl-comment-box');
    await box.getByRole('tab', { name: 'Preview' }).click();
    for (const [key, name] of [
      ['ArrowLeft', 'Write'],
      ['ArrowRight', 'Preview'],
    ] as const) {
      await page.keyboard.press(key);
      const tab = box.getByRole('tab', { name, selected: true });
      assert.equal(await tab.evaluate((element) => element === document.activeElement), true, name);
    }
  });

  it('S22, B13: is in a draft that the extension has before the page can crash', async () => {
    await opened.page.locator('.gl-comment-box textarea').click();
    await opened.page.keyboard.type('H');
    assert.deepEqual((await opened.next('draft')).draft?.text, 'H');
    await opened.page.keyboard.type('alf a sentence');
    await opened.page.evaluate(() => {
      window.dispatchEvent(new Event('blur'));
    });
    assert.deepEqual((await opened.next('draft')).draft?.text, 'Half a sentence');
  });
});
