import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';

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
