import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';

const webShop = 'tanuki-tools/web-shop';

describe('triage in the view', () => {
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
      remotes: { origin: `${gitlab.url}/${webShop}.git` },
    });
    editor = await Editor.start({ workspace, size: { width: 1200, height: 760 }, signedInTo: gitlab });
    cleanup.add(() => editor.close());
    await editor.waitForSignIn();
    await editor.widenSidebar(460);
  };

  const projectId = (): number => [...gitlab.world.projects.values()][0]?.id ?? 0;
  const open = () => gitlab.world.issues(projectId()).filter(({ state }) => state === 'opened');
  const onServer = (iid: number) => gitlab.world.issues(projectId()).find((issue) => issue.iid === iid);

  /** Selects rows with Ctrl and Shift, because a plain click opens the issue. */
  const select = async (first: number, last: number): Promise<void> => {
    await (await editor.row(new RegExp(`^#${first} `))).click({ modifiers: ['Control'] });
    await (await editor.row(new RegExp(`^#${last} `))).click({ modifiers: ['Shift'] });
  };

  it('keeps the changes to ten issues while GitLab is in maintenance, and sends them afterwards', async () => {
    await setUp();
    const iids = open()
      .map(({ iid }) => iid)
      .sort((a, b) => b - a)
      .slice(1, 11);
    const heal = gitlab.addFault({ do: { kind: 'error', case: 'maintenance' } });
    await select(iids[0] ?? 0, iids.at(-1) ?? 0);
    await editor.rowMenu(await editor.row(new RegExp(`^#${iids[1]} `)), 'Close Issue');
    await editor.pressDialogButton('Close');
    await editor.waitForViewMessage(/10 changes are waiting to be sent\./);
    await editor.row(new RegExp(`^#${iids[0]} .*, waiting to send,`));
    await (await editor.row(/^Waiting to Send, 10$/)).click();
    await editor.row(new RegExp(`^Close #${iids[0]}, waiting, `));
    await editor.pictureInThemes('triage-waiting');
    heal();
    await editor.runCommand('GitLab Issues: Refresh');
    await waitUntil('the issues to be closed', () =>
      Promise.resolve(iids.every((iid) => onServer(iid)?.state === 'closed')),
    );
    await editor.noRow(/^Waiting to Send/);
    assert.doesNotMatch(await editor.viewMessage(), /waiting/);
  });

  it('adds a label to three selected issues at once, and undoes it', async () => {
    await setUp();
    const iids = open()
      .map(({ iid }) => iid)
      .sort((a, b) => b - a)
      .slice(2, 5);
    const before = iids.map((iid) => [...(onServer(iid)?.labels ?? [])]);
    await select(iids[0] ?? 0, iids[2] ?? 0);
    await editor.rowMenu(await editor.row(new RegExp(`^#${iids[1]} `)), 'Edit Labels…');
    await editor.quickInput.waitFor(/Labels for 3 Issues/);
    await editor.quickInput.toggle('accessibility');
    await editor.quickInput.type('needs info');
    await editor.quickInput.toggle('New label "needs info"');
    await editor.pictureInThemes('triage-labels');
    await editor.quickInput.accept();
    await editor.waitForNotification(/Updated labels on 3 issues/);
    for (const iid of iids) {
      assert.ok(onServer(iid)?.labels.includes('needs info'), `#${iid}`);
      assert.ok(onServer(iid)?.labels.includes('accessibility'), `#${iid}`);
    }
    await editor.picture('triage-labelled');
    await editor.pressNotificationButton('Undo');
    const labels = () => JSON.stringify(iids.map((iid) => [...(onServer(iid)?.labels ?? [])].sort()));
    const expected = JSON.stringify(before.map((each) => each.sort()));
    await waitUntil('the labels to be as they were', () => labels() === expected, { seen: labels });

    // A milestone that is closed while the list is open is still set, with a warning.
    const milestone = [...gitlab.world.milestones.values()].find(({ state }) => state === 'active');
    assert.ok(milestone);
    await editor.rowMenu(await editor.row(new RegExp(`^#${iids[1]} `)), 'Set Milestone…');
    await editor.quickInput.waitForChoice(`%${milestone.title}`);
    milestone.state = 'closed';
    await editor.quickInput.pick(`%${milestone.title}`);
    await editor.waitForNotification(`The milestone '${milestone.title}' is closed.`);
    await editor.picture('triage-closed-milestone');
  });

  it("filters with GitLab's syntax, groups by a label scope, sorts, and keeps all of it after a reload", async () => {
    await setUp();
    const bugs = open().filter(({ labels }) => labels.includes('bug'));
    assert.ok(bugs.length > 1 && bugs.length < open().length);
    await editor.runCommand('GitLab Issues: Filter Issues');
    await editor.quickInput.type('label:bug');
    await editor.quickInput.accept();
    const issueRows = async () => (await editor.rowLabels()).filter((label) => label.startsWith('#'));
    await waitUntil('the bugs alone', async () => (await issueRows()).length === bugs.length, { seen: issueRows });
    await editor.runCommand('GitLab Issues: Group By');
    await editor.quickInput.pick('workflow::*');
    await editor.row(/^(No workflow|todo|ready|doing|review), \d+$/);
    await editor.pictureInThemes('grouped');

    // A command for a whole group asks first, and names the issues.
    const before = open().length;
    await editor.rowMenu(
      await editor.row(/^(No workflow|todo|ready|doing|review), \d+$/),
      'Close All Issues in Group…',
    );
    const dialog = await editor.dialogText();
    assert.match(dialog, /Close (#\d+|\d+ issues)\?/);
    assert.match(dialog, /\n#\d+ \w/);
    await editor.page.keyboard.press('Escape');
    await editor.page.locator('.monaco-dialog-box').waitFor({ state: 'detached' });
    assert.equal(open().length, before);
    await editor.reloadWindow();
    await editor.openContainer('GitLab Issues');
    await editor.row(/^(No workflow|todo|ready|doing|review), \d+$/);
    await editor.runCommand('GitLab Issues: Clear Filter');
    await waitUntil('all issues again', async () => (await issueRows()).length >= bugs.length);
    await editor.runCommand('GitLab Issues: Search Issues');
    await editor.quickInput.type(String(bugs[0]?.iid));
    await editor.quickInput.waitForChoice(new RegExp(`^#${bugs[0]?.iid} `));
    await editor.picture('search');
    await editor.quickInput.giveUp();
  });

  it('completes a filter with the keyboard, marks an error in it, and offers it again', async () => {
    await setUp();
    const { quickInput } = editor;
    const { keyboard } = editor.page;
    const bugs = open().filter(({ labels }) => labels.includes('bug')).length;
    const marked = (label: RegExp) => quickInput.waitForMarked(label);
    await editor.runCommand('GitLab Issues: Filter Issues');
    await marked(/^No filter, all \d+ open issues/);
    await editor.pictureInThemes('filter-empty');

    await keyboard.type('label:bug colour:red');
    await quickInput.waitFor(/'colour:red' isn't valid/);
    await marked(/^'colour:red', Unknown filter 'colour'/);
    await editor.picture('filter-wrong');
    await editor.pictureInThemes('filter-wrong');
    await quickInput.accept();
    await marked(/^'colour:red'/);

    await quickInput.type('');
    await keyboard.type('-lab');
    await quickInput.waitForChoice(/^-label:, exclude/);
    await keyboard.press('Tab');
    await quickInput.waitForValue('-label:');
    await keyboard.type('workflow');
    await marked(/^workflow::/);
    await quickInput.type('label:bu');
    await marked(/^bug, \d+ open issues/);
    await editor.picture('filter-completing');
    await editor.pictureInThemes('filter-completing');
    await quickInput.accept();
    await quickInput.waitForValue('label:bug ');
    await marked(new RegExp(`^Apply filter, ${bugs} of ${open().length} open issues`));
    await editor.picture('filter-ready');
    await quickInput.accept();
    await quickInput.waitUntilClosed();
    const issueRows = async () => (await editor.rowLabels()).filter((label) => label.startsWith('#'));
    await waitUntil('the bugs alone', async () => (await issueRows()).length === bugs, { seen: issueRows });

    await editor.runCommand('GitLab Issues: Filter Issues');
    await quickInput.type('');
    await quickInput.waitForChoice(/^label:bug/);
    await editor.picture('filter-recent');
    await quickInput.type('label:bug colour:red');
    await marked(/^'colour:red'/);
    await quickInput.accept();
    await marked(/^'colour:red'/);
    await quickInput.giveUp();
    assert.match(await editor.viewMessage(), /^Filter: label:bug$/);
    await waitUntil('the bugs still', async () => (await issueRows()).length === bugs, { seen: issueRows });
  });

  it('offers only what the role allows, and adapts after GitLab rejects a change', async () => {
    await setUp();
    const [issue] = open().sort((a, b) => b.iid - a.iid);
    assert.ok(issue);
    const row = () => editor.row(new RegExp(`^#${issue.iid} `));
    assert.ok((await editor.menu.entriesOf(await row())).includes('Edit Labels…'));
    const me = gitlab.world.people.byUsername('mira.lindqvist')?.id ?? 0;
    // Also lower the role in the groups, because projects inherit it.
    for (const groupId of gitlab.world.groups.keys()) gitlab.world.people.setRole(me, { groupId }, 10);
    gitlab.world.people.setRole(me, { projectId: projectId() }, 10);
    const other = open().find(({ authorId, assigneeIds }) => ![authorId, ...assigneeIds].includes(me));
    assert.ok(other);
    const others = () => editor.row(new RegExp(`^#${other.iid} `));
    await editor.rowMenu(await others(), 'Close Issue');
    await editor.waitForNotification(/role in the project might be too low/);
    await waitUntil(
      'the menu to offer less',
      async () => !(await editor.menu.entriesOf(await others())).some((entry) => /Close Issue|Edit Labels/.test(entry)),
    );
    assert.equal(onServer(other.iid)?.state, 'opened');
  });
});
