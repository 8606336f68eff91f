import assert from 'node:assert/strict';
import { IssuePage } from './issuePage.ts';
import { changedState, now, richState } from './richIssue.ts';

const hello = { kind: 'comment', body: 'hello', internal: false, thread: false } as const;

describe('An issue page that was hidden or closed', () => {
  let opened: IssuePage;

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('B13: has the newer of two texts after a crash, although the state that VS Code saved is a minute old', async () => {
    opened = await IssuePage.open(richState);
    const box = opened.page.locator('.gl-comment-box textarea');
    await box.fill('Half');
    const show = async (text: string, typedAt: number) => {
      await opened.reload();
      await opened.tell({ type: 'show', state: { ...richState, drafts: { comment: { text, typedAt } } } });
    };
    await show('Half a sen', now - 1);
    assert.equal(await box.inputValue(), 'Half');
    await show('Half a sentence', now + 1);
    assert.equal(await box.inputValue(), 'Half a sentence');
  });

  it('B13: does not restore a text that was sent before a crash, although the state that VS Code saved still has it', async () => {
    opened = await IssuePage.open(richState);
    const box = opened.page.locator('.gl-comment-box textarea');
    await box.fill('hello');
    await opened.reload();
    await opened.tell({ type: 'show', state: { ...richState, drafts: { comment: { text: '', typedAt: now + 1 } } } });
    assert.equal(await box.inputValue(), '');
  });

  it('B13: shows whether a comment was sent when VS Code closed during the request, as far as the extension can find out', async () => {
    const drafts = { comment: { text: 'hello', mayBeSent: true, typedAt: now } };
    opened = await IssuePage.open({ ...richState, drafts });
    const { page } = opened;
    const problem = page.getByRole('alert');
    assert.match(await problem.innerText(), /Couldn't confirm that this was sent/);
    await problem.getByRole('button', { name: 'Send Again' }).click();
    await opened.next('send');
    await opened.reload();
    await opened.tell({ type: 'show', state: { ...richState, drafts: { comment: { text: 'hello', typedAt: now } } } });
    assert.match(await problem.innerText(), /This wasn.t sent/);
    assert.ok(await problem.getByRole('button', { name: 'Retry' }).isEnabled());
  });

  it('B13: shows a comment that is being sent, although its tab was closed and opened again', async () => {
    const act = { ...hello, then: 'close' } as const;
    const drafts = { comment: { text: 'hello' } };
    const state = { ...richState, drafts, sending: { comment: { ticket: 12, act } } };
    opened = await IssuePage.open(state);
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    // The shortcut also works before the first message from the extension.
    await box.press('ControlOrMeta+Enter');
    assert.equal(await box.getAttribute('readonly'), '');
    await opened.tell({ type: 'show', state });
    assert.ok(await page.getByRole('button', { name: 'Sending…' }).isDisabled());
    await opened.tell({ type: 'sent', ticket: 12, outcome: { how: 'failed', message: 'No.' } });
    await page.getByRole('button', { name: 'Retry' }).click();
    assert.deepEqual(await opened.answer({ how: 'done' }), act);
    assert.equal(await box.inputValue(), '');
  });

  it('B13: restores the text after the page was hidden, including what the extension has not received yet', async () => {
    opened = await IssuePage.open({ ...richState, drafts: { comment: { text: 'an old draft' } } });
    const box = opened.page.locator('.gl-comment-box textarea');
    assert.equal(await box.inputValue(), 'an old draft');
    await box.fill('what was typed last');
    await opened.reload();
    assert.equal(await box.inputValue(), 'what was typed last');
    await opened.tell({ type: 'show', state: richState });
    assert.equal(await box.inputValue(), 'what was typed last');
  });

  it('B13: continues after the page was hidden: text, cursor, and preview or editor', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    await page.getByRole('button', { name: 'Edit Description' }).click();
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
    await opened.tell({ type: 'show', state: changedState });
    await page.keyboard.type('brief');
    assert.equal(await box.inputValue(), 'A brief thought');
    assert.equal(await description.locator('.gl-preview strong').innerText(), 'own');
    // A box that was open but not focused doesn't get the focus when the page shows again.
    await description.getByRole('tab', { name: 'Write' }).click();
    await page.getByRole('button', { name: 'Edit Title' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Another');
    await page.getByRole('textbox', { name: 'Title' }).blur();
    await opened.reload();
    await opened.tell({ type: 'show', state: changedState });
    assert.equal(await page.getByRole('textbox', { name: 'Title' }).inputValue(), 'Another');
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'BODY');
  });

  it('B13: does not restore a text that was sent before the page was hidden', async () => {
    opened = await IssuePage.open({ ...richState, drafts: { comment: { text: 'hello' } } });
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await opened.next('send');
    // The response arrives while the page is hidden and doesn't exist.
    await opened.reload();
    assert.equal(await box.inputValue(), 'hello');
    await opened.tell({ type: 'show', state: richState });
    assert.equal(await box.inputValue(), '');
  });

  it('B13: still shows the comment as being sent after the page was hidden, and keeps what was typed since', async () => {
    const drafts = { comment: { text: 'hello' } };
    opened = await IssuePage.open({ ...richState, drafts });
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    const first = await opened.next('send');
    await opened.reload();
    await opened.tell({
      type: 'show',
      state: { ...richState, drafts, sending: { comment: { ticket: first.ticket, act: hello } } },
    });
    assert.ok(await page.getByRole('button', { name: 'Sending…' }).isDisabled());
    assert.equal(await page.getByRole('alert').count(), 0);
    await opened.tell({ type: 'sent', ticket: first.ticket, outcome: { how: 'done' } });
    assert.equal(await box.inputValue(), '');
    await box.fill('hello');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    const second = await opened.next('send');
    await opened.reload();
    // The response arrives late, after the reload of the page that sent the request.
    const marked = { comment: { text: 'hello', mayBeSent: true } };
    await opened.tell({ type: 'show', state: { ...richState, drafts: marked } });
    assert.match(await page.getByRole('alert').innerText(), /Couldn.t confirm/);
    await box.fill('hello, and more');
    await opened.tell({ type: 'sent', ticket: second.ticket, outcome: { how: 'done' } });
    assert.equal(await box.inputValue(), 'hello, and more');
    assert.equal(await page.getByRole('alert').count(), 0);
  });
});
