import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { Editor } from './editor.ts';

const webShop = 'tanuki-tools/web-shop';

describe('the first steps of a new user', () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  it('lead from the Command Palette through the host and token to issues that stay up to date', async () => {
    const gitlab = await StandInGitLab.start();
    cleanup.add(() => gitlab.close());
    const project = gitlab.world.projectByPath(webShop);
    assert.ok(project);
    const workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
      remotes: { origin: `${gitlab.url}/${webShop}.git` },
    });
    const editor = await Editor.start({ workspace, settings: { 'gitlabIssues.polling.intervalSeconds': 30 } });
    cleanup.add(() => editor.close());

    await editor.openContainer('GitLab Issues');
    await editor.waitForWelcome(/sign in/i);
    await editor.picture('newcomer-welcome');

    await editor.runCommand('GitLab Issues: Sign In');
    await editor.quickInput.pick(new URL(gitlab.url).host);
    await editor.quickInput.waitFor(/access token/i);
    await editor.quickInput.answer(gitlab.tokens.expired);
    await editor.quickInput.waitFor(/expired/i);
    await editor.picture('newcomer-expired-token');
    // The box keeps the focus, so that the user can paste another token.
    await editor.page.keyboard.press('Control+A');
    await editor.page.keyboard.insertText(gitlab.tokens.personal);
    await editor.page.keyboard.press('Enter');

    const [issue] = gitlab.world
      .issues(project.id)
      .filter(({ state }) => state === 'opened')
      .slice(-1);
    assert.ok(issue);
    const row = await editor.row(issue.title.trim());
    await editor.picture('newcomer-issues');
    await row.click();
    await editor.issuePage.getByRole('heading', { level: 1, name: issue.title.trim() }).waitFor();

    gitlab.world.createIssue(project.id, { title: 'Somebody else wrote this' });
    await editor.runCommand('GitLab Issues: Refresh');
    const added = await editor.row('Somebody else wrote this');
    assert.ok(await added.isVisible());

    // No refresh needed: the next poll is at most 30 seconds away.
    gitlab.world.updateIssue(project.id, issue.iid, { title: 'Somebody else changed this' });
    await editor.row('Somebody else changed this', 60_000);
  });
});
