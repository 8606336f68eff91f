import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';

const webShop = 'tanuki-tools/web-shop';

describe('queries in the view', () => {
  let cleanup: Cleanup;
  let gitlab: StandInGitLab;
  let editor: Editor;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Each test calls this itself, because Mocha skips the remaining tests after a failed hook. */
  const setUp = async (): Promise<void> => {
    gitlab = await StandInGitLab.start({ issues: 40 });
    cleanup.add(() => gitlab.close());
    const workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
      remotes: { origin: `${gitlab.url}/${webShop}.git` },
    });
    editor = await Editor.start({ workspace, size: { width: 1200, height: 900 }, signedInTo: gitlab });
    cleanup.add(() => editor.close());
    await editor.waitForSignIn();
    await editor.widenSidebar(460);
  };

  const projectId = (): number => [...gitlab.world.projects.values()][0]?.id ?? 0;
  const issues = (state: 'opened' | 'closed') =>
    gitlab.world.issues(projectId()).filter((issue) => issue.state === state);
  const me = () => gitlab.world.people.byUsername('mira.lindqvist')?.id ?? 0;
  const asksForClosed = () => gitlab.requests.filter(({ query }) => query.includes('state=closed'));

  it('counts from the mirror at once, requests closed issues when expanded, and reopens one', async () => {
    await setUp();
    const [recent] = issues('opened').sort((a, b) => b.iid - a.iid);
    assert.ok(recent);
    gitlab.world.updateIssue(projectId(), recent.iid, { state: 'closed' });
    await editor.runCommand('GitLab Issues: Refresh');
    const mine = issues('opened').filter(({ assigneeIds }) => assigneeIds.includes(me())).length;
    const byMe = issues('opened').filter(({ authorId }) => authorId === me()).length;
    await editor.row(`Assigned to Me, ${mine}`);
    await editor.row(`Created by Me, ${byMe}`);
    await editor.row(`Open, ${issues('opened').length}`);
    const closed = await editor.row(/^Recently Closed$/);
    assert.equal(asksForClosed().length, 0);

    await closed.click();
    const row = await editor.row(new RegExp(`^#${recent.iid} .*, closed`));
    await editor.row(/^Recently Closed, \d+$/);
    assert.equal(asksForClosed().length, 1);
    await editor.pictureInThemes('queries');
    await editor.picture('queries-dark');

    await editor.rowMenu(row, 'Reopen Issue');
    await editor.noRow(new RegExp(`^#${recent.iid} .*, closed`));
    await editor.row(new RegExp(`^#${recent.iid} .*, open`));
    assert.ok(issues('opened').some(({ iid }) => iid === recent.iid));
  });

  it('adds the filter as a query, edits and removes it, and explains an error in one', async () => {
    await setUp();
    const bugs = issues('opened').filter(({ labels }) => labels.includes('bug')).length;
    const { quickInput } = editor;
    await editor.runCommand('GitLab Issues: Filter Issues');
    await quickInput.answer('label:bug');
    await editor.row(`Open, ${bugs}`);
    await editor.runCommand('GitLab Issues: Add Query');
    await quickInput.waitFor(/Add Query: label:bug/);
    await quickInput.answer('Bugs');
    await editor.runCommand('GitLab Issues: Clear Filter');
    const own = await editor.row(`Bugs, ${bugs}`);
    await editor.runCommand('GitLab Issues: Filter Issues');
    await quickInput.waitForChoice(/^Bugs, label:bug/);
    await quickInput.giveUp();
    await editor.rowMenu(own, 'Edit Query…');
    await quickInput.waitFor(/Edit Query Bugs/);
    await quickInput.type('label:bug colour:red');
    await quickInput.waitForMarked(/^'colour:red', Unknown filter 'colour'/);
    await editor.picture('query-wrong');
    await quickInput.accept();
    await quickInput.type('label:bug state:closed weight:>=3');
    await quickInput.waitForMarked(/^Not supported here, .*closed issues/);
    await quickInput.accept();
    await quickInput.type('label:bug state:all');
    await quickInput.waitForMarked(/^Use this query, Searches GitLab/);
    await quickInput.accept();
    await quickInput.waitFor(/Enter a name for the query/);
    await quickInput.answer('All bugs');
    await (await editor.row(/^All bugs/)).click();
    const all = [...issues('opened'), ...issues('closed')].filter(({ labels }) => labels.includes('bug')).length;
    await editor.row(`All bugs, ${all}`);
    await editor.picture('query-own');
    await editor.rowMenu(await editor.row(/^All bugs/), 'Remove Query…');
    await editor.noRow(/^All bugs/);
    await editor.pressNotificationButton('Undo');
    await editor.row(/^All bugs/);

    editor.server.writeSettings({
      'gitlabIssues.queries': [{ name: 'Broken', query: 'asignee:@me' }, 'nothing'],
    });
    await (await editor.row(/^Broken, asignee:@me: /)).click();
    await editor.row(/^asignee:@me: Unknown filter 'asignee'\. Did you mean 'assignee'/);
    await editor.picture('query-broken');
    // VS Code's own find takes a row of words for what it is.
    await editor.findInRows('Did you mean');
    await editor.focusedRow(/^asignee:@me: Unknown filter 'asignee'/);
    await editor.endFindInRows();
    await editor.row(/^Broken, asignee:@me: /);
  });

  it('shows closed issues if the filter includes them', async () => {
    await setUp();
    await editor.runCommand('GitLab Issues: Filter Issues');
    await editor.quickInput.answer('state:closed');
    await editor.row(`Closed, ${issues('closed').length}`);
    const closedRows = async () => (await editor.rowLabels()).filter((label) => /^#\d+ .*, closed/.test(label));
    await waitUntil('closed issues', async () => (await closedRows()).length > 0, { seen: () => editor.rowLabels() });
    await editor.picture('filter-closed');
  });
});
