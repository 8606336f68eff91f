import assert from 'node:assert/strict';
import { IssuePage } from './issuePage.ts';
import { changedState, discussions, me, now, richState } from './richIssue.ts';

describe('A draft on the issue page', () => {
  let opened: IssuePage;

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('B13: keeps its text, cursor, scroll position, and focus when the issue changes', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.getByLabel('Comment', { exact: true }).and(page.locator('textarea'));
    await box.fill('A long thought about vouchers');
    await box.evaluate((field: HTMLTextAreaElement) => {
      field.setSelectionRange(2, 6);
    });
    const before = await box.evaluate((field) => field.getBoundingClientRect().top);
    await opened.tell({ type: 'show', state: changedState });
    await page.getByRole('heading', { name: 'Another title' }).waitFor();
    assert.equal(await box.inputValue(), 'A long thought about vouchers');
    const field = await box.evaluate((element: HTMLTextAreaElement) => ({
      selection: [element.selectionStart, element.selectionEnd],
      hasFocus: document.activeElement === element,
      top: element.getBoundingClientRect().top,
    }));
    assert.deepEqual(field.selection, [2, 6]);
    assert.ok(field.hasFocus);
    assert.ok(Math.abs(field.top - before) < 300, `the box moved from ${before} to ${field.top}`);
    await page.keyboard.type('brief');
    assert.equal(await box.inputValue(), 'A brief thought about vouchers');
  });

  it('B13: stays with its issue if the panel shows another one', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.getByLabel('Comment', { exact: true }).and(page.locator('textarea'));
    await box.fill('Only for this issue');
    await page.mouse.wheel(0, 300);
    const other = {
      ...richState,
      issue: { ...richState.issue, iid: 129, id: 129, title: 'Another issue' },
      drafts: {},
    };
    await opened.reuse(other);
    await page.getByRole('heading', { name: 'Another issue' }).waitFor();
    assert.equal(await box.inputValue(), '');
    assert.equal(await page.evaluate(() => window.scrollY), 0);
  });

  it('B05: is kept and not sent if it is too long for GitLab, and the page shows why', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.getByLabel('Comment', { exact: true }).and(page.locator('textarea'));
    await box.fill('x'.repeat(1_000_001));
    await box.press('Control+Enter');
    await page.getByText('Text can have up to 1,000,000 characters. You entered 1,000,001.').first().waitFor();
    assert.equal(opened.count('send'), 0);
    assert.equal((await box.inputValue()).length, 1_000_001);
  });

  it('B13: keeps the edit of a description, and its preview, when the description changes', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    await page.getByRole('button', { name: 'Edit Description' }).click();
    const field = page.locator('.gl-description textarea');
    await field.fill('My own words');
    await page.locator('.gl-description').getByRole('tab', { name: 'Preview' }).click();
    await opened.tell({ type: 'show', state: changedState });
    assert.equal(await page.locator('.gl-description .gl-preview').innerText(), 'My own words');
    await page.locator('.gl-description').getByRole('tab', { name: 'Write' }).click();
    assert.equal(await field.inputValue(), 'My own words');
    await page.locator('.gl-description').getByRole('button', { name: 'Save' }).click();
    assert.deepEqual(await opened.answer({ how: 'done' }), {
      kind: 'description',
      body: 'My own words',
      base: richState.description,
    });
  });

  it('B13: is saved on the first key, soon after further keys, and immediately when the box loses the focus', async () => {
    opened = await IssuePage.open(richState);
    const box = opened.page.locator('.gl-comment-box textarea');
    await box.pressSequentially('abcd');
    assert.deepEqual((await opened.next('draft')).draft, { text: 'a', typedAt: now });
    assert.deepEqual((await opened.next('draft')).draft, { text: 'abcd', typedAt: now + 3 });
    await box.pressSequentially('ef');
    await box.blur();
    assert.deepEqual((await opened.next('draft')).draft, { text: 'abcdef', typedAt: now + 5 });
  });

  it('B13: keeps the text of a failed request, shows the reason beside it, and offers Retry', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await box.fill('Please **look**');
    await box.press('ControlOrMeta+Enter');
    await opened.answer({ how: 'failed', message: 'GitLab answered with an error (502).' });
    const problem = page.getByRole('alert');
    assert.match(await problem.innerText(), /502/);
    assert.equal(await box.inputValue(), 'Please **look**');
    await box.fill('Please **look** again');
    await problem.getByRole('button', { name: 'Retry' }).click();
    const act = await opened.answer({ how: 'done' });
    assert.deepEqual(act, { kind: 'comment', body: 'Please **look** again', internal: false, thread: false });
    await problem.waitFor({ state: 'detached' });
    assert.equal(await box.inputValue(), '');
    await page.getByRole('status').getByText('Comment sent').waitFor({ state: 'attached' });
  });

  it('B13: keeps the text of a request that was sent before the first state of the extension arrived, and then failed', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await box.fill('Please look');
    await box.press('ControlOrMeta+Enter');
    await opened.tell({ type: 'show', state: richState });
    await opened.answer({ how: 'failed', message: 'GitLab answered with an error (502).' });
    await page.getByRole('alert').getByText('502').waitFor();
    assert.equal(await box.inputValue(), 'Please look');
    await page.getByRole('button', { name: 'Retry' }).click();
    assert.equal((await opened.answer({ how: 'done' })).kind, 'comment');
  });

  it('is sent again with the current options: a note that became internal is not added to a thread and is not public', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    await page.locator('.gl-comment-box textarea').fill('Only for us');
    await page.getByRole('button', { name: 'Start Thread' }).click();
    await opened.answer({ how: 'failed', message: 'No.' });
    await page.getByRole('checkbox', { name: 'Internal note' }).check();
    await page.getByRole('button', { name: 'Retry' }).click();
    const act = { kind: 'comment', body: 'Only for us', thread: false };
    assert.deepEqual(await opened.answer({ how: 'failed', message: 'No.' }), { ...act, internal: true });
    await page.getByRole('checkbox', { name: 'Internal note' }).uncheck();
    await page.getByRole('button', { name: 'Retry' }).click();
    assert.deepEqual(await opened.answer({ how: 'done' }), { ...act, internal: false });
  });

  it('B13: is not sent again automatically if no response arrived', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await box.fill('Was this sent?');
    await box.press('ControlOrMeta+Enter');
    await opened.answer({ how: 'unknown', message: 'gitlab.example.com did not confirm this.' });
    const problem = page.getByRole('alert');
    await problem.getByRole('button', { name: 'Check Again' }).click();
    await opened.next('refresh');
    assert.equal(opened.count('send'), 0);
    assert.equal(await box.inputValue(), 'Was this sent?');
    await problem.getByRole('button', { name: 'Send Again' }).click();
    assert.equal((await opened.answer({ how: 'done' })).kind, 'comment');
  });

  it('D13: shows both versions of an edit that conflicts with another, and accepts the merge of both', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    await page.getByRole('button', { name: 'Edit Description' }).click();
    const box = page.locator('.gl-description textarea');
    await box.fill('mine\nsame');
    await page.getByRole('button', { name: 'Save' }).click();
    await opened.answer({ how: 'conflict', theirs: 'base\ntheirs', merged: 'mine\ntheirs' });
    const versions = await page.getByRole('alert').locator('pre').allInnerTexts();
    assert.deepEqual(versions, ['base\ntheirs', 'mine\nsame']);
    await box.fill('mine, too\nsame');
    assert.equal(await page.getByRole('button', { name: 'Merge Both' }).count(), 0);
    await page.getByRole('button', { name: 'Compare Again' }).click();
    assert.deepEqual(await opened.answer({ how: 'conflict', theirs: 'base\ntheirs', merged: 'mine\ntheirs' }), {
      kind: 'description',
      body: 'mine, too\nsame',
      base: richState.description,
    });
    assert.equal(await box.inputValue(), 'mine, too\nsame');
    await page.getByRole('button', { name: 'Merge Both' }).click();
    assert.equal(await box.inputValue(), 'mine\ntheirs');
    await page.getByRole('button', { name: 'Save' }).click();
    assert.deepEqual(await opened.answer({ how: 'done' }), {
      kind: 'description',
      body: 'mine\ntheirs',
      base: 'base\ntheirs',
    });
    await box.waitFor({ state: 'detached' });
  });

  it('shows the edit of a note even if its thread is resolved elsewhere', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const note = page.locator('#note_204');
    await note.getByRole('button', { name: /^Actions/ }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await note.locator('textarea').fill('Done, really');
    const resolved = discussions.map((discussion) => ({
      ...discussion,
      notes: discussion.notes.map((each) => (each.isResolvable ? { ...each, resolved: { by: me, at: now } } : each)),
    }));
    await opened.tell({ type: 'show', state: { ...richState, discussions: resolved } });
    await page
      .getByRole('button', { name: /^Resolved by Mira/ })
      .first()
      .waitFor();
    assert.equal(await note.locator('textarea').inputValue(), 'Done, really');
  });

  it('lets a bot token edit the bot’s notes, and not those of the person', async () => {
    opened = await IssuePage.open({ ...richState, writer: 2, rights: { ...richState.rights, maintain: false } });
    const { page } = opened;
    const canEdit = async (id: number) => {
      await page
        .locator(`#note_${id}`)
        .getByRole('button', { name: /^Actions/ })
        .click();
      const found = await page.getByRole('menuitem', { name: 'Edit' }).count();
      await page.keyboard.press('Escape');
      return found === 1;
    };
    assert.deepEqual([await canEdit(208), await canEdit(201)], [true, false]);
  });

  it('B13: is shown if its thread was deleted, so that the user can copy or discard it', async () => {
    const thread = discussions.find(({ isThread, notes }) => isThread && !notes[0]!.resolved)!.id;
    const drafts = {
      [`reply:${'e'.repeat(40)}`]: { text: 'A reply to what was deleted' },
      'note:777': { text: 'As it is', base: 'As it is' },
      [`reply:${thread}`]: { text: 'A reply in its thread' },
    };
    opened = await IssuePage.open({ ...richState, drafts, hasMoreDiscussions: false });
    const { page } = opened;
    const unsent = page.getByRole('region', { name: 'Unsent drafts' });
    assert.deepEqual(await unsent.locator('pre').allInnerTexts(), ['A reply to what was deleted']);
    await opened.picture('unsent');
    await unsent.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('status').getByText('Copied').waitFor({ state: 'attached' });
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'A reply to what was deleted');
    await unsent.getByRole('button', { name: 'Discard' }).click();
    await unsent.getByRole('button', { name: 'Discard' }).click();
    await unsent.waitFor({ state: 'detached' });
    const reply = page.locator(`textarea[data-box="reply:${thread}"]`);
    assert.equal(await reply.inputValue(), 'A reply in its thread');
  });

  it('is kept when Escape closes the editor, and is discarded only after a confirmation', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const edit = page.getByRole('button', { name: 'Edit Description' });
    await edit.click();
    const box = page.locator('.gl-description textarea');
    await box.fill('Half an idea');
    await box.press('Escape');
    await box.waitFor({ state: 'detached' });
    assert.ok(await edit.evaluate((button) => button === document.activeElement));
    await page.getByRole('button', { name: 'Continue Editing' }).click();
    assert.equal(await box.inputValue(), 'Half an idea');
    await page.locator('.gl-description').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Discard' }).click();
    await box.waitFor({ state: 'detached' });
    await page.locator('.gl-draft-hint').waitFor({ state: 'detached' });
  });

  it('does not stop the polite announcement of others’ comments, and the user’s own are not announced', async () => {
    opened = await IssuePage.open(richState);
    await opened.tell({ type: 'show', state: changedState });
    await opened.page.getByRole('status').getByText('New comment by Jonas Weber').waitFor({ state: 'attached' });
    const mine = { ...discussions[0]!.notes[0]!, id: 1001, author: me, isSystem: false };
    await opened.tell({
      type: 'show',
      state: {
        ...changedState,
        discussions: [...changedState.discussions, { id: 'e'.repeat(40), isThread: false, notes: [mine] }],
      },
    });
    assert.equal(await opened.page.getByRole('status').getByText('Mira').count(), 0);
  });
});
