import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor, type EditorOptions } from './editor.ts';

const webShop = 'tanuki-tools/web-shop';
const size = { width: 900, height: 600 };

describe('the view without issues, or with an error', () => {
  let cleanup: Cleanup;
  let folder: string;
  let editor: Editor;
  beforeEach(() => {
    cleanup = new Cleanup();
    folder = temporaryFolder(cleanup);
  });
  afterEach(() => cleanup.run());

  const gitlab = async (): Promise<StandInGitLab> => {
    const standIn = await StandInGitLab.start();
    cleanup.add(() => standIn.close());
    return standIn;
  };
  const repository = (name: string, origin?: string): Promise<string> =>
    createRepository(join(folder, name), origin === undefined ? {} : { remotes: { origin } });
  const show = async (options: EditorOptions): Promise<void> => {
    editor = await Editor.start({ size, ...options });
    cleanup.add(() => editor.close());
    await (options.signedInTo ? editor.waitForSignIn() : editor.openContainer('GitLab Issues'));
  };
  /** Shows the view of a user who is signed in, and whose workspace has a project of the server. */
  const showSignedIn = async (server: StandInGitLab, path = webShop): Promise<void> =>
    show({ workspace: await repository('shop', `${server.url}/${path}.git`), signedInTo: server });

  it('no folder', async () => {
    await show({});
    await editor.waitForWelcome(/Open a folder that contains a Git repository/);
    await editor.picture('state-noFolder');
  });

  it('no Git', async () => {
    const plain = join(folder, 'plain');
    mkdirSync(plain);
    await show({ workspace: plain });
    await editor.waitForWelcome(/Open a repository with a GitLab remote/);
    await editor.picture('state-noGit');
  });

  it('no remote, or none on GitLab', async () => {
    await repository('a');
    await repository('b', 'git@github.com:group/project.git');
    await show({ workspace: folder });
    await editor.waitForWelcome(/No repository in this workspace has a GitLab remote/);
    await editor.picture('state-noRemote');
  });

  it('an untrusted workspace sends no request, and shows issues without a reload after it is trusted', async () => {
    const server = await gitlab();
    await show({ workspace: await repository('shop', `${server.url}/${webShop}.git`), workspaceTrust: true });
    await editor.waitForWelcome(/trust this workspace/);
    await editor.picture('state-untrusted');
    assert.equal(server.requests.length, 0);
    await editor.page.getByText('Manage Workspace Trust').click();
    await editor.page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click();
    await editor.waitForWelcome(/Sign in with a GitLab access token/);
  });

  it('a project without open issues', async () => {
    const server = await gitlab();
    await showSignedIn(server);
    const project = server.world.projectByPath(webShop);
    assert.ok(project);
    for (const { iid } of server.world.issues(project.id))
      server.world.updateIssue(project.id, iid, { state: 'closed' });
    await editor.runCommand('GitLab Issues: Refresh');
    await editor.waitForWelcome(/no open issues/);
    await editor.picture('state-empty');
  });

  it('several projects: each row shows the state of its project', async () => {
    const server = await gitlab();
    await repository('shop', `${server.url}/${webShop}.git`);
    await repository('secret', `${server.url}/tanuki-tools/secret.git`);
    await repository('elsewhere', 'https://gitlab.example.com/group/elsewhere.git');
    await repository('quiet', `${server.url}/tanuki-tools/mobile-app.git`);
    const quiet = server.world.projectByPath('tanuki-tools/mobile-app');
    assert.ok(quiet);
    server.world.updateProject(quiet.id, { issuesAccess: 'disabled' });
    await show({ workspace: folder, signedInTo: server });
    await (await editor.row(/^tanuki-tools\/web-shop, \d+ open/)).click();
    await editor.row(/^tanuki-tools\/secret, couldn't load issues/);
    await editor.row(/The project wasn't found/);
    await editor.row(/sign in to gitlab\.example\.com/i);
    await editor.row(/Issues are turned off/);
    assert.equal(await editor.viewMessage(), '');
    await editor.picture('state-several');
  });

  it('an unreachable server keeps the rows, shows a message instead of a notification, and recovers', async () => {
    const server = await gitlab();
    await showSignedIn(server);
    await editor.row(/^#\d+/);
    const heal = server.addFault({ path: '/api/v4/projects/*', do: { kind: 'error', case: 'internal' } });
    // Signing in again doesn't request the issues.
    await editor.runCommand('GitLab Issues: Sign In');
    await editor.quickInput.pick(new URL(server.url).host);
    await editor.quickInput.waitFor(/access token/i);
    await editor.quickInput.answer(server.tokens.personal);
    await editor.waitForViewMessage(/returned a server error \(500\)\. Try again later\. Showing issues as of/);
    const after = await editor.rowLabels();
    assert.ok(after.filter((label) => /^#\d+ /.test(label)).length > 5, JSON.stringify(after));
    assert.deepEqual(await editor.notifications(), []);
    await editor.picture('state-server-gone');
    await editor.runCommand('GitLab Issues: Refresh');
    await editor.waitForNotification(/returned a server error/);
    await editor.picture('state-refresh-failed');
    heal();
    await editor.runCommand('GitLab Issues: Refresh');
    await editor.waitForViewMessage(/^$/);
  });

  it('a read-only token, and one that expires soon', async () => {
    const server = await gitlab();
    const token = server.world.tokens.get('personal');
    assert.ok(token);
    token.expiresAt = new Date(Date.now() + 5.5 * 86_400_000).toISOString().slice(0, 10);
    await showSignedIn(server);
    await editor.waitForViewMessage(/expires in \d days\. Run 'GitLab Issues: Renew Token…'/);
    await editor.picture('state-expires-soon');
    await editor.runCommand('GitLab Issues: Renew Token');
    await editor.quickInput.pick('90 days');
    assert.match(await editor.dialogText(), /old token stops working immediately/);
    await editor.picture('renew-confirm');
    await editor.pressDialogButton('Renew Token');
    await editor.waitForNotification(/^Renewed the access token for/);
    await editor.waitForViewMessage(/^$/);
    await editor.runCommand('GitLab Issues: Manage Accounts');
    await editor.quickInput.waitFor('GitLab Accounts');
    await editor.quickInput.waitForChoice(/@mira\.lindqvist.*Personal token · api · expires on .* \(in 89 days\)/);
    await editor.picture('manage-accounts');
    await editor.quickInput.giveUp();
    const renewed = server.world.tokens.get('personal');
    assert.ok(renewed);
    renewed.scopes = ['read_api'];
    await editor.runCommand('GitLab Issues: Sign In');
    await editor.quickInput.pick(new URL(server.url).host);
    await editor.quickInput.waitFor(/access token/i);
    await editor.quickInput.answer(renewed.text);
    await editor.waitForViewMessage(/Read-only access to .* sign in with an 'api' token/);
    await editor.picture('state-read-only');
  });

  it('a renewal without a response opens the access token page and explains what happened', async () => {
    const server = await gitlab();
    await showSignedIn(server);
    const self = '/api/v4/personal_access_tokens/self';
    const renew = async (): Promise<string> => {
      await editor.runCommand('GitLab Issues: Renew Token');
      await editor.quickInput.pick('90 days');
      await editor.dialogText();
      return editor.addressOpenedBy(() => editor.pressDialogButton('Renew Token'));
    };
    server.addFault({ path: `${self}/rotate`, count: 2, do: { kind: 'drop', when: 'before' } });
    const page = `${server.url}/-/user_settings/personal_access_tokens`;
    assert.equal(await renew(), page);
    await editor.waitForNotification(/didn't confirm that the token was renewed\. The old token still works/);
    await editor.picture('renew-unanswered');
    server.addFault({ path: self, after: 1, do: { kind: 'error', case: 'internal' } });
    assert.equal(await renew(), page);
    await editor.waitForNotification(/didn't confirm that the token was renewed, and can't be reached now/);
    server.clearFaults();
    server.addFault({ path: `${self}/rotate`, count: 1, do: { kind: 'drop', when: 'body' } });
    assert.match(await renew(), /legacy\/new\?name=VS\+Code/);
    await editor.waitForNotification(/renewed the token, but the response that contained the new token was lost/);
    assert.equal(server.requests.filter(({ path }) => path === `${self}/rotate`).length, 3);
  });

  it('an expired token causes one notification, and everything continues with a new token', async () => {
    const server = await gitlab();
    await showSignedIn(server);
    await editor.row(/^#\d+/);
    const token = server.world.tokens.get('personal');
    assert.ok(token);
    token.revoked = true;
    // The extension reads a project from the settings without user interaction.
    editor.server.writeSettings({ 'gitlabIssues.projects': ['tanuki-tools/mobile-app'] });
    await editor.waitForNotification(/access token for .* was revoked\. Create a new one/);
    await editor.waitForViewMessage(/Sign in to .* again\..*Showing issues as of/s);
    await editor.row(/^#\d+/);
    await editor.picture('state-dead-token');
    assert.equal((await editor.notifications()).length, 1);
    token.revoked = false;
    await editor.pressNotificationButton('Sign In');
    await editor.quickInput.waitFor(/access token/i);
    await editor.quickInput.answer(token.text);
    await editor.waitForViewMessage(/^$/);
    await editor.row(/^#\d+/);
  });

  it('a failed first load has a row to try again', async () => {
    const server = await gitlab();
    const heal = server.addFault({ path: '/api/v4/projects/*', do: { kind: 'html', page: 'signIn' } });
    await showSignedIn(server);
    await editor.waitForViewMessage(/returned a sign-in page/);
    const again = await editor.row('Try Again');
    await editor.picture('state-first-reading-failed');
    await again.click();
    await editor.pressNotificationButton('Check Connection');
    // Check Connection uses VS Code's own network stack, and the fault doesn't affect its requests.
    await editor.issuePage.getByRole('heading', { name: /^Connection to/ }).waitFor();
    await editor.picture('check-connection');
    await editor.issuePage.getByRole('button', { name: 'Copy Report' }).click();
    await editor.page.getByText('Copied the report.').waitFor();
    heal();
    await again.click();
    await editor.row(/^#\d+/);
  });

  it("a tooltip shows what doesn't fit into a row, and renders no Markdown", async () => {
    const server = await gitlab();
    const project = server.world.projectByPath(webShop);
    assert.ok(project);
    const title = 'Not **bold** [click](command:workbench.action.quit) $(alert) <b>html</b>';
    server.world.createIssue(project.id, { title, labels: ['](command:x)'] });
    await showSignedIn(server);
    const row = await editor.row(title);
    const tooltip = editor.page.locator('.workbench-hover').filter({ hasText: 'Created' });
    await waitUntil('the tooltip', async () => {
      await row.hover({ position: { x: 40 + 20 * Math.random(), y: 10 } });
      return tooltip.isVisible();
    });
    const text = await tooltip.innerText();
    assert.ok(text.includes(title) && text.includes('](command:x)'), text);
    assert.equal(await tooltip.locator('a, b, .codicon-alert').count(), 0);
    await editor.pictureOfHover('tooltip');
  });

  it('issues beyond the limit of a list appear after a click', async () => {
    const server = await StandInGitLab.start({ projects: 1, issues: 700 });
    cleanup.add(() => server.close());
    const [project] = server.world.projects.values();
    assert.ok(project);
    const open = server.world.issues(project.id).filter(({ state }) => state === 'opened');
    await showSignedIn(server, server.world.projectPath(project));
    const more = await editor.lastRow(`Show More (${open.length - 200} not shown)`);
    await more.click();
    const oldest = Math.min(...open.map(({ iid }) => iid));
    await editor.lastRow(open.length > 400 ? `Show More (${open.length - 400} not shown)` : `#${oldest} `);
  });

  it('an issue found by search is revealed beyond the limit of a list, and opens if the filter excludes it', async () => {
    const server = await StandInGitLab.start({ projects: 1, issues: 700 });
    cleanup.add(() => server.close());
    const [project] = server.world.projects.values();
    assert.ok(project);
    const open = server.world.issues(project.id).filter(({ state }) => state === 'opened');
    const oldest = open.reduce((a, b) => (a.iid < b.iid ? a : b));
    assert.ok(!oldest.labels.includes('documentation'));
    await showSignedIn(server, server.world.projectPath(project));
    const jump = async (): Promise<void> => {
      await editor.runCommand('GitLab Issues: Search Issues');
      await editor.quickInput.type(`#${oldest.iid}`);
      await editor.quickInput.waitForMarked(new RegExp(`^#${oldest.iid} `));
      await editor.quickInput.accept();
    };
    await jump();
    const isSelected = async () =>
      (await (await editor.row(new RegExp(`^#${oldest.iid} `))).getAttribute('aria-selected')) === 'true';
    await waitUntil('its row to be selected', isSelected);
    await editor.runCommand('GitLab Issues: Filter Issues');
    await editor.quickInput.answer('label:documentation');
    await editor.noRow(new RegExp(`^#${oldest.iid} `));
    await jump();
    await editor.issuePage.getByRole('heading', { level: 1, name: oldest.title.trim() }).waitFor();
  });
});
