import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { allThemes } from '../host/quietSettings.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';

describe('unread issues', () => {
  let cleanup: Cleanup;
  let gitlab: StandInGitLab;
  let editor: Editor;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Each test calls this itself, because Mocha skips the remaining tests after a failed hook. */
  const setUp = async (): Promise<void> => {
    gitlab = await StandInGitLab.start({ issues: 30 });
    cleanup.add(() => gitlab.close());
    const workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
      remotes: { origin: `${gitlab.url}/tanuki-tools/web-shop.git` },
    });
    editor = await Editor.start({ workspace, size: { width: 1200, height: 760 }, signedInTo: gitlab });
    cleanup.add(() => editor.close());
    await editor.waitForSignIn();
    await editor.widenSidebar(460);
  };

  it('have a dot, count in the badge if they concern the user, and become read when opened or marked', async () => {
    await setUp();
    const { world } = gitlab;
    const [project] = world.projects.values();
    assert.ok(project);
    const me = world.people.byUsername('mira.lindqvist')?.id ?? 0;
    const other = [...world.people.users.values()].find(({ id }) => id !== me)?.id ?? 0;
    const [first, second, third, fourth] = world
      .issues(project.id)
      .filter(({ state }) => state === 'opened')
      .sort((a, b) => b.iid - a.iid)
      .map(({ iid }) => iid);
    assert.ok(first && second && third && fourth);
    await editor.row(new RegExp(`^#${first} `));
    const badge = editor.page.locator('.activitybar .badge-content:visible');
    assert.equal((await editor.rowLabels()).filter((label) => label.includes(', unread')).length, 0);

    editor.server.writeSettings({ 'gitlabIssues.notifications': 'assigned' });
    for (const iid of [first, third]) {
      world.updateIssue(project.id, iid, { assigneeIds: [me], dueDate: '2020-01-31' });
      world.addNote(project.id, iid, { body: 'Yours', authorId: other });
    }
    world.updateIssue(project.id, fourth, { title: 'Changed by another user', confidential: true });
    await editor.runCommand('GitLab Issues: Refresh');
    await editor.row(new RegExp(`^#${first} .*, unread, .*overdue since Jan 31, 2020`));
    await editor.row(/Changed by another user, unread, .*confidential/);
    await waitUntil('the badge', async () => (await badge.allInnerTexts()).join() === '2', {
      seen: () => badge.allInnerTexts(),
    });
    await editor.waitForNotification('2 issues were assigned to you.');
    await editor.pressNotificationButton('Show');
    // A click before that would open the row that is selected then.
    const selected = editor.page.locator('.sidebar .monaco-list-row.selected');
    await waitUntil('the selected row', async () => (await selected.count()) === 1);
    await editor.pictureInThemes('unread', allThemes);

    await (await editor.row(new RegExp(`^#${first} `))).click();
    await editor.issuePage.getByRole('heading', { level: 1 }).waitFor();
    await editor.issuePage.getByText('New since you last looked').waitFor();
    await editor.row(new RegExp(`^#${first} (?!.*, unread)`));
    // Content that the issue page shows counts as read.
    world.addNote(project.id, first, { body: 'One more thing', authorId: other });
    await editor.runCommand('GitLab Issues: Refresh');
    await editor.issuePage.getByText('One more thing').waitFor();
    await editor.runCommand('GitLab Issues: Refresh');
    await editor.row(new RegExp(`^#${first} (?!.*, unread)`));
    await editor.rowMenu(await editor.row(new RegExp(`^#${second} `)), 'Mark as Unread');
    await editor.row(new RegExp(`^#${second} .*, unread`));
    await editor.rowMenu(await editor.row(new RegExp(`^#${third} `)), 'Mark as Read');
    await editor.row(new RegExp(`^#${third} (?!.*, unread)`));
    await editor.reloadWindow();
    await editor.openContainer('GitLab Issues');
    await editor.row(new RegExp(`^#${second} .*, unread`));
    await editor.runCommand('GitLab Issues: Mark All as Read');
    await editor.waitForNotification(/Marked \d+ issues as read/);
    await editor.noRow(', unread');
    await waitUntil('no badge', async () => (await badge.count()) === 0);
    await editor.pressNotificationButton('Undo');
    await editor.row(new RegExp(`^#${second} .*, unread`));
  });
});
