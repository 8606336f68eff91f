import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { Editor } from './editor.ts';
import { signIn } from './signIn.ts';

/** Texts that ended the window, or froze it for half a minute. */
const hostile = [
  '<table><tr><td>'.repeat(14_000 / 15),
  '<p><table><td>'.repeat(14_000 / 14),
  '<tr><td colspan=1000 rowspan=65534>'.repeat(20_000 / 35),
  '<pre>a'.repeat(15_000 / 6),
];

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
    editor = await Editor.start({ workspace, size: { width: 1200, height: 800 } });
    cleanup.add(() => editor.close());
    await signIn(editor, gitlab);
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
    assert.equal(await comment().inputValue(), 'Still here');
    assert.equal(await page().getByRole('article').count(), hostile.length + 1);
    await editor.row(/^#2 /);
    await editor.picture('hostile-comments');
  }).timeout(120_000);

  it('S1: opens only on a click after the window ended twice', async () => {
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
    const show = page().getByRole('button', { name: 'Show Issue' });
    await show.waitFor();
    assert.equal(await page().locator('pre').innerText(), 'First **words**');
    await editor.picture('hostile-plain');
    answerAgain();
    await show.click();
    await page().getByText('Seen with a voucher').waitFor();
    assert.equal(await editor.page.getByRole('tab', { name: /^#1 / }).count(), 1);
  }).timeout(180_000);
});
