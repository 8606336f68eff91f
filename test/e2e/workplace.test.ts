import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { allThemes } from '../host/quietSettings.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';

const webShop = 'tanuki-tools/web-shop';
/** Many writes, but fewer than there are bugs. */
const many = 30;

describe('the view as a workplace', () => {
  let cleanup: Cleanup;
  let gitlab: StandInGitLab;
  let editor: Editor;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Each test calls this itself, because Mocha skips the remaining tests after a failed hook. */
  const setUp = async (): Promise<void> => {
    gitlab = await StandInGitLab.start({ issues: 200 });
    cleanup.add(() => gitlab.close());
    const workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
      remotes: { origin: `${gitlab.url}/${webShop}.git` },
      files: { 'notes.md': 'To do before lunch: \n' },
    });
    editor = await Editor.start({ workspace, size: { width: 1280, height: 1240 }, signedInTo: gitlab });
    cleanup.add(() => editor.close());
    await editor.waitForSignIn();
    await editor.widenSidebar(520);
  };

  const projectId = (): number => [...gitlab.world.projects.values()][0]?.id ?? 0;
  const onServer = (iid: number) => gitlab.world.issues(projectId()).find((issue) => issue.iid === iid);
  const scopedLabels = (iid: number) => onServer(iid)?.labels.filter((label) => label.startsWith('workflow::')) ?? [];
  const labelsOf = (iids: readonly number[]) =>
    JSON.stringify(iids.map((iid) => [...(onServer(iid)?.labels ?? [])].sort()));
  const row = (iid: number) => editor.row(new RegExp(`^#${iid} `));
  const numberIn = (label: string) => Number(/^#(\d+) /.exec(label)?.[1]);
  /** The visible issues, from top to bottom. */
  const shown = async () => (await editor.rowLabels()).filter((label) => label.startsWith('#')).map(numberIn);
  /** The issues in a group. */
  const shownIn = async (group: string): Promise<number[]> => {
    const labels = await editor.rowLabels();
    const below = labels.slice(labels.findIndex((label) => label.startsWith(`${group}, `)) + 1);
    const end = below.findIndex((label) => !label.startsWith('#'));
    return below.slice(0, end < 0 ? undefined : end).map(numberIn);
  };

  it('filters, saves the filter as a query, groups, labels and assigns thirty issues, drags three, undoes it, and finds one', async () => {
    await setUp();
    const { quickInput } = editor;
    const { keyboard } = editor.page;
    const bugs = gitlab.world
      .issues(projectId())
      .filter(({ state, labels }) => state === 'opened' && labels.includes('bug'));
    assert.ok(bugs.length > many);

    await editor.viewAction('Filter Issues…');
    await quickInput.waitForMarked(/^No filter/);
    await keyboard.type('label:bug');
    await quickInput.waitForMarked(new RegExp(`^Apply filter, ${bugs.length} of \\d+ open issues`));
    await keyboard.press('Enter');
    await editor.row(`Open, ${bugs.length}`);
    await editor.waitForViewMessage(/^Filter: label:bug$/);

    await editor.runCommand('GitLab Issues: Add Query');
    await quickInput.waitFor(/Add Query: label:bug/);
    await quickInput.answer('Bugs');
    await editor.row(`Bugs, ${bugs.length}`);

    await editor.runCommand('GitLab Issues: Group By');
    await quickInput.pick('workflow::*');
    await editor.row(/^doing, \d+$/);
    // The groups have the same order as on the board.
    const groups = async () =>
      (await editor.rowLabels()).filter((label) => /^(doing|ready|review|No workflow), /.test(label));
    await waitUntil(
      'the columns in the order of the board',
      async () => (await groups()).map((label) => label.split(',')[0]).join() === 'ready,doing,review,No workflow',
      { seen: groups },
    );
    await waitUntil('all bugs on the screen', async () => (await shown()).length === bugs.length, { seen: shown });

    const chosen = (await shown()).slice(0, many);
    await (await row(chosen[0] ?? 0)).click({ modifiers: ['Control'] });
    await (await row(chosen.at(-1) ?? 0)).click({ modifiers: ['Shift'] });
    await editor.rowMenu(await row(chosen[4] ?? 0), 'Edit Labels…');
    await quickInput.waitFor(`Labels for ${many} Issues`);
    await quickInput.type('before lunch');
    await quickInput.toggle('New label "before lunch"');
    await quickInput.accept();
    await editor.waitForNotification(/^Updated labels on 30 issues/);
    const aiko = gitlab.world.people.byUsername('aiko.tanabe')?.id ?? 0;
    // GitLab rejects two of the changes at first.
    const refused = chosen.filter((iid) => !onServer(iid)?.assigneeIds.includes(aiko)).slice(3, 5);
    const faults = refused.map((iid) =>
      gitlab.addFault({
        method: 'PUT',
        path: `/api/v4/projects/*/issues/${iid}`,
        do: { kind: 'error', case: 'forbidden' },
      }),
    );
    await editor.runCommand('Notifications: Clear All Notifications');
    await editor.rowMenu(await row(chosen[4] ?? 0), 'Assign…');
    await quickInput.waitFor(`Assignees for ${many} Issues`);
    await quickInput.toggle('Aiko Tanabe');
    await quickInput.accept();
    await editor.waitForNotification(/^Couldn't change 2 of 30 issues \((#\d+, #\d+)\)\. .*role in the project/);
    for (const iid of refused) assert.ok(!onServer(iid)?.assigneeIds.includes(aiko), `#${iid} was refused`);
    await editor.picture('workplace-refused');
    for (const heal of faults) heal();
    await editor.pressNotificationButton('Retry');
    await editor.waitForNotification(/^Updated assignees on \d+ issues/);
    for (const iid of chosen) {
      assert.ok(onServer(iid)?.labels.includes('before lunch'), `#${iid} is labelled`);
      assert.ok(onServer(iid)?.assigneeIds.includes(aiko), `#${iid} is assigned`);
    }
    assert.equal(gitlab.world.issues(projectId()).filter(({ labels }) => labels.includes('before lunch')).length, many);
    await editor.runCommand('Notifications: Clear All Notifications');
    await editor.pictureInThemes('workplace', allThemes);

    const dragged = (await shownIn('ready')).slice(0, 3);
    assert.equal(dragged.length, 3);
    const before = labelsOf(dragged);
    const selected = () => editor.page.locator('.sidebar [role=treeitem][aria-selected=true]').count();
    await editor.clearSelection();
    for (const iid of dragged) await (await row(iid)).click({ modifiers: ['Control'] });
    await waitUntil('three to be selected', async () => (await selected()) === 3, { seen: selected });
    await editor.drag(await row(dragged[1] ?? 0), await editor.row(/^doing, \d+$/), 'workplace-dragging');
    await editor.waitForNotification(/^Updated labels on 3 issues/);
    for (const iid of dragged) assert.deepEqual(scopedLabels(iid), ['workflow::doing'], `#${iid}`);
    const isMoved = async () => (await shownIn('doing')).filter((iid) => dragged.includes(iid)).length === 3;
    await waitUntil('the rows in the other group', isMoved, { seen: () => editor.rowLabels() });
    // The issues stay selected for the next command.
    await waitUntil('the rows to stay selected', async () => (await selected()) === 3, {
      seen: () => editor.rowLabels(),
    });
    await editor.picture('workplace-dragged');
    await editor.pressNotificationButton('Undo');
    await waitUntil('the labels to be as they were', () => labelsOf(dragged) === before, {
      seen: () => labelsOf(dragged),
    });
    const isBack = async () => (await shownIn('ready')).filter((iid) => dragged.includes(iid)).length === 3;
    await waitUntil('the rows back in their group', isBack, { seen: () => editor.rowLabels() });

    // A label that someone deleted in the meantime isn't created again.
    const { labels } = gitlab.world;
    labels.splice(
      labels.findIndex(({ name }) => name === 'workflow::review'),
      1,
    );
    await editor.drag(await row(dragged[1] ?? 0), await editor.row(/^review, \d+$/));
    await editor.waitForNotification(/label 'workflow::review' no longer exists/);
    assert.equal(labelsOf(dragged), before);
    await editor.runCommand('Notifications: Clear All Notifications');

    const wanted = chosen.at(-1) ?? 0;
    await editor.viewAction('Search Issues…');
    await quickInput.waitForChoice(/^#/);
    const [word = ''] = onServer(wanted)?.title.match(/[a-z]{6,}/) ?? [];
    assert.ok(word !== '', onServer(wanted)?.title);
    const mistyped = `${word.slice(0, 2)}${word[3]}${word[2]}${word.slice(4)}`;
    await keyboard.type(mistyped);
    await quickInput.waitForChoice(new RegExp(`^#\\d+ .*${word}`));
    await editor.picture('workplace-similar');
    await quickInput.type(String(wanted));
    await quickInput.waitForMarked(new RegExp(`^#${wanted} `));
    await keyboard.press('Enter');
    await waitUntil(
      'its row to be selected',
      async () => (await (await row(wanted)).getAttribute('aria-selected')) === 'true',
    );
    await editor.picture('workplace-found');

    const rowsBefore = await shown();
    const sought = chosen[0] ?? 0;
    await editor.findInRows(`#${sought} `);
    await editor.focusedRow(new RegExp(`^#${sought} `));
    await editor.picture('workplace-tree-find');
    await editor.findInRows('nothing is called this');
    await editor.page
      .getByText(/No (elements|results) found/)
      .first()
      .waitFor();
    await editor.endFindInRows();
    assert.deepEqual(await shown(), rowsBefore);

    await editor.openFile('notes.md');
    const line = editor.page.locator('.editor-instance .view-line').first();
    await editor.drag(await row(wanted), line);
    await waitUntil('the reference in the text', async () => (await line.innerText()).includes(`#${wanted}`), {
      seen: () => line.innerText(),
    });
    await editor.picture('workplace-dropped');
    assert.ok(!(await line.innerText()).includes(webShop), await line.innerText());
  });
});
