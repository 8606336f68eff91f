import { Cleanup } from '../host/cleanup.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { maintainersHour } from './maintainersHour.ts';

describe("a maintainer's hour", () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  it('by mouse, with one act after the other on GitLab', async () => {
    const hour = await maintainersHour(cleanup);
    const { editor, world, projectId, milestone, me, aiko, iids, onServer, commentsOf, reaches, row, issueRows } = hour;
    const { activeTab, waitForReference } = hour;
    const { page, quickInput, issuePage } = editor;
    const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = iids;
    world.updateIssue(projectId, second, { description: '- [ ] find out why' }, me);
    await editor.viewAction('Refresh');
    const button = (name: string) => issuePage.getByRole('button', { name, exact: true });
    const title = page.locator('.editor-actions');
    const ok = () => page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    const clearNotifications = () => editor.runCommand('Notifications: Clear All Notifications');

    // The page.
    await (await row(first)).click();
    await activeTab(first);
    await (await row(second)).click();
    await activeTab(second);
    await title.getByRole('button', { name: /^Keep Open/ }).click();
    await issuePage.getByRole('checkbox', { name: 'find out why' }).check();
    await reaches('the task', () => onServer(second).description === '- [x] find out why');
    await button('assign yourself').click();
    await reaches('the assignee', () => onServer(second).assigneeIds.includes(me));
    await button('Edit Labels').click();
    await quickInput.toggle('accessibility');
    await ok();
    await reaches('the label', () => onServer(second).labels.includes('accessibility'));
    await button('Edit Milestone').click();
    await quickInput.pick(`%${milestone.title}`);
    await reaches('the milestone', () => onServer(second).milestoneId === milestone.id);
    await button('Edit Due Date').click();
    await quickInput.pick('Tomorrow');
    await reaches('the due date', () => onServer(second).dueDate !== null);
    await button('Turn On Confidentiality').click();
    await reaches('a confidential issue', () => onServer(second).confidential);
    await issuePage.getByRole('textbox', { name: /comment/i }).click();
    await page.keyboard.type('Which browser?');
    await button('Comment').click();
    await reaches('the comment', () => commentsOf(second).includes('Which browser?'));
    await button('Close Issue').click();
    await reaches('a closed issue', () => onServer(second).state === 'closed');
    await button('Reopen Issue').click();
    await reaches('an open issue', () => onServer(second).state === 'opened');
    await title.getByRole('button', { name: /^Next Issue/ }).click();
    await activeTab(third);

    // The menu of a row, and its buttons.
    await editor.rowMenu(await row(fourth), 'Assign to Me');
    await reaches('the assignee', () => onServer(fourth).assigneeIds.includes(me));
    await editor.rowMenu(await row(fourth), 'Edit Labels…');
    await quickInput.toggle('bug');
    await ok();
    await reaches('the label', () => onServer(fourth).labels.includes('bug'));
    await editor.rowMenu(await row(fourth), 'Set Milestone…');
    await quickInput.pick(`%${milestone.title}`);
    await reaches('the milestone', () => onServer(fourth).milestoneId === milestone.id);
    await editor.rowMenu(await row(fourth), 'Mark as Unread');
    await editor.row(new RegExp(`^#${fourth} .*, unread`));
    await editor.rowMenu(await row(fourth), 'Mark as Read');
    await editor.noRow(new RegExp(`^#${fourth} .*, unread`));
    await editor.rowMenu(await row(fourth), 'Copy Reference');
    await waitForReference(fourth);
    await clearNotifications();
    await editor.rowMenu(await row(fourth), 'Close Issue');
    await reaches('a closed issue', () => onServer(fourth).state === 'closed');
    await editor.pressNotificationButton('Undo');
    await reaches('an open issue', () => onServer(fourth).state === 'opened');
    await clearNotifications();

    // Several rows.
    const chosen = [third, fourth, fifth];
    await editor.clearSelection();
    await (await row(third)).click({ modifiers: ['Control'] });
    await (await row(fifth)).click({ modifiers: ['Shift'] });
    await editor.rowMenu(await row(fourth), 'Assign…');
    await quickInput.waitFor('Assignees for 3 Issues');
    await quickInput.toggle('Aiko Tanabe');
    await ok();
    await reaches('three assignees', () => chosen.every((iid) => onServer(iid).assigneeIds.includes(aiko)));
    await clearNotifications();
    await editor.rowMenu(await row(fourth), 'Close Issue');
    await reaches('three closed issues', () => chosen.every((iid) => onServer(iid).state === 'closed'));
    await editor.pressNotificationButton('Undo');
    await reaches('three open issues', () => chosen.every((iid) => onServer(iid).state === 'opened'));
    await clearNotifications();

    // The list.
    await editor.viewAction('Filter Issues…');
    await quickInput.type('assignee:aiko.tanabe');
    await quickInput.pick('Apply filter');
    await waitUntil('three rows', async () => (await issueRows()).length === 3, { seen: issueRows });
    await editor.viewAction('Clear Filter');
    await row(sixth);
    await editor.runCommand('GitLab Issues: Group By');
    await quickInput.pick('Assignee');
    await editor.drag(await row(sixth), await editor.row(/^Aiko Tanabe, 3/));
    await reaches('the assignee', () => onServer(sixth).assigneeIds.includes(aiko));
    await editor.row(/^Aiko Tanabe, 4/);
    await editor.rowMenu(await row(sixth), 'Open Issue to the Side');
    await activeTab(sixth);
    await editor.viewAction('Create Issue…');
    await quickInput.answer('A thought that came while coding');
    const created = await editor.row(/^#\d+ A thought that came while coding/);
    await waitUntil('the new row to be selected', async () => (await created.getAttribute('aria-selected')) === 'true');
    await editor.picture('maintainers-hour');
  });
});
