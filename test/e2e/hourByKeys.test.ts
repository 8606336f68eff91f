import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cleanup } from '../host/cleanup.ts';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { CountedKeys } from './countedKeys.ts';
import { maintainersHour } from './maintainersHour.ts';
import { settledTree } from './settledTree.ts';

describe("a maintainer's hour", () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  it('by keys alone, with the number of keys of each task', async () => {
    const hour = await maintainersHour(cleanup);
    const { editor, milestone, me, aiko, iids, open, onServer, commentsOf, reaches, row, issueRows } = hour;
    const { activeTitle, activeTab, waitForReference } = hour;
    const { page, quickInput, issuePage } = editor;
    const keys = new CountedKeys(page.keyboard);
    const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = iids;
    const three = [second, third, fourth];
    await editor.openFile('README.md');

    const isTreeFocused = () => page.evaluate("!!document.activeElement?.closest('.sidebar')");
    const focusInTree = () => waitUntil('the focus in the tree', isTreeFocused);
    const focused = (iid: number) => editor.focusedRow(new RegExp(`^#${iid} `));
    /** Presses keys in the tree. Each command runs on the row with the focus, and returns the focus to it. */
    const inTree = async (sequence: string) => {
      await focusInTree();
      await settledTree(page);
      await keys.press(sequence);
    };
    /** Waits until the rows of these issues show this. */
    const show = async (iids: readonly number[], text: string) => {
      for (const iid of iids) await editor.row(new RegExp(`^#${iid} .*${text}`));
    };
    const showNo = (iid: number, text: string) => editor.noRow(new RegExp(`^#${iid} .*${text}`));
    /** Types into an input of VS Code when it has this title, and accepts it when it shows this row, if one is given. */
    const inBox = async (title: string, sequence: string, choice?: RegExp, accept = '') => {
      await quickInput.waitFor(title);
      await quickInput.input.and(page.locator(':focus')).waitFor();
      await keys.press(sequence);
      if (choice) await quickInput.waitForChoice(choice);
      await keys.press(accept);
      await quickInput.waitUntilClosed();
    };
    /** Waits until GitLab has a change to all of these issues. */
    const all = (iids: readonly number[], what: string, condition: (issue: ReturnType<typeof onServer>) => boolean) =>
      reaches(what, () => iids.every((iid) => condition(onServer(iid))));
    const labeled = (name: string) => (issue: ReturnType<typeof onServer>) => issue.labels.includes(name);

    await keys.task('Go to the issues', 'g i', async () => {
      await keys.press('Control+Shift+Alt+G');
      await focusInTree();
    });
    await editor.page.keyboard.press('Home');
    await waitUntil('the first issue', async () => {
      await page.keyboard.press('ArrowDown');
      return (await page.locator('.sidebar .monaco-list-row.focused').getAttribute('aria-label'))?.startsWith(
        `#${first} `,
      );
    });

    // One issue.
    await keys.task('Show an issue without leaving the list', undefined, async () => {
      await inTree('Space');
      await activeTab(first);
      assert.ok(await isTreeFocused());
    });
    await keys.task('Show the next issue', undefined, async () => {
      await inTree('ArrowDown Space');
      await activeTab(second);
    });
    await keys.task('Assign an issue to yourself', 'r "/assign me" Control+Enter', async () => {
      await inTree('Control+I i');
      await all([second], 'the assignee', ({ assigneeIds }) => assigneeIds.includes(me));
      await show([second], 'assigned to Mira');
    });
    await keys.task('Add a label', 'l "access" Enter Escape', async () => {
      await inTree('Control+I l');
      await inBox(`Labels for #${second}`, '"access"', /^accessibility/, 'Enter');
      await all([second], 'the label', labeled('accessibility'));
      await show([second], 'labels accessibility');
    });
    await keys.task('Remove a label', 'l "access" Enter Escape', async () => {
      await inTree('Control+I l');
      await quickInput.waitFor(`Labels for #${second}`);
      await quickInput.input.and(page.locator(':focus')).waitFor();
      await keys.press('"access"');
      await quickInput.waitForChoice('New label "access"');
      await keys.press('ArrowDown');
      await quickInput.waitForMarked(/^accessibility/);
      await keys.press('Space Enter');
      await all([second], 'no label', ({ labels }) => labels.length === 0);
      await showNo(second, 'labels');
    });
    await keys.task('Set the milestone', `m "${milestone.title}" Enter`, async () => {
      await inTree('Control+I m');
      await inBox(`Milestone for #${second}`, `"${milestone.title}"`, new RegExp(`^%${milestone.title}`), 'Enter');
      await all([second], 'the milestone', ({ milestoneId }) => milestoneId === milestone.id);
      await show([second], `milestone ${milestone.title}`);
    });
    await keys.task('Set the due date to tomorrow', 'r "/due tomorrow" Control+Enter', async () => {
      await inTree('Control+I d');
      await inBox(`Due Date for #${second}`, '"tom" Enter');
      await all([second], 'the due date', ({ dueDate }) => dueDate !== null);
      await show([second], ', due ');
    });
    await keys.task('Remove the due date', 'r "/remove_due_date" Control+Enter', async () => {
      await inTree('Control+I d');
      await inBox(`Due Date for #${second}`, '"no" Enter');
      await all([second], 'no due date', ({ dueDate }) => dueDate === null);
      await showNo(second, ', due ');
    });
    await keys.task('Assign someone else', 'a "aiko" Enter Escape', async () => {
      await inTree('Control+I a');
      await inBox(`Assignees for #${second}`, '"aiko"', /^Aiko/, 'Enter');
      await all([second], 'the assignee', ({ assigneeIds }) => assigneeIds.includes(aiko));
      await show([second], 'assigned to .*Aiko');
    });
    await keys.task('Comment', 'r "Which browser?" Control+Enter', async () => {
      await inTree('Control+I r');
      await inBox(`Comment on #${second}`, '"Which browser?" Enter');
      await reaches('the comment', () => commentsOf(second).includes('Which browser?'));
    });
    await keys.task('Change the title', 'r "/title Wrong total" Control+Enter', async () => {
      await inTree('F2');
      await inBox(`Title of #${second}`, 'Control+A "Wrong total" Enter');
      await all([second], 'the title', ({ title }) => title === 'Wrong total');
      await show([second], 'Wrong total');
    });
    await keys.task('Mark an issue as unread', undefined, async () => {
      await inTree('Control+I u');
      await editor.row(new RegExp(`^#${second} .*, unread`));
    });
    await keys.task('Mark an issue as read', undefined, async () => {
      await inTree('Control+I k');
      await editor.noRow(new RegExp(`^#${second} .*, unread`));
    });
    await keys.task('Copy the reference', 'c r', async () => {
      await inTree('Control+I c');
      await waitForReference(second);
    });
    await keys.task('Close an issue', 'r "/close" Control+Enter', async () => {
      await inTree('Control+I x');
      await all([second], 'the issue to be closed', ({ state }) => state === 'closed');
    });
    await editor.waitForNotification(`Closed #${second} "Wrong total".`);
    await keys.task('Undo a change', 'r "/reopen" Control+Enter', async () => {
      await inTree('Control+Z');
      await all([second], 'the issue to be open', ({ state }) => state === 'opened');
      await show([second], ', open');
    });
    // Escape changes nothing, and the focus returns to the row.
    await inTree('Control+I m');
    await inBox(`Milestone for #${second}`, 'Escape');
    await focused(second);

    // Several issues.
    await keys.task('Select three issues', undefined, async () => {
      await inTree('Shift+ArrowDown Shift+ArrowDown');
      for (const iid of three)
        await waitUntil(
          `#${iid} to be selected`,
          async () => (await (await row(iid)).getAttribute('aria-selected')) === 'true',
        );
    });
    await keys.task('Add a label to three issues', undefined, async () => {
      await inTree('Control+I l');
      await inBox('Labels for 3 Issues', '"bug"', /^bug/, 'Enter');
      await all(three, 'three labels', labeled('bug'));
      await show(three, 'labels bug');
    });
    await keys.task('Set the milestone of three issues', undefined, async () => {
      await inTree('Control+I m');
      await inBox('Milestone for 3 Issues', `"${milestone.title}"`, new RegExp(`^%${milestone.title}`), 'Enter');
      await all(three, 'three milestones', ({ milestoneId }) => milestoneId === milestone.id);
      await show(three, `milestone ${milestone.title}`);
    });
    await keys.task('Set the due date of three issues', undefined, async () => {
      await inTree('Control+I d');
      await inBox('Due Date for 3 Issues', '"2027-01-31" Enter');
      await all(three, 'three due dates', ({ dueDate }) => dueDate === '2027-01-31');
      await show(three, ', due ');
    });
    await keys.task('Assign three issues', undefined, async () => {
      await inTree('Control+I a');
      await inBox('Assignees for 3 Issues', '"aiko"', /^Aiko/, 'Enter');
      await all(three, 'three assignees', ({ assigneeIds }) => assigneeIds.includes(aiko));
      await show(three, 'assigned to .*Aiko');
    });
    await keys.task('Comment on three issues', undefined, async () => {
      await inTree('Control+I r');
      await inBox('Comment on 3 Issues', '"Still there?" Enter');
      await reaches('three comments', () => three.every((iid) => commentsOf(iid).includes('Still there?')));
    });
    await keys.task('Close three issues', undefined, async () => {
      await inTree('Control+I x');
      await all(three, 'three closed issues', ({ state }) => state === 'closed');
    });
    await editor.waitForNotification('Closed 3 issues.');
    await keys.task('Undo a change to three issues', undefined, async () => {
      await inTree('Control+Z');
      await all(three, 'three open issues', ({ state }) => state === 'opened');
      await show(three, ', open');
    });
    assert.deepEqual(
      [onServer(first), onServer(fifth)].map(({ state, labels }) => ({ state, labels })),
      [
        { state: 'opened', labels: [] },
        { state: 'opened', labels: [] },
      ],
    );

    // The list.
    await keys.task('Filter by a label', 'f "label" Enter Enter "bug" Enter Enter', async () => {
      await inTree('Control+I f');
      await inBox('Filter', '"label:bug" Enter');
      await waitUntil('three rows', async () => (await issueRows()).length === 3, { seen: issueRows });
    });
    await keys.task('Clear the filter', undefined, async () => {
      await inTree('Control+I f');
      await inBox('Filter', 'Control+A Delete Enter');
      await row(first);
    });
    await keys.task('Group by assignee', undefined, async () => {
      await inTree('Control+I g');
      await inBox('Group', '"assignee"', /^Assignee/, 'Enter');
      await editor.row(/^Aiko Tanabe, 3/);
    });
    await keys.task('Show the list without groups', undefined, async () => {
      await inTree('Control+I g');
      await inBox('Group', '"no"', /^No/, 'Enter');
      await editor.noRow(/^Aiko Tanabe, 3/);
    });
    await keys.task('Sort by due date', undefined, async () => {
      await inTree('Control+I t');
      await inBox('Sort', '"due"', /^Due/, 'Enter');
      const atTop = async () => (await issueRows()).slice(0, 3).map((label) => Number(/^#(\d+)/.exec(label)?.[1]));
      const isSorted = async () => {
        const top = await atTop();
        return three.every((iid) => top.includes(iid));
      };
      await waitUntil('the due issues at the top', isSorted, { seen: atTop });
    });
    await keys.task('Create an issue', 'i "A thought" Enter', async () => {
      await inTree('Control+I n');
      await inBox('Create Issue', '"A thought" Enter');
      await reaches('the new issue', () => open().some(({ title }) => title === 'A thought'));
    });
    await keys.task('Find an issue by its text, and open it', undefined, async () => {
      await inTree('Control+I s');
      await quickInput.waitFor('Search');
      await quickInput.input.and(page.locator(':focus')).waitFor();
      await keys.press('"wrong tot"');
      await quickInput.waitForMarked(new RegExp(`^#${second} `));
      await keys.press('Enter');
      await activeTab(second);
    });

    // The page.
    const onPage = async (sequence: string) => {
      await waitUntil('the focus on the page', () => page.evaluate("document.activeElement?.tagName === 'IFRAME'"));
      await keys.press(sequence);
    };
    await issuePage.getByText('Still there?').waitFor();
    await keys.task('Add a label on the page', 'l "access" Enter Escape', async () => {
      await onPage('Control+I l');
      await inBox(`Labels for #${second}`, '"access"', /^accessibility/, 'Enter');
      await all([second], 'the label', labeled('accessibility'));
    });
    await keys.task('Comment on the page', 'r "With a voucher." Control+Enter', async () => {
      await onPage('Control+I r');
      await issuePage.locator('.gl-comment-box textarea:focus').waitFor();
      await keys.press('"With a voucher." Control+Enter');
      await reaches('the comment', () => commentsOf(second).includes('With a voucher.'));
    });
    await keys.task('Close the issue on the page', 'r "/close" Control+Enter', async () => {
      await keys.press('Tab');
      await onPage('Control+I x');
      await all([second], 'a closed issue', ({ state }) => state === 'closed');
    });
    await keys.task('Reopen the issue on the page', 'r "/reopen" Control+Enter', async () => {
      await onPage('Control+I o');
      await all([second], 'an open issue', ({ state }) => state === 'opened');
    });
    await keys.task('Go to the next issue in the list', undefined, async () => {
      await onPage('Alt+PageDown');
      await waitUntil('another page', async () => !(await activeTitle()).includes(`#${second}`), { seen: activeTitle });
      const [reference = ''] = /#\d+/.exec(await activeTitle()) ?? [];
      // A page that is still loading forwards no keys to VS Code.
      await issuePage.getByRole('heading', { name: reference }).waitFor();
    });
    await keys.task('Go to the previous issue in the list', undefined, async () => {
      await onPage('Alt+PageUp');
      await activeTab(second);
      await issuePage.getByText('Still there?').waitFor();
    });
    await keys.task('Go back to the list', 'g i', async () => {
      await keys.press('Control+Shift+Alt+G');
      await focusInTree();
    });
    await keys.task('Open an issue beside the active one', undefined, async () => {
      await inTree('Control+Enter');
      await waitUntil('a second group', async () => (await page.locator('.editor-group-container').count()) === 2);
    });

    const both = keys.tasks.filter(({ web }) => web !== undefined);
    const sum = (counts: readonly (number | undefined)[]) => counts.reduce<number>((all, count = 0) => all + count, 0);
    const total = {
      name: 'Total for tasks with both counts',
      here: sum(both.map(({ here }) => here)),
      web: sum(both.map(({ web }) => web)),
    };
    const rows = [...keys.tasks, total].map(({ name, here, web = '-' }) => `| ${name} | ${here} | ${web} |`);
    console.log(rows.join('\n'));
    assert.ok(keys.tasks.length >= 40);
    assert.ok(total.here < total.web);
    const [, section = ''] = readFileSync(join(repositoryRoot, 'docs/keyboard.md'), 'utf8').split(
      '## Keystrokes per task\n',
    );
    const documented = section.split('\n').filter((line) => /\| +[\d-]+ +\|$/.test(line) && !line.includes('---'));
    assert.deepEqual(
      documented.map((line) => line.replaceAll(/ +/g, ' ')),
      rows,
    );
  });
});
