import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createDemoWorkspace } from '../host/demoWorkspace.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';
import { signIn } from './signIn.ts';

/** A good half of these is open: about 10,000 in each of two projects. */
const issues = 16_400;
const webShop = 'tanuki-tools/web-shop';
const mobileApp = 'tanuki-tools/mobile-app';

describe('10,000 issues', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('scroll, keep selection and folding when one changes, and are all there offline with their age', async () => {
    const gitlab = await StandInGitLab.start({ projects: 2, issues });
    cleanup.add(() => gitlab.close());
    const folder = temporaryFolder(cleanup);
    const workspace = await createDemoWorkspace(join(folder), gitlab.url, [webShop, mobileApp]);
    const editor = await Editor.start({ workspace, size: { width: 900, height: 700 } });
    cleanup.add(() => editor.close());
    await signIn(editor, gitlab);
    const open = gitlab.world.issues(101).filter(({ state }) => state === 'opened').length;
    await editor.row(new RegExp(`web-shop.*${open} open`));

    // Fold both, unfold the first.
    await (await editor.row(/web-shop/)).click();
    const { keyboard } = editor.page;
    const isFolded = async (name: RegExp) => (await (await editor.row(name)).getAttribute('aria-expanded')) === 'false';
    if (!(await isFolded(/web-shop/))) await keyboard.press('ArrowLeft');
    await waitUntil('web-shop to be folded', () => isFolded(/web-shop/));
    await keyboard.press('ArrowDown');
    if (!(await isFolded(/mobile-app/))) await keyboard.press('ArrowLeft');
    await waitUntil('mobile-app to be folded', () => isFolded(/mobile-app/));
    await keyboard.press('ArrowUp');
    await keyboard.press('ArrowRight');
    await editor.row(/^#\d+ /);

    // Scroll to what is not shown yet.
    await (await editor.lastRow(new RegExp(`Show More \\(${open - 200} not shown\\)`))).click();
    await editor.lastRow(new RegExp(`Show More \\(${open - 400} not shown\\)`));
    await keyboard.press('Home');

    // One is selected, another one changes.
    const label = await waitUntil(
      'an issue',
      async () => (await editor.rowLabels()).filter((row) => /^#\d+ /.test(row))[4],
    );
    const iid = Number(/^#(\d+)/.exec(label)?.[1]);
    await (await editor.row(new RegExp(`^#${iid} `))).click();
    const other = gitlab.world.issues(101).findLast((issue) => issue.state === 'opened' && issue.iid !== iid);
    assert.ok(other);
    gitlab.world.updateIssue(101, other.iid, { title: 'Changed by somebody else' });
    await editor.runCommand('GitLab Issues: Refresh');
    await editor.row(/Changed by somebody else/);
    assert.equal(await (await editor.row(new RegExp(`^#${iid} `))).getAttribute('aria-selected'), 'true');
    await editor.lastRow(/mobile-app/);
    assert.ok(await isFolded(/mobile-app/));

    // On the train.
    await gitlab.close();
    await editor.reload();
    await editor.openContainer('GitLab Issues');
    await editor.row(new RegExp(`web-shop.*${open} open`));
    // What was read within the last half minute is not asked for again by itself.
    await editor.runCommand('GitLab Issues: Refresh');
    await editor.waitForViewMessage(/Showing the issues as of/);
    await (await editor.row(/web-shop/)).click();
    await keyboard.press('Home');
    await editor.row(/^#\d+ /);
    await editor.picture('offline-10000');
  });
});
