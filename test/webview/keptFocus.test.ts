import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';

describe('The focus on the issue page', () => {
  let opened: IssuePage;
  const open = async (state = richState) => {
    opened = await IssuePage.open(state);
    return opened.page;
  };

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  /** Takes the focus away and returns it, as VS Code does with a picker. */
  const usePicker = (page: Page, meanwhile?: () => Promise<void>) =>
    page
      .evaluate(() => {
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        window.dispatchEvent(new Event('blur'));
      })
      .then(meanwhile)
      .then(() =>
        page.evaluate(() => {
          window.dispatchEvent(new Event('focus'));
        }),
      );
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

  it('defect 20: returns to the button after its picker', async () => {
    const page = await open();
    for (const name of ['Edit Labels', 'Edit Due Date']) {
      await page.getByRole('button', { name }).click();
      await usePicker(page);
      assert.equal(await focused(page), name);
    }
  });

  it('returns to the button after its picker, although the page has changed since', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Edit Labels' }).focus();
    await page.keyboard.press('Enter');
    await usePicker(page, () => opened.tell({ type: 'show', state: { ...richState, isLoading: true } }));
    assert.equal(await focused(page), 'Edit Labels');
  });

  it('goes to the button that edits the field if the button in it is no longer there', async () => {
    const bare = { ...richState, issue: { ...richState.issue, assignees: [] } };
    const page = await open(bare);
    await page.getByRole('button', { name: 'assign yourself' }).click();
    await opened.tell({ type: 'show', state: richState });
    assert.equal(await focused(page), 'Edit Assignees');
  });

  it('stays where the user left it, and not on an earlier button', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Edit Labels' }).click();
    await page.locator('.gl-description .md-text').click();
    await usePicker(page);
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  });

  it('defect 20: stays in the comment box after Escape, with the next keys', async () => {
    const page = await open();
    const box = page.locator('.gl-comment-box textarea');
    await box.pressSequentially('Half ');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.type('an idea');
    assert.equal(await box.inputValue(), 'Half an idea');
  });

  it('stays near an editor that Escape closed', async () => {
    const page = await open();
    const reply = page.getByRole('button', { name: 'Reply…' }).first();
    await reply.click();
    await page.keyboard.press('Escape');
    assert.equal(await reply.evaluate((button) => button === document.activeElement), true);
  });
});
