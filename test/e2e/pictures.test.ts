import assert from 'node:assert/strict';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createDemoWorkspace } from '../host/demoWorkspace.ts';
import { allThemes } from '../host/quietSettings.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';
import { ReadmeFilm, readmePicture } from './readmePicture.ts';

const description = [
  'A customer with the voucher `SUMMER` sees the full price in the cart. See #2 for the rounding.',
  '',
  '- [x] Find out why',
  '- [ ] Write a test',
].join('\n');

/** The issue on the page: a wrong total with a voucher. */
const shown = 86;

describe('pictures', () => {
  const cleanup = new Cleanup();
  let editor: Editor;
  before(async () => {
    const gitlab = await StandInGitLab.start();
    cleanup.add(() => gitlab.close());
    const me = gitlab.world.people.byUsername('mira.lindqvist')!.id;
    gitlab.world.updateIssue(101, shown, { description, reactions: {} }, me);
    gitlab.world.addNote(101, shown, {
      body: 'The gateway returns the price before discounts. I can fix it.',
      thread: true,
    });
    const workspace = await createDemoWorkspace(temporaryFolder(cleanup), gitlab.url, ['tanuki-tools/web-shop']);
    editor = await Editor.start({ workspace, size: { width: 1200, height: 640 }, signedInTo: gitlab });
    cleanup.add(() => editor.close());
    await editor.waitForSignIn();
    await editor.row(/^#\d+ /);
    await editor.widenSidebar(620);
  });
  after(() => cleanup.run());

  const issueRows = () => editor.page.locator('.sidebar [role=treeitem][aria-label^="#"]');

  it('of the tree for the README, and in each theme', async () => {
    await editor.openFile('cart.ts');
    await readmePicture(editor, 'tree');
    await editor.pictureInThemes('tree', allThemes);
  });

  it('of a filter and of setting a milestone for all its issues', async () => {
    const film = new ReadmeFilm(editor, 'bulk-edit');
    await film.add(1500);
    await editor.runCommand('GitLab Issues: Filter Issues');
    await editor.quickInput.type('label:b');
    await editor.quickInput.waitForChoice(/^bug, \d+ open issues/);
    await film.add(1200);
    for (const text of ['label:bug', 'label:bug assignee:none']) {
      await editor.quickInput.type(text);
      await editor.quickInput.waitForChoice(/ [1-9]\d* of \d+ open issues/);
      await film.add(1200);
    }
    await editor.quickInput.accept();
    await editor.quickInput.waitUntilClosed();
    await editor.waitForViewMessage(/label:bug assignee:none/);
    await film.add(1500);
    await issueRows()
      .nth(0)
      .click({ modifiers: ['Control'] });
    await issueRows()
      .nth(4)
      .click({ modifiers: ['Shift'] });
    await film.add(1500);
    await editor.rowMenu(issueRows().nth(2), 'Set Milestone…');
    await editor.quickInput.waitForChoice('%v2.0');
    await film.add(1500);
    await editor.quickInput.pick('%v2.0');
    await editor.waitForNotification(/5 issues/);
    await waitUntil('one notification', async () => (await editor.notifications()).length === 1);
    await film.add(3000);
    film.save();
    await editor.pressNotificationButton('Undo');
  });

  it('of groups and of an issue page', async () => {
    await editor.runCommand('GitLab Issues: Filter Issues');
    await editor.quickInput.type('label:bug');
    await editor.quickInput.waitForChoice(/ [1-9]\d* of \d+ open issues/);
    await editor.quickInput.accept();
    await editor.runCommand('GitLab Issues: Group By');
    await editor.quickInput.pick('workflow::*');
    await editor.row(/^ready, \d+$/);
    await waitUntil('no notifications', async () => (await editor.notifications()).length === 0);
    await editor.clearSelection();
    await readmePicture(editor, 'groups', editor.page.locator('.part.sidebar'));
    await (await editor.row(new RegExp(`^#${shown} `))).click();
    await editor.issuePage.getByText('I can fix it').waitFor();
    await editor.runCommand('View: Toggle Primary Side Bar Visibility');
    await readmePicture(editor, 'page');
    await editor.runCommand('View: Toggle Primary Side Bar Visibility');
  });

  it('of the page in the Extensions view, without broken pictures or dead links', async () => {
    await editor.runCommand('Extensions: Show Installed Extensions');
    await editor.page.locator('.extensions-list [aria-label^="Issues for GitLab"]').first().click();
    await editor.runCommand('View: Toggle Primary Side Bar Visibility');
    for (const tab of ['Changelog', 'Details']) {
      await editor.page.locator('.extension-editor .navbar .action-label').filter({ hasText: tab }).click();
      const page = editor.issuePage;
      await page.getByRole('heading', { name: tab === 'Details' ? 'Get started' : 'Changelog' }).waitFor();
      assert.equal(await page.locator('img').count(), 0, tab);
      const deadLinks = page.locator('a:not([href^="https:"], [href^="#"])');
      assert.deepEqual(await deadLinks.allInnerTexts(), [], tab);
    }
    await editor.pictureInThemes('extension-page', ['dark', 'light']);
  });
});
