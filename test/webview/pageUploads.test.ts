import assert from 'node:assert/strict';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';

describe('Files that are inserted into a text of the issue page', () => {
  let opened: IssuePage;

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('are uploaded from the clipboard while the user types', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await box.fill('Look:');
    await box.evaluate((field) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array([137, 80, 78, 71])], 'shot.png', { type: 'image/png' }));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    const { ticket, fileName, bytes } = await opened.next('upload');
    assert.equal(fileName, 'shot.png');
    assert.deepEqual([...bytes], [137, 80, 78, 71]);
    assert.match(await box.inputValue(), /^Look:\n!\[Uploading shot\.png…\]\(.+\)\n$/);
    assert.ok(await page.getByRole('button', { name: 'Comment', exact: true }).isDisabled());
    await page.keyboard.type('and more');
    await opened.tell({ type: 'uploaded', ticket, fileName, markdown: '![shot](/uploads/a/shot.png)' });
    await page.getByText('Uploaded shot.png').waitFor({ state: 'attached' });
    await page.keyboard.type('!');
    assert.equal(await box.inputValue(), 'Look:\n![shot](/uploads/a/shot.png)\nand more!');
  });

  it('C11: have a name that is isolated in the text and in announcements', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    const bytes = { name: '\u202eדנה[1].png', mimeType: 'image/png', buffer: Buffer.from([137, 80, 78, 71]) };
    await page.locator('.gl-comment-box input[type=file]').setInputFiles(bytes);
    const { ticket, fileName, placeholder } = await opened.next('upload');
    assert.equal(placeholder, `![Uploading \u2068דנה1.png\u2069…](uploading-${ticket})`);
    assert.equal(await box.inputValue(), `${placeholder}\n`);
    await opened.tell({ type: 'uploaded', ticket, fileName, markdown: '![a](/uploads/a/a.png)' });
    await page.getByText('Uploaded \u2068דנה[1].png\u2069').waitFor({ state: 'attached' });
    assert.equal(await box.inputValue(), '![a](/uploads/a/a.png)\n');
  });

  it('are not accepted while the text is being sent', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await box.fill('Hello');
    await box.press('ControlOrMeta+Enter');
    const { ticket } = await opened.next('send');
    await box.evaluate((field) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array([137, 80, 78, 71])], 'a.png', { type: 'image/png' }));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await opened.tell({ type: 'sent', ticket, outcome: { how: 'done' } });
    assert.equal(await box.inputValue(), '');
    assert.equal(opened.count('upload'), 0);
  });

  it('B13: have their Markdown in the text although the page was hidden when the upload ended', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await box.fill('Look:');
    const attach = async (name: string) => {
      const bytes = { name, mimeType: 'image/png', buffer: Buffer.from([137, 80, 78, 71]) };
      await page.locator('.gl-comment-box input[type=file]').setInputFiles(bytes);
      return opened.next('upload');
    };
    const [one, other] = [await attach('one.png'), await attach('other.png')];
    await opened.reload();
    // The first upload has ended, and the second one is still in progress.
    const markdown = '![one](/uploads/a/one.png)';
    await opened.tell({ type: 'uploaded', ticket: one.ticket, fileName: 'one.png', markdown });
    await opened.tell({ type: 'show', state: { ...richState, uploading: [other.ticket] } });
    assert.equal(await box.inputValue(), `Look:\n${markdown}\n${other.placeholder}\n`);
    const send = page.getByRole('button', { name: 'Comment', exact: true });
    assert.ok(await send.isDisabled());
    // VS Code was closed since then, so the upload has stopped.
    await opened.reload();
    await opened.tell({ type: 'show', state: richState });
    assert.equal(await box.inputValue(), `Look:\n${markdown}\n\n`);
    await page.getByText("A file wasn't uploaded because VS Code was closed.").first().waitFor({ state: 'attached' });
    assert.ok(await send.isEnabled());
  });

  it('are rejected above 100 MB, before any part of them is read or sent, and the text does not change', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await box.fill('Look:\n');
    await box.evaluate((field) => {
      const data = new DataTransfer();
      const large = new File([new Uint8Array(100 * 1024 * 1024 + 1)], 'film.mov', { type: 'video/quicktime' });
      large.arrayBuffer = () => Promise.reject(new Error('It was read.'));
      data.items.add(large);
      data.items.add(new File(['small'], 'note.txt', { type: 'text/plain' }));
      field.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await page.locator('.gl-saying').getByText("Couldn't upload film.mov. Files can be up to 100 MB.").waitFor();
    const { ticket, fileName } = await opened.next('upload');
    assert.equal(fileName, 'note.txt');
    await opened.tell({ type: 'uploaded', ticket, fileName, markdown: '[note](/uploads/a/note.txt)' });
    await page.getByText('Uploaded note.txt').waitFor({ state: 'attached' });
    assert.equal(opened.count('upload'), 0);
    assert.equal(await box.inputValue(), 'Look:\n\n[note](/uploads/a/note.txt)\n');
    assert.ok(await page.getByRole('button', { name: 'Comment', exact: true }).isEnabled());
  });
});
