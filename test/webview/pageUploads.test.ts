import assert from 'node:assert/strict';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';

describe('A file that is dropped on a text box', () => {
  let opened: IssuePage;

  afterEach(async () => {
    await opened.close();
    assert.deepEqual(opened.errors, []);
  });

  it('is refused above 100 MB, before anything of it is read or sent, and the text stays as it was', async () => {
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
    await page.locator('.gl-saying').getByText('film.mov was not uploaded: files of up to 100 MB can be.').waitFor();
    const { ticket, fileName } = await opened.next('upload');
    assert.equal(fileName, 'note.txt');
    await opened.tell({ type: 'uploaded', ticket, fileName, markdown: '[note](/uploads/a/note.txt)' });
    await page.getByText('note.txt is uploaded').waitFor({ state: 'attached' });
    assert.equal(opened.count('upload'), 0);
    assert.equal(await box.inputValue(), 'Look:\n\n[note](/uploads/a/note.txt)\n');
    assert.ok(await page.getByRole('button', { name: 'Comment', exact: true }).isEnabled());
  });
});
