import assert from 'node:assert/strict';
import { IssuePage } from './issuePage.ts';
import { discussions, me, now, richState } from './richIssue.ts';

describe('Unsent text on the issue page', () => {
  let opened: IssuePage;

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('D13: is kept until the user confirms that another user’s text replaces it', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    await page.getByRole('button', { name: 'Edit Description' }).click();
    const box = page.locator('.gl-description textarea');
    await box.fill('My own words');
    await page.getByRole('button', { name: 'Save' }).click();
    await opened.answer({ how: 'conflict', theirs: 'Their words' });
    const problem = page.getByRole('alert');
    const take = problem.getByRole('button', { name: 'Use Theirs' });
    const keep = problem.getByRole('button', { name: 'Keep Editing' });
    await take.click();
    await problem.getByText('Discard your changes?').waitFor();
    const keepInFocus = page.locator('button:focus', { hasText: 'Keep Editing' });
    await keepInFocus.waitFor();
    await opened.picture('take-theirs');
    await keep.press('Escape');
    assert.equal(await box.inputValue(), 'My own words');
    await take.click();
    await keepInFocus.waitFor();
    await box.press('ControlOrMeta+Enter');
    await opened.answer({ how: 'conflict', theirs: 'Other words' });
    // The user has not confirmed the newer text.
    assert.equal(await keep.count(), 0);
    await take.click();
    await problem.getByRole('button', { name: 'Discard' }).click();
    await box.waitFor({ state: 'detached' });
    assert.equal(await page.locator('.gl-draft-hint').count(), 0);
  });

  it('B13: can’t be discarded while a title is being saved', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    await page.getByRole('button', { name: 'Edit Title' }).click();
    const field = page.getByLabel('Title', { exact: true });
    await field.fill('A better title');
    const cancel = page.locator('.gl-title-form').getByRole('button', { name: 'Cancel' });
    await cancel.click();
    await field.press('Enter');
    await page.locator('.gl-title-form button:disabled', { hasText: 'Cancel' }).waitFor();
    await page.getByText('Discard your changes?').waitFor({ state: 'detached' });
    await field.press('Escape');
    const hint = page.locator('.gl-draft-hint');
    await hint.getByText('Sending…').waitFor();
    assert.ok(await hint.getByRole('button', { name: 'Discard' }).isDisabled());
    await opened.answer({ how: 'failed', message: 'No.' });
    await hint.getByText('You have unsaved changes.').waitFor();
    await hint.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'Discard' }).click();
    await hint.waitFor({ state: 'detached' });
  });

  it('B13: is announced by its thread after the thread was resolved and collapsed', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const thread = discussions.find(({ notes }) => notes.some(({ id }) => id === 204))!;
    const group = page.getByRole('group', { name: 'Thread' }).filter({ has: page.locator('#note_204') });
    await group.getByRole('button', { name: 'Reply…' }).click();
    const reply = page.locator(`textarea[data-box="reply:${thread.id}"]`);
    await reply.fill('One thing is left');
    await reply.press('Escape');
    const resolved = discussions.map((discussion) => ({
      ...discussion,
      notes: discussion.notes.map((each) =>
        each.isResolvable && !each.resolved ? { ...each, resolved: { by: me, at: now } } : each,
      ),
    }));
    await opened.tell({ type: 'show', state: { ...richState, discussions: resolved } });
    const folds = page.getByRole('button', { name: /^Resolved by/ });
    const fold = page.getByRole('button', { name: /^Resolved by Mira/ });
    assert.match(await fold.innerText(), /Draft/);
    assert.equal(await folds.filter({ hasText: 'Draft' }).count(), 1);
    await opened.picture('folded-draft');
    await fold.click();
    await page.getByRole('button', { name: 'Draft: One thing is left' }).click();
    await reply.fill('');
    await reply.press('Escape');
    await fold.click();
    assert.equal(await fold.getAttribute('aria-expanded'), 'false');
    assert.equal(await folds.filter({ hasText: 'Draft' }).count(), 0);
  });
});
