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

  for (const width of [1100, 380, 260]) {
    it(`defect 9: shows the whole names of labels with a common start at ${width} px, wherever the cursor is`, async () => {
      opened = await IssuePage.open(richState, { width });
      const { page } = opened;
      const box = page.locator('.gl-comment-box textarea');
      const names = ['workflow::ready for development', 'workflow::ready for review'];
      for (const before of ['', 'Some words before it '.repeat(3)]) {
        await box.fill(before);
        await box.pressSequentially('~work');
        let asked = await opened.next('complete');
        while (asked.words !== 'work') asked = await opened.next('complete');
        const items = names.map((name) => ({ insert: `~"${name}"`, label: name, color: '#69d100' }));
        await opened.tell({ type: 'completions', ticket: asked.ticket, items });
        const shown = page.locator('.gl-completion-name');
        await shown.first().waitFor();
        assert.deepEqual(await shown.allInnerTexts(), names);
        const isWhole = await shown.evaluateAll((all) =>
          all.map((name) => {
            const { right } = name.getBoundingClientRect();
            return name.scrollWidth <= name.clientWidth && right <= document.documentElement.clientWidth;
          }),
        );
        assert.deepEqual(isWhole, [true, true], before);
        await opened.picture(`completion-${width}`);
        await page.keyboard.press('Escape');
      }
    });
  }
});
