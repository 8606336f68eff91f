import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';

/** Texts that ended the window, or froze it for half a minute. */
const hostile = [
  '<table><tr><td>'.repeat(14_000 / 15),
  '<p><table><td>'.repeat(14_000 / 14),
  '<tr><td colspan=1000 rowspan=65534>'.repeat(20_000 / 35),
  '<pre>a'.repeat(15_000 / 6),
];

/**
 * Lets a page hang when `hangs` is set in it. Then only Refresh still works. A string, because the code runs in the page,
 * where other types apply.
 */
const mayHang = `{
  let given;
  Object.defineProperty(globalThis, 'acquireVsCodeApi', {
    configurable: true,
    set: (acquire) => (given = acquire),
    get: () => given && (() => {
      const api = given();
      const isLost = ({ type }) => globalThis.hangs && type !== 'refresh';
      return { ...api, postMessage: (message) => isLost(message) || api.postMessage(message) };
    }),
  });
}`;

describe('a page that can end its window', () => {
  let cleanup: Cleanup;
  let gitlab: StandInGitLab;
  let editor: Editor;

  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Each test calls this itself, because Mocha skips the remaining tests after a failed hook. */
  const setUp = async (): Promise<void> => {
    gitlab = await StandInGitLab.start({ issues: 12 });
    cleanup.add(() => gitlab.close());
    const workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
      remotes: { origin: `${gitlab.url}/tanuki-tools/web-shop.git` },
    });
    const { world } = gitlab;
    world.updateIssue(101, 1, { state: 'opened', title: 'Under attack', description: 'First **words**' });
    const issue = world.issue(101, 1)!;
    for (const note of [...world.notes(issue.id)]) world.deleteNote(issue, note);
    editor = await Editor.start({ workspace, size: { width: 1200, height: 800 }, signedInTo: gitlab });
    cleanup.add(() => editor.close());
    await editor.waitForSignIn();
  };

  const page = () => editor.issuePage;
  const open = async () => (await editor.row(/^#1 /)).click();
  const comment = () => page().locator('.gl-comment-box textarea');
  const add = (body: string) => gitlab.world.addNote(101, 1, { body, authorId: 2 });

  it('S1: shows hostile comments, without harm to the others, the window, or the next start', async () => {
    await setUp();
    for (const body of hostile) add(body);
    add('The **last** comment');
    await open();
    const last = page().getByText('The last comment');
    await last.waitFor();
    await comment().fill('Still here');
    await editor.reloadWindow();
    await last.waitFor();
    await waitUntil('the draft', async () => (await comment().inputValue()) === 'Still here');
    const articles = () => page().getByRole('article').count();
    await waitUntil('all comments', async () => (await articles()) === hostile.length + 1, { seen: articles });
    await editor.row(/^#2 /);
    await editor.picture('hostile-comments');
  });

  it('S1: opens only on a click after the window ended twice, and is plain if it stops responding', async () => {
    await setUp();
    add('Seen with a voucher');
    await open();
    await page().getByText('Seen with a voucher').waitFor();
    // VS Code saves which pages are open when the window closes.
    await editor.reloadWindow();
    await page().getByText('Seen with a voucher').waitFor();
    // Until the page has its comments, it is marked as loading.
    const answerAgain = gitlab.addFault({ path: '/api/v4/projects/101/issues/1/discussions', do: { kind: 'hang' } });
    await editor.reloadWindow();
    for (let time = 0; time < 2; time++) {
      await page().locator('strong').getByText('words').waitFor();
      await editor.crash();
    }
    const show = page().getByRole('button', { name: 'Try Again' });
    await show.waitFor();
    assert.equal(await page().locator('pre').innerText(), 'First **words**');
    await editor.picture('hostile-plain');
    answerAgain();
    await editor.page.addInitScript(mayHang);
    await show.click();
    await page().getByText('Seen with a voucher').waitFor();

    // A plain page doesn't show that an upload failed. VS Code does.
    gitlab.addFault({ method: 'POST', path: '/api/v4/projects/101/uploads', do: { kind: 'hang' } });
    const attachment = { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.alloc(1_000_000, 'a') };
    await page().locator('.gl-comment-box input[type=file]').setInputFiles(attachment);
    await waitUntil('the upload', () => gitlab.requests.some(({ path }) => path.endsWith('/uploads')));
    // The page must respond after each change of its texts.
    add('Seen without one');
    await page().locator('body').evaluate('globalThis.hangs = true');
    await page().getByRole('button', { name: 'Refresh' }).click();
    await page().getByRole('button', { name: 'Try Again' }).waitFor();
    await gitlab.close();
    await editor.waitForNotification(/^Couldn't upload log\.txt to #1\./);
    await page().getByRole('button', { name: 'Try Again' }).click();
    await page().locator('strong').getByText('words').waitFor();
    const tabs = () => editor.page.getByRole('tab', { name: /^#1 / }).count();
    await waitUntil('one tab', async () => (await tabs()) === 1, { seen: tabs });
  });
});
