import assert from 'node:assert/strict';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';

describe('The completion list', () => {
  let opened: IssuePage;

  afterEach(async () => {
    await opened.close();
    assert.deepEqual(opened.errors, []);
  });

  it('replaces everything that was typed with the selected item, even before the response arrives', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await box.pressSequentially('See @mi');
    let asked = await opened.next('complete');
    while (asked.words !== 'mi') asked = await opened.next('complete');
    await opened.tell({
      type: 'completions',
      ticket: asked.ticket,
      items: [{ insert: '@mira', label: '@mira', detail: 'Mira Lindqvist' }],
    });
    await page.getByRole('option', { name: '@mira' }).waitFor();
    await box.press('r');
    await opened.next('complete');
    await box.press('ArrowDown');
    await box.press('Enter');
    assert.equal(await box.inputValue(), 'See @mira ');
  });
});
