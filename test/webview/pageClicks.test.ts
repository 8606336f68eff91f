import assert from 'node:assert/strict';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';

describe('A click on the issue page', () => {
  let opened: IssuePage;

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('turns on what is off, and turns off what is on', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const { details, issue } = richState;
    const changed = {
      ...richState,
      issue: { ...issue, confidential: !issue.confidential },
      details: { ...details!, isLocked: !details!.isLocked },
    };
    for (const state of [richState, changed]) {
      await opened.tell({ type: 'show', state });
      await page
        .getByRole('button', {
          name: state.issue.confidential ? 'Turn Off Confidentiality' : 'Turn On Confidentiality',
        })
        .click();
      assert.equal(
        (await opened.next('run')).command,
        state.issue.confidential ? 'unsetConfidential' : 'setConfidential',
      );
      await page
        .getByRole('button', { name: state.details!.isLocked ? 'Unlock Discussion' : 'Lock Discussion' })
        .click();
      assert.equal((await opened.next('run')).command, state.details!.isLocked ? 'unlock' : 'lock');
    }
  });

  it('tries again if the issue could not be loaded, and shows why it could not', async () => {
    opened = await IssuePage.open(undefined);
    const { page } = opened;
    await page.getByText('Loading…').waitFor();
    await opened.tell({ type: 'missing', message: 'gitlab.example.com cannot be reached.' });
    await page.getByRole('alert').getByText('gitlab.example.com cannot be reached.').waitFor();
    assert.equal(await page.getByText('Loading…').count(), 0);
    await page.getByRole('button', { name: 'Try Again' }).click();
    await opened.next('refresh');
    await opened.tell({ type: 'show', state: richState });
    await page.getByRole('heading', { level: 1, name: richState.issue.title }).waitFor();
  });

  it('shows the comment that a link leads to', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const note = richState.discussions!.at(-1)!.notes.at(-1)!.id;
    await opened.tell({ type: 'goTo', note });
    const isSeen = await page.locator(`#note_${note}`).evaluate((element) => element === document.activeElement);
    assert.ok(isSeen);
  });

  it('shows an error on the page if the action fails, and the state of the issue stays correct', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const said = page.locator('.gl-saying');
    const dismiss = async (text: string) => {
      await said.getByText(text).waitFor();
      await said.getByRole('button', { name: 'Dismiss' }).click();
    };
    const unlink = page.getByRole('button', { name: 'Remove Link to shop/web#131' });
    await unlink.click();
    assert.ok(await unlink.isDisabled());
    await opened.answer({ how: 'failed', message: 'The link was not removed.' });
    await dismiss('The link was not removed.');
    assert.ok(await unlink.isEnabled());
    await page.getByRole('button', { name: 'Close Issue' }).click();
    await opened.next('run');
    await opened.tell({ type: 'failed', message: 'The issue was not closed.' });
    await dismiss('The issue was not closed.');
    const task = page.getByRole('checkbox', { name: 'Fix it' });
    const wasChecked = await task.isChecked();
    await task.click();
    await opened.answer({ how: 'failed', message: 'The list was changed.' });
    await dismiss('The list was changed.');
    assert.equal(await task.isChecked(), wasChecked);
    const reaction = page.locator('.gl-description').getByRole('button', { name: /^thumbs ?up/ });
    const before = await reaction.getAttribute('aria-pressed');
    await reaction.click();
    await opened.answer({ how: 'failed', message: 'No reactions today.' });
    await dismiss('No reactions today.');
    assert.equal(await reaction.getAttribute('aria-pressed'), before);
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();
    await opened.answer({ how: 'unknown', message: 'Nobody confirmed it.' });
    await dismiss('Nobody confirmed it.');
    await page.getByRole('button', { name: 'Resolve', exact: true }).waitFor();
    const first = page.getByRole('article', { name: 'Comment by 田中 愛子' });
    await first.getByRole('button', { name: /^Actions/ }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await first.getByRole('button', { name: 'Delete' }).click();
    await opened.answer({ how: 'failed', message: 'It cannot be deleted.' });
    await dismiss('It cannot be deleted.');
    assert.equal(await first.count(), 1);
  });

  it('offers guests, who can only comment, a to-do item and nothing more', async () => {
    const rights = {
      comment: true,
      edit: false,
      triage: false,
      delete: false,
      maintain: false,
      signInHelps: false,
      hasWeight: true,
    };
    opened = await IssuePage.open({ ...richState, rights });
    const { page } = opened;
    await page.getByRole('button', { name: 'More Actions' }).click();
    assert.deepEqual(await page.getByRole('menuitem').allInnerTexts(), ['Add to To-Do List']);
    await page.getByRole('menuitem').click();
    assert.equal((await opened.next('run')).command, 'addTodo');
  });

  it('sends one request, however often the user clicks before the page updates', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const first = page.getByRole('article', { name: 'Comment by 田中 愛子' });
    await first.getByRole('button', { name: /^Actions/ }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await first.getByRole('button', { name: 'Delete' }).evaluate((button: HTMLButtonElement) => {
      button.click();
      button.click();
    });
    await first.getByRole('button', { name: 'Deleting…' }).click();
    assert.equal((await opened.answer({ how: 'failed', message: 'It cannot be deleted.' })).kind, 'deleteNote');
    await page.locator('.gl-saying').getByText('It cannot be deleted.').waitFor();
    assert.equal(opened.count('send'), 0);
    await first.getByRole('button', { name: 'Delete' }).click();
    assert.equal((await opened.answer({ how: 'done' })).kind, 'deleteNote');
  });
});
