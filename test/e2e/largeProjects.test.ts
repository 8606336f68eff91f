import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createDemoWorkspace } from '../host/demoWorkspace.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';

/** A little more than half of these are open: about 10,000 in each of the two projects. */
const issues = 16_400;
const webShop = 'tanuki-tools/web-shop';
const mobileApp = 'tanuki-tools/mobile-app';

describe('10,000 issues', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('scroll, keep the selection and expansion after a change or a filter, and are all available offline with their age', async () => {
    const gitlab = await StandInGitLab.start({ projects: 2, issues });
    cleanup.add(() => gitlab.close());
    const described = gitlab.world.issues(101).find(({ state }) => state === 'opened');
    assert.ok(described);
    gitlab.world.updateIssue(101, described.iid, { description: 'It sounds like a xylophone.' });
    const folder = temporaryFolder(cleanup);
    const workspace = await createDemoWorkspace(join(folder), gitlab.url, [webShop, mobileApp]);
    const editor = await Editor.start({ workspace, size: { width: 900, height: 700 }, signedInTo: gitlab });
    cleanup.add(() => editor.close());
    await editor.waitForSignIn();
    const open = gitlab.world.issues(101).filter(({ state }) => state === 'opened').length;
    await editor.row(new RegExp(`web-shop.*${open} open`));

    // Collapse both, expand the first.
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

    // Scroll to the rows that aren't shown yet.
    await (await editor.lastRow(new RegExp(`Show More \\(${open - 200} not shown\\)`))).click();
    await editor.lastRow(new RegExp(`Show More \\(${open - 400} not shown\\)`));
    await keyboard.press('Home');

    // Select one issue and change another.
    const iidOf = (row: string) => Number(/^#(\d+)/.exec(row)?.[1]);
    const isLabelled = (row: string) =>
      gitlab.world.issues(101).some((issue) => issue.iid === iidOf(row) && issue.labels.length > 0);
    const label = await waitUntil('an issue', async () => (await editor.rowLabels()).filter(isLabelled)[1]);
    const iid = iidOf(label);
    await (await editor.row(new RegExp(`^#${iid} `))).click();
    const other = gitlab.world.issues(101).findLast((issue) => issue.state === 'opened' && issue.iid !== iid);
    assert.ok(other);
    gitlab.world.updateIssue(101, other.iid, { title: 'Changed by another user' });
    await editor.runCommand('GitLab Issues: Refresh');
    await editor.row(/Changed by another user/);
    assert.equal(await (await editor.row(new RegExp(`^#${iid} `))).getAttribute('aria-selected'), 'true');
    await editor.lastRow(/mobile-app/);
    assert.ok(await isFolded(/mobile-app/));

    // Turn on a filter that matches the selected issue, then turn it off.
    const labelled = gitlab.world.issues(101).find((issue) => issue.iid === iid);
    const [filtering] = labelled?.labels ?? [];
    assert.ok(filtering, 'an issue that has a label');
    const isAsBefore = async () => {
      await editor.lastRow(/mobile-app/);
      if (!(await isFolded(/mobile-app/))) return false;
      await keyboard.press('Home');
      return (await (await editor.row(new RegExp(`^#${iid} `))).getAttribute('aria-selected')) === 'true';
    };
    const passing = new Set(
      gitlab.world
        .issues(101)
        .filter(({ labels }) => labels.includes(filtering))
        .map((issue) => issue.iid),
    );
    const shown = async () => (await editor.rowLabels()).filter((row) => iidOf(row) > 0);
    await editor.runCommand('GitLab Issues: Filter Issues');
    await editor.quickInput.answer(`label:"${filtering}"`);
    await waitUntil('only what passes', async () => (await shown()).every((row) => passing.has(iidOf(row))), {
      seen: shown,
    });
    await waitUntil('selection and folding to stay as they were', isAsBefore);
    await editor.picture('filtered-10000');
    await editor.runCommand('GitLab Issues: Clear Filter');
    await waitUntil('all issues again', async () => (await shown()).some((row) => !passing.has(iidOf(row))));
    await waitUntil('selection and folding to stay as they were', isAsBefore);

    // Go offline.
    await gitlab.close();
    await editor.reload();
    await editor.openContainer('GitLab Issues');
    await editor.row(new RegExp(`web-shop.*${open} open`));
    // Lists read within the last 30 seconds aren't refreshed automatically.
    await editor.runCommand('GitLab Issues: Refresh');
    await editor.waitForViewMessage(/Showing issues as of/);
    await (await editor.row(/web-shop/)).click();
    await keyboard.press('Home');
    await editor.row(/^#\d+ /);
    await editor.picture('offline-10000');

    // Search also finds text that occurs only in descriptions.
    await editor.runCommand('GitLab Issues: Search Issues');
    await editor.quickInput.type('xylophone');
    await editor.quickInput.waitForChoice(new RegExp(`^#${described.iid} `));
    await editor.picture('search-descriptions');
    await editor.quickInput.giveUp();
  });
});
