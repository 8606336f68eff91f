import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';
import { signIn } from './signIn.ts';
import { settledTree } from './settledTree.ts';

describe('opening issues', () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Each test calls this itself, because Mocha skips the remaining tests after a failed hook. */
  const setUp = async () => {
    const gitlab = await StandInGitLab.start({ issues: 12 });
    cleanup.add(() => gitlab.close());
    const workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
      remotes: { origin: `${gitlab.url}/tanuki-tools/web-shop.git` },
    });
    const editor = await Editor.start({ workspace, size: { width: 1300, height: 760 } });
    cleanup.add(() => editor.close());
    await signIn(editor, gitlab);
    await editor.widenSidebar(380);
    const [project] = gitlab.world.projects.values();
    assert.ok(project);
    const iids = gitlab.world
      .issues(project.id)
      .filter(({ state }) => state === 'opened')
      .map(({ iid }) => iid)
      .sort((a, b) => b - a);
    const rowOf = (iid: number) => editor.row(new RegExp(`^#${iid} `));
    const isTreeFocused = () => editor.page.evaluate("!!document.activeElement?.closest('.sidebar')");
    return { gitlab, editor, projectId: project.id, iids, rowOf, isTreeFocused };
  };

  it('defect 3: reuses one panel for clicks, and keeps what is double-clicked, opened with Enter, or typed on', async () => {
    const { editor, iids, rowOf, isTreeFocused } = await setUp();
    const { page } = editor;
    const { keyboard } = page;
    const [first = 0, second = 0, third = 0, fourth = 0] = iids;
    const tabs = async () =>
      (await page.locator('.editor-group-container .tabs-container .tab').allInnerTexts()).map((text) =>
        Number(/#(\d+)/.exec(text)?.[1] ?? 0),
      );
    const expectTabs = (...expected: number[]) =>
      waitUntil(`the tabs ${expected.join()}`, async () => (await tabs()).join() === expected.join(), { seen: tabs });
    const shows = (iid: number) => editor.issuePage.getByText(`#${iid}`, { exact: true }).first().waitFor();
    await rowOf(first);

    // Clicks reuse one panel, and the focus stays in the tree.
    await (await rowOf(first)).click();
    await expectTabs(first);
    await shows(first);
    assert.ok(await isTreeFocused());
    await (await rowOf(second)).click();
    await expectTabs(second);
    await shows(second);
    await keyboard.press('ArrowDown');
    await editor.focusedRow(new RegExp(`^#${third} `));
    await keyboard.press('Space');
    await expectTabs(third);
    assert.ok(await isTreeFocused());
    await editor.picture('opening-preview');

    // A double click and Enter keep the page open, and move the focus to the page.
    await (await rowOf(third)).dblclick();
    await waitUntil('the focus on the page', async () => !(await isTreeFocused()));
    await (await rowOf(second)).click();
    await expectTabs(third, second);
    await keyboard.press('ArrowUp');
    await editor.focusedRow(new RegExp(`^#${first} `));
    await keyboard.press('Enter');
    await waitUntil('the focus on the page', async () => !(await isTreeFocused()));
    await expectTabs(third, first);
    await (await rowOf(second)).click();
    await expectTabs(third, first, second);

    // The button in the title of the preview keeps it open.
    const title = page.locator('.editor-actions');
    await title.getByRole('button', { name: /^Keep Open/ }).click();
    await title.getByRole('button', { name: /^Keep Open/ }).waitFor({ state: 'detached' });
    await (await rowOf(fourth)).click();
    await expectTabs(third, first, second, fourth);

    // Text that the user typed is kept with its page.
    await shows(fourth);
    await editor.issuePage.getByRole('textbox', { name: /comment/i }).fill('Not sent yet');
    await title.getByRole('button', { name: /^Keep Open/ }).waitFor({ state: 'detached' });
    await (await rowOf(iids[4] ?? 0)).click();
    await expectTabs(third, first, second, fourth, iids[4] ?? 0);

    // The page goes to the next and the previous issue of the list.
    await title.getByRole('button', { name: /^Next Issue/ }).click();
    await expectTabs(third, first, second, fourth, iids[5] ?? 0);
    await shows(iids[5] ?? 0);
    await keyboard.press('Alt+PageUp');
    await expectTabs(third, first, second, fourth, iids[4] ?? 0);
    await shows(iids[4] ?? 0);
    await keyboard.press('Alt+PageUp');
    await waitUntil('the page of the fourth issue', async () =>
      (await page.locator('.tab.active').innerText()).includes(`#${fourth}`),
    );

    // Ctrl+Enter opens to the side.
    await (await rowOf(iids[6] ?? 0)).click();
    await keyboard.press('ArrowDown');
    await keyboard.press('Control+Enter');
    await waitUntil('a second group', async () => (await page.locator('.editor-group-container').count()) === 2);
    await waitUntil('the page to the side', async () => (await tabs()).at(-1) === iids[7], { seen: tabs });
    await editor.rowMenu(await rowOf(first), 'Open Issue to the Side');
    await waitUntil('the page beside it', async () => (await tabs()).slice(-2).includes(first), { seen: tabs });
    // VS Code would replace an editor that it shows in italics.
    assert.equal(await page.locator('.tab .monaco-icon-label.italic').count(), 0);
    await editor.picture('opening-side');
  });

  it('runs the commands of issues on the row with the focus, by keys alone', async () => {
    const { gitlab, editor, projectId, iids, rowOf, isTreeFocused } = await setUp();
    const { page, quickInput } = editor;
    const { keyboard } = page;
    const [first = 0, second = 0, third = 0] = iids;
    const onServer = (iid: number) => {
      const issue = gitlab.world.issue(projectId, iid);
      assert.ok(issue);
      return issue;
    };
    const me = gitlab.world.people.byUsername('mira.lindqvist')?.id ?? 0;
    const press = async (letter: string) => {
      await waitUntil('the focus in the tree', isTreeFocused);
      await settledTree(page);
      await keyboard.press('Control+I');
      await keyboard.press(letter);
    };
    const isTrue = (what: string, condition: () => boolean) => waitUntil(what, condition);
    const moveTo = async (iid: number) => {
      await waitUntil(`the focus on #${iid}`, async () => {
        await keyboard.press('ArrowDown');
        return (await page.locator('.sidebar .monaco-list-row.focused').getAttribute('aria-label'))?.startsWith(
          `#${iid} `,
        );
      });
    };
    await rowOf(first);
    await keyboard.press('Control+Shift+Alt+G');
    await waitUntil('the focus in the tree', isTreeFocused);
    await moveTo(second);

    await press('i');
    await isTrue('the assignee', () => onServer(second).assigneeIds.includes(me));
    await press('l');
    await quickInput.waitFor(`Labels for #${second}`);
    await quickInput.type('accessibility');
    await quickInput.toggle('accessibility');
    await quickInput.accept();
    await isTrue('the label', () => onServer(second).labels.includes('accessibility'));
    await press('d');
    await quickInput.waitFor(`Due Date for #${second}`);
    await quickInput.answer('2027-01-31');
    await isTrue('the due date', () => onServer(second).dueDate === '2027-01-31');
    // Escape changes nothing, and the focus returns to the row.
    await press('m');
    await quickInput.waitFor(`Milestone for #${second}`);
    await keyboard.press('Escape');
    await quickInput.waitUntilClosed();
    await editor.focusedRow(new RegExp(`^#${second} `));
    await press('e');
    await quickInput.waitFor(/Title/);
    await quickInput.answer('Edited with keys');
    await isTrue('the title', () => onServer(second).title === 'Edited with keys');
    await press('u');
    await editor.row(new RegExp(`^#${second} .*, unread`));

    // Several selected rows.
    await (await rowOf(second)).focus().catch(() => undefined);
    await keyboard.press('Shift+ArrowDown');
    await press('x');
    await isTrue('two closed issues', () => [second, third].every((iid) => onServer(iid).state === 'closed'));
    assert.equal(onServer(first).state, 'opened');
    // No key opened a page.
    assert.equal(await page.locator('.editor-group-container .tab').count(), 0);

    // On the page, the same keys run the commands on its issue.
    await (await rowOf(first)).dblclick();
    const editLabels = editor.issuePage.getByRole('button', { name: 'Edit Labels' });
    await editLabels.focus();
    await keyboard.press('Control+I');
    await keyboard.press('i');
    await isTrue('the assignee', () => onServer(first).assigneeIds.includes(me));
    await keyboard.press('Control+I');
    await keyboard.press('l');
    await quickInput.waitFor(`Labels for #${first}`);
    await quickInput.type('accessibility');
    await quickInput.toggle('accessibility');
    await quickInput.accept();
    await isTrue('the label', () => onServer(first).labels.includes('accessibility'));
    // The focus is on the button again, and a label leads to the view that is filtered by it.
    await editor.issuePage.locator('button:focus').and(editLabels).waitFor();
    await editor.issuePage.getByRole('button', { name: 'accessibility', exact: true }).click();
    const rows = () => page.locator('.sidebar .monaco-list-row[aria-label^="#"]').count();
    await waitUntil('one row', async () => (await rows()) === 1, { seen: rows });
    await rowOf(first);
  });
});
