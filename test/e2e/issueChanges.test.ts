import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';

/** Copies a tiny image to the clipboard. A string, because the code runs in the window, where other types apply. */
const copyPicture = `(async () => {
  const base64 = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0));
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
})()`;

describe('an issue on its page', () => {
  let cleanup: Cleanup;
  let gitlab: StandInGitLab;
  let editor: Editor;
  let me: number;
  let workspace: string;

  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Each test calls this itself, because Mocha skips the remaining tests after a failed hook. */
  const setUp = async (): Promise<void> => {
    gitlab = await StandInGitLab.start({ issues: 12 });
    cleanup.add(() => gitlab.close());
    workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
      remotes: { origin: `${gitlab.url}/tanuki-tools/web-shop.git` },
    });
    const { world } = gitlab;
    me = world.people.byUsername('mira.lindqvist')!.id;
    const plain = {
      state: 'opened',
      confidential: false,
      discussionLocked: null,
      labels: [],
      assigneeIds: [],
    } as const;
    const empty = { milestoneId: null, dueDate: null, weight: null } as const;
    const texts = { title: 'Wrong total', description: 'First\n\n- [ ] find out why' };
    world.updateIssue(101, 1, { ...plain, ...empty, ...texts }, me);
    for (const link of world.activity.linksOf(issue().id)) world.activity.removeLink(link);
    for (const note of [...world.notes(issue().id)]) world.deleteNote(issue(), note);
    world.addNote(101, 1, { body: 'Seen with a voucher.', thread: true, authorId: me });
    editor = await Editor.start({ workspace, size: { width: 1400, height: 1000 }, signedInTo: gitlab });
    cleanup.add(() => editor.close());
    await editor.waitForSignIn();
    await (await editor.row(/^#1 /)).click();
    await page().getByText('Seen with a voucher.').waitFor();
  };

  const page = () => editor.issuePage;
  const issue = () => gitlab.world.issue(101, 1)!;
  const notes = () => gitlab.world.notes(issue().id).filter(({ system }) => !system);
  const noteOf = (body: string) => notes().find((note) => note.body === body);
  const button = (name: string) => page().getByRole('button', { name, exact: true });
  const press = (name: string) => button(name).click();
  const comment = () => page().locator('.gl-comment-box textarea');
  /** Waits until the change has reached GitLab. */
  const onServer = (what: string, condition: () => boolean) =>
    waitUntil(what, condition, {
      seen: () => ({ issue: issue(), notes: notes().map(({ body }) => body) }),
    });

  it('can be changed in every way with keys and pickers, and every change reaches GitLab', async () => {
    await setUp();
    const { keyboard } = editor.page;
    const { world } = gitlab;
    const { quickInput } = editor;

    // Text fields: Ctrl+Enter saves, Esc closes the editor and keeps the draft.
    await press('Edit Title');
    await page().getByRole('textbox', { name: 'Title' }).fill('Half a ti');
    await keyboard.press('Escape');
    await press('Continue Editing');
    await page().getByRole('textbox', { name: 'Title' }).fill('Wrong sum');
    await keyboard.press('Control+Enter');
    await onServer('the title', () => issue().title === 'Wrong sum');
    await press('Edit Description');
    const description = page().locator('.gl-description');
    await description.locator('textarea').fill('The **sum** is wrong\n\n- [ ] find out why');
    await description.getByRole('tab', { name: 'Preview' }).click();
    await description.locator('.gl-preview strong').getByText('sum').waitFor();
    await editor.picture('changes-preview');
    await description.getByRole('tab', { name: 'Write' }).click();
    await description.locator('textarea').press('Control+Enter');
    await onServer('the description', () => issue().description!.startsWith('The **sum**'));
    await description.getByRole('checkbox').check();
    await onServer('the task', () => issue().description!.endsWith('- [x] find out why'));

    // The sidebar fields open VS Code's pickers.
    await press('assign yourself');
    await onServer('me', () => issue().assigneeIds.includes(me));
    await press('Edit Assignees');
    await quickInput.waitForChoice(/Mira/);
    const other = [...(await quickInput.choices())].find((choice) => !choice.includes('Mira'))!;
    await quickInput.toggle(other);
    await quickInput.accept();
    await onServer('another assignee', () => issue().assigneeIds.length === 2);
    await press('Edit Labels');
    await quickInput.toggle('accessibility');
    await quickInput.accept();
    await onServer('the label', () => issue().labels.includes('accessibility'));
    await page().locator('.gl-side').getByText('accessibility').waitFor();
    const milestone = [...world.milestones.values()].find(
      ({ projectId, state }) => projectId === 101 && state === 'active',
    )!;
    await press('Edit Milestone');
    await quickInput.pick(`%${milestone.title}`);
    await onServer('the milestone', () => issue().milestoneId === milestone.id);
    await press('Edit Due Date');
    await quickInput.answer('2027-01-31');
    await onServer('the due date', () => issue().dueDate === '2027-01-31');
    await press('Edit Weight');
    await quickInput.answer('3');
    await onServer('the weight', () => issue().weight === 3);
    await press('Edit Time Estimate');
    await quickInput.answer('1d 2h');
    await onServer('the estimate', () => issue().timeEstimate === 36_000);
    await press('Add Time Spent');
    await quickInput.answer('45m');
    await onServer('the time spent', () => issue().timeSpent === 2700);
    await page().getByText('45m of 1d 2h spent').waitFor();

    // Turn switches on and off again.
    await press('Turn On Confidentiality');
    await onServer('confidential', () => issue().confidential);
    await press('Turn Off Confidentiality');
    await onServer('not confidential', () => !issue().confidential);
    await press('Lock Discussion');
    await onServer('locked', () => issue().discussionLocked === true);
    await press('Unlock Discussion');
    await onServer('unlocked', () => issue().discussionLocked !== true);
    const isSubscribed = () => issue().subscriberIds.includes(me);
    await page()
      .getByRole('button', { name: /^Turn (On|Off)$/ })
      .waitFor();
    const first = (await button('Turn Off').count()) > 0;
    for (const wanted of [!first, first]) {
      await press(wanted ? 'Turn On' : 'Turn Off');
      await onServer('the subscription', () => isSubscribed() === wanted);
    }
    await press('More Actions');
    await page().getByRole('menuitem', { name: 'Add to To-Do List' }).click();
    await onServer('the to-do item', () => world.activity.pendingTodo(me, issue().id) !== undefined);
    await press('Link to Issue');
    await quickInput.answer('#2');
    await onServer('the link', () => world.activity.linksOf(issue().id).length === 1);
    await quickInput.waitUntilClosed();
    await editor.picture('changes-beside');
    await press('Remove Link to tanuki-tools/web-shop#2');
    await onServer('no link', () => world.activity.linksOf(issue().id).length === 0);

    // Add reactions by name.
    const react = async (name: string, at: number) => {
      await button('Add Reaction').nth(at).click();
      await keyboard.type(name);
      await keyboard.press('Enter');
    };
    await react('rocket', 0);
    const given = () => world.activity.issueAwards(issue()).filter(({ userId }) => userId === me);
    await onServer('the reaction', () => given().some(({ name }) => name === 'rocket'));
    await react('heart', 1);
    const [thread] = notes();
    await onServer('the reaction to the comment', () =>
      world.activity.noteAwards(thread!.id).some(({ name }) => name === 'heart'),
    );

    // Comments.
    await comment().fill('A plain comment');
    await keyboard.press('Control+Enter');
    await onServer('the comment', () => noteOf('A plain comment')?.individual === true);
    await page().getByText('A plain comment').waitFor();
    await comment().fill('A question');
    await press('Start Thread');
    await onServer('the thread', () => noteOf('A question')?.individual === false);
    await page().getByLabel('Internal note').check();
    await comment().fill('Only for us');
    await comment().press('Control+Enter');
    await onServer('the internal note', () => noteOf('Only for us')?.internal === true);
    await page().getByRole('button', { name: 'Reply…' }).first().click();
    await keyboard.type('A reply');
    await keyboard.press('Control+Enter');
    await onServer('the reply', () => noteOf('A reply')?.discussionId === thread!.discussionId);
    const firstThread = page().locator('.gl-thread').first();
    await firstThread.getByRole('button', { name: 'Resolve' }).click();
    await onServer('resolved', () => noteOf('A reply')!.resolved);
    await firstThread.getByRole('button', { name: /^Resolved by/ }).click();
    await firstThread.getByRole('button', { name: 'Unresolve' }).click();
    await onServer('unresolved', () => !noteOf('A reply')!.resolved);
    const own = page().locator('article').filter({ hasText: 'A plain comment' });
    await own.getByRole('button', { name: /^Actions for/ }).click();
    await page().getByRole('menuitem', { name: 'Edit' }).click();
    await keyboard.press('Control+A');
    await keyboard.type('A better comment');
    await keyboard.press('Control+Enter');
    await onServer('the edit', () => noteOf('A better comment') !== undefined);
    const better = page().locator('article').filter({ hasText: 'A better comment' });
    await better.getByRole('button', { name: /^Actions for/ }).click();
    await page().getByRole('menuitem', { name: 'Delete' }).click();
    await better.getByRole('button', { name: 'Delete' }).click();
    await onServer('the comment to be gone', () => noteOf('A better comment') === undefined);

    // Each special character offers its completions once.
    const options = page().getByRole('option');
    const offered = async (typed: string, wanted: RegExp) => {
      await comment().fill('');
      await keyboard.type(typed);
      await options.filter({ hasText: wanted }).first().waitFor();
      const all = await options.allInnerTexts();
      assert.deepEqual(all, [...new Set(all)]);
      assert.equal(all.filter((text) => wanted.test(text)).length, 1, all.join('\n'));
    };
    await offered('by @mira', /@mira\.lindqvist/);
    await offered('see #2', /^#2\D/);
    await offered('is ~acce', /accessibility/);
    await offered(`in %${milestone.title.slice(0, 4)}`, new RegExp(milestone.title.replaceAll('.', '\\.')));
    await offered('go :rocket', /^🚀/u);
    await editor.picture('changes-completion');
    await offered('/wei', /\/weight/);
    await keyboard.press('Enter');
    await keyboard.type('5');
    await keyboard.press('Control+Enter');
    await onServer('what the quick action does', () => issue().weight === 5);
    await page().locator('.gl-said').waitFor();

    // Paste an image from the clipboard.
    await editor.page.evaluate(copyPicture);
    await comment().fill('Look:');
    const uploads = world.uploads.length;
    await keyboard.press('Control+V');
    await waitUntil('the picture', async () => (await comment().inputValue()).includes('/uploads/'), {
      seen: () => comment().inputValue(),
    });
    assert.equal(world.uploads.length, uploads + 1);
    await comment().press('Control+Enter');
    await onServer('the picture in a comment', () =>
      notes().some(({ body }) => /^Look:\n!\[.*\]\(\/uploads\//.test(body)),
    );

    // The page shows the error of a rejected change, and the issue as it is on GitLab.
    const allow = gitlab.addFault({
      method: 'PUT',
      path: '/api/v4/projects/101/issues/1',
      do: { kind: 'error', case: 'conflict' },
    });
    await press('Close Issue');
    await page().locator('.gl-saying').waitFor();
    await editor.picture('changes-refused');
    await page().locator('.gl-saying').getByRole('button', { name: 'Dismiss' }).click();
    assert.deepEqual(await editor.notifications(), []);
    allow();
    await press('Close Issue');
    await onServer('closed', () => issue().state === 'closed');
    // The mirror no longer holds the issue, so each sync requests it.
    await button('Reopen Issue').waitFor();
    const asked = () =>
      gitlab.requests.filter(({ method, path }) => method === 'GET' && path === '/api/v4/projects/101/issues/1');
    gitlab.clearRequests();
    await editor.viewAction('Refresh');
    await waitUntil('a question about the closed issue', () => asked().length > 0);
    assert.deepEqual(
      asked().map(({ status }) => status),
      [304],
    );
    // A hidden page sends no requests. It shows the change when it becomes visible again.
    const [seen] = notes();
    const toFirst = `${gitlab.url}/tanuki-tools/web-shop/-/issues/1#note_${seen!.id}`;
    world.updateIssue(101, 2, { description: `[First comment](${toFirst})` });
    await (await editor.row(/^#2 /)).click();
    await page().getByRole('heading', { level: 1 }).getByText('#2').waitFor();
    gitlab.clearRequests();
    await editor.viewAction('Refresh');
    await waitUntil('a look', () => gitlab.requests.some(({ path }) => path.endsWith('/issues_statistics')));
    world.addNote(101, 1, { body: 'Thank you all', authorId: 2 });
    await editor.page.getByRole('tab', { name: /^#1 Wrong sum/ }).click();
    await page().getByText('Thank you all').waitFor();
    assert.equal(asked()[0]?.status, 200);
    // A comment to reveal on a hidden page waits until the page has loaded.
    await editor.page.getByRole('tab', { name: /^#2 / }).click();
    await page().getByRole('link', { name: 'First comment' }).click();
    await page().getByText('Thank you all').waitFor();
    const focused = () => page().locator('body').evaluate<unknown, unknown>('document.activeElement.id');
    await waitUntil('the focus on the comment', async () => (await focused()) === `note_${seen!.id}`, {
      seen: focused,
    });
    await press('Reopen Issue');
    await onServer('open again', () => issue().state === 'opened');
    await button('Close Issue').waitFor();
    await editor.picture('changes-end');

    // A project from the workspace settings stays unchanged until the user agrees.
    const { id: elsewhere } = world.projectByPath('tanuki-tools/mobile-app')!;
    world.updateIssue(elsewhere, 1, { state: 'opened', title: 'Chosen by the workspace' });
    mkdirSync(join(workspace, '.vscode'), { recursive: true });
    const settings = JSON.stringify({ 'gitlabIssues.projects': ['tanuki-tools/mobile-app'] });
    writeFileSync(join(workspace, '.vscode/settings.json'), settings);
    await editor.row(/^tanuki-tools\/mobile-app/);
    await editor.runCommand('GitLab Issues: Search Issues');
    await quickInput.type('Chosen by');
    await quickInput.pick('#1 Chosen by the workspace');
    await (await editor.row(/^#1 Chosen by/)).click();
    await page().getByRole('heading', { name: 'Chosen by the workspace' }).waitFor();
    await comment().fill('From a page');
    await comment().press('Control+Enter');
    assert.match(await editor.dialogText(), /is configured to use issues from/);
    await editor.pressDialogButton('Cancel');
    await page().getByRole('alert').getByText('Nothing was sent').waitFor();
    const there = () => world.notes(world.issue(elsewhere, 1)!.id).some(({ body }) => body === 'From a page');
    assert.equal(there(), false);
    await press('Retry');
    await editor.pressDialogButton('Allow');
    await onServer('the comment in the other project', there);
    await press('Turn On Confidentiality');
    await onServer('the other issue', () => world.issue(elsewhere, 1)!.confidential);
  }).timeout(300_000);
});
