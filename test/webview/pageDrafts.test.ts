import assert from 'node:assert/strict';
import { IssuePage } from './issuePage.ts';
import { discussions, me, now, richState } from './richIssue.ts';

/** A poll that brought a new comment, another title and another description. */
const changed = {
  ...richState,
  issue: { ...richState.issue, title: 'Another title', updatedAt: now },
  description: 'Another description',
  discussions: [
    ...discussions,
    {
      id: 'd'.repeat(40),
      isThread: false,
      notes: [{ ...discussions.at(-1)!.notes[0]!, id: 999, body: 'Something new' }],
    },
  ],
};

describe('What is typed into the issue page', () => {
  let opened: IssuePage;

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('B13: keeps text, cursor, scroll and focus when the issue changes meanwhile', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.getByLabel('Comment', { exact: true }).and(page.locator('textarea'));
    await box.fill('A long thought about vouchers');
    await box.evaluate((field: HTMLTextAreaElement) => {
      field.setSelectionRange(2, 6);
    });
    const before = await box.evaluate((field) => field.getBoundingClientRect().top);
    await opened.tell({ type: 'show', state: changed });
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

  it('B05: says that a comment is too long for GitLab, sends nothing and keeps the text', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.getByLabel('Comment', { exact: true }).and(page.locator('textarea'));
    await box.fill('x'.repeat(1_000_001));
    await box.press('Control+Enter');
    await page.getByText('GitLab takes texts of up to 1,000,000 characters. This one has 1000001.').first().waitFor();
    assert.equal(opened.count('send'), 0);
    assert.equal((await box.inputValue()).length, 1_000_001);
  });

  it('B13: keeps the edit of a description, and its preview, when the description changes meanwhile', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    await page.getByRole('button', { name: 'Edit description' }).click();
    const field = page.locator('.gl-description textarea');
    await field.fill('My own words');
    await page.locator('.gl-description').getByRole('tab', { name: 'Preview' }).click();
    await opened.tell({ type: 'show', state: changed });
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

  it('B13: hands a draft over at once when the box is left, and soon after a key', async () => {
    opened = await IssuePage.open(richState);
    const box = opened.page.locator('.gl-comment-box textarea');
    await box.pressSequentially('ab');
    assert.deepEqual((await opened.next('draft')).draft, { text: 'ab' });
    await box.pressSequentially('c');
    await box.blur();
    assert.deepEqual((await opened.next('draft')).draft, { text: 'abc' });
  });

  it('B13: has the text again after the page was hidden, also what the extension had not heard of', async () => {
    opened = await IssuePage.open({ ...richState, drafts: { comment: { text: 'an old draft' } } });
    const box = opened.page.locator('.gl-comment-box textarea');
    assert.equal(await box.inputValue(), 'an old draft');
    await box.fill('what was typed last');
    await opened.reload();
    assert.equal(await box.inputValue(), 'what was typed last');
    await opened.tell({ type: 'show', state: richState });
    assert.equal(await box.inputValue(), 'what was typed last');
  });

  it('B13: is gone on with where it was left after the page was hidden: text, cursor, and preview or not', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    await page.getByRole('button', { name: 'Edit description' }).click();
    const description = page.locator('.gl-description');
    await description.locator('textarea').fill('My **own** words');
    await description.getByRole('tab', { name: 'Preview' }).click();
    const box = page.locator('.gl-comment-box textarea');
    await box.fill('A long thought');
    await box.evaluate((field: HTMLTextAreaElement) => {
      field.setSelectionRange(2, 6);
      window.dispatchEvent(new Event('blur'));
    });
    await opened.reload();
    await opened.tell({ type: 'show', state: changed });
    await page.keyboard.type('brief');
    assert.equal(await box.inputValue(), 'A brief thought');
    assert.equal(await description.locator('.gl-preview strong').innerText(), 'own');
    // A box that was only open takes no focus when it shows again.
    await description.getByRole('tab', { name: 'Write' }).click();
    await page.getByRole('button', { name: 'Edit title' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Another');
    await page.getByRole('textbox', { name: 'Title' }).blur();
    await opened.reload();
    await opened.tell({ type: 'show', state: changed });
    assert.equal(await page.getByRole('textbox', { name: 'Title' }).inputValue(), 'Another');
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'BODY');
  });

  it('B13: does not bring back what was sent before the page was hidden', async () => {
    opened = await IssuePage.open({ ...richState, drafts: { comment: { text: 'hello' } } });
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await opened.next('send');
    // The answer comes while nobody is there to hear it.
    await opened.reload();
    assert.equal(await box.inputValue(), 'hello');
    await opened.tell({ type: 'show', state: richState });
    assert.equal(await box.inputValue(), '');
  });

  it('B13: is still being sent after the page was hidden, and loses nothing that was typed since', async () => {
    const drafts = { comment: { text: 'hello' } };
    opened = await IssuePage.open({ ...richState, drafts });
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    const first = await opened.next('send');
    await opened.reload();
    await opened.tell({ type: 'show', state: { ...richState, drafts, sending: { comment: first.ticket } } });
    assert.ok(await page.getByRole('button', { name: 'Sending…' }).isDisabled());
    assert.equal(await page.getByRole('alert').count(), 0);
    await opened.tell({ type: 'sent', ticket: first.ticket, outcome: { how: 'done' } });
    assert.equal(await box.inputValue(), '');
    await box.fill('hello');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    const second = await opened.next('send');
    await opened.reload();
    // Nobody knows of it any more, but its answer comes late.
    await opened.tell({ type: 'show', state: { ...richState, drafts } });
    assert.match(await page.getByRole('alert').innerText(), /not known/);
    await box.fill('hello, and more');
    await opened.tell({ type: 'sent', ticket: second.ticket, outcome: { how: 'done' } });
    assert.equal(await box.inputValue(), 'hello, and more');
    assert.equal(await page.getByRole('alert').count(), 0);
  });

  it('B13: keeps the text of a send that failed, says why beside it, and offers Retry', async () => {
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

  it('sends again as the box says now: a note that became internal goes to no thread and is not public', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    await page.locator('.gl-comment-box textarea').fill('Only for us');
    await page.getByRole('button', { name: 'Start thread' }).click();
    await opened.answer({ how: 'failed', message: 'No.' });
    await page.getByRole('checkbox', { name: 'Internal note' }).check();
    await page.getByRole('button', { name: 'Retry' }).click();
    const act = { kind: 'comment', body: 'Only for us', thread: false };
    assert.deepEqual(await opened.answer({ how: 'failed', message: 'No.' }), { ...act, internal: true });
    await page.getByRole('checkbox', { name: 'Internal note' }).uncheck();
    await page.getByRole('button', { name: 'Retry' }).click();
    assert.deepEqual(await opened.answer({ how: 'done' }), { ...act, internal: false });
  });

  it('B13: does not send again by itself what nobody answered', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await box.fill('Was this sent?');
    await box.press('ControlOrMeta+Enter');
    await opened.answer({ how: 'unknown', message: 'gitlab.example.com did not confirm this.' });
    const problem = page.getByRole('alert');
    await problem.getByRole('button', { name: 'Check again' }).click();
    await opened.next('refresh');
    assert.equal(opened.count('send'), 0);
    assert.equal(await box.inputValue(), 'Was this sent?');
    await problem.getByRole('button', { name: 'Send again' }).click();
    assert.equal((await opened.answer({ how: 'done' })).kind, 'comment');
  });

  it('D13: shows both versions of an edit that met another, and takes what they make together', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    await page.getByRole('button', { name: 'Edit description' }).click();
    const box = page.locator('.gl-description textarea');
    await box.fill('mine\nsame');
    await page.getByRole('button', { name: 'Save' }).click();
    await opened.answer({ how: 'conflict', theirs: 'base\ntheirs', merged: 'mine\ntheirs' });
    const versions = await page.getByRole('alert').locator('pre').allInnerTexts();
    assert.deepEqual(versions, ['base\ntheirs', 'mine\nsame']);
    await box.fill('mine, too\nsame');
    assert.equal(await page.getByRole('button', { name: 'Use both, merged' }).count(), 0);
    await page.getByRole('button', { name: 'Compare again' }).click();
    assert.deepEqual(await opened.answer({ how: 'conflict', theirs: 'base\ntheirs', merged: 'mine\ntheirs' }), {
      kind: 'description',
      body: 'mine, too\nsame',
      base: richState.description,
    });
    assert.equal(await box.inputValue(), 'mine, too\nsame');
    await page.getByRole('button', { name: 'Use both, merged' }).click();
    assert.equal(await box.inputValue(), 'mine\ntheirs');
    await page.getByRole('button', { name: 'Save' }).click();
    assert.deepEqual(await opened.answer({ how: 'done' }), {
      kind: 'description',
      body: 'mine\ntheirs',
      base: 'base\ntheirs',
    });
    await box.waitFor({ state: 'detached' });
  });

  it('keeps the edit of a note in sight when its thread is resolved elsewhere', async () => {
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

  it('lets a bot of a token change what that wrote, and not what the person wrote', async () => {
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

  it('leaves an edit with Esc and keeps it, and asks before it is thrown away', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const edit = page.getByRole('button', { name: 'Edit description' });
    await edit.click();
    const box = page.locator('.gl-description textarea');
    await box.fill('Half an idea');
    await box.press('Escape');
    await box.waitFor({ state: 'detached' });
    assert.ok(await edit.evaluate((button) => button === document.activeElement));
    await page.getByRole('button', { name: 'Go on' }).click();
    assert.equal(await box.inputValue(), 'Half an idea');
    await page.locator('.gl-description').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Throw away' }).click();
    await box.waitFor({ state: 'detached' });
    await page.locator('.gl-draft-hint').waitFor({ state: 'detached' });
  });

  it('says politely that somebody wrote, and nothing about oneself', async () => {
    opened = await IssuePage.open(richState);
    await opened.tell({ type: 'show', state: changed });
    await opened.page.getByRole('status').getByText('New comment by Jonas Weber').waitFor({ state: 'attached' });
    const mine = { ...discussions[0]!.notes[0]!, id: 1001, author: me, isSystem: false };
    await opened.tell({
      type: 'show',
      state: {
        ...changed,
        discussions: [...changed.discussions, { id: 'e'.repeat(40), isThread: false, notes: [mine] }],
      },
    });
    assert.equal(await opened.page.getByRole('status').getByText('Mira').count(), 0);
  });
});
