import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';

const webShop = 'tanuki-tools/web-shop';

describe('the user behind a token', () => {
  let cleanup: Cleanup;
  let gitlab: StandInGitLab;
  let editor: Editor;
  let host: string;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Each test calls this itself, because Mocha skips the remaining tests after a failed hook. */
  const setUp = async (): Promise<void> => {
    gitlab = await StandInGitLab.start();
    cleanup.add(() => gitlab.close());
    host = new URL(gitlab.url).host;
    const workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
      remotes: { origin: `${gitlab.url}/${webShop}.git` },
    });
    editor = await Editor.start({ workspace, size: { width: 900, height: 600 } });
    cleanup.add(() => editor.close());
    await editor.openContainer('GitLab Issues');
    await editor.waitForWelcome(/sign in/i);
  };

  const paste = async (token: string): Promise<void> => {
    await editor.quickInput.waitFor(/access token/i);
    await editor.quickInput.answer(token);
  };
  const manageAccounts = async (row: RegExp): Promise<void> => {
    await editor.runCommand('GitLab Issues: Manage Accounts');
    await editor.quickInput.waitFor('GitLab Accounts');
    await editor.quickInput.waitForChoice(row);
  };

  it('is selected once from the members for a project token, and can be changed', async () => {
    await setUp();
    const { quickInput } = editor;
    await editor.runCommand('GitLab Issues: Sign In');
    await quickInput.pick(host);
    await paste(gitlab.tokens.project);
    await quickInput.waitFor(`Select Your Username on ${host}`);
    await quickInput.pick('Aiko Tanabe');
    await quickInput.waitUntilClosed();
    await editor.row(/^#\d+/);

    await manageAccounts(/Project token .*username @aiko\.tanabe/);
    await editor.picture('manage-accounts-project');
    await quickInput.pick(`Select Your Username on ${host}`);
    await quickInput.waitForChoice(/^Enter Your Username/);
    await editor.picture('who-are-you');
    await quickInput.pick('Enter Your Username');
    await quickInput.waitFor(/Enter your username on/);
    await quickInput.answer('odile.outside');
    await quickInput.waitFor(/@odile\.outside isn't a member of tanuki-tools\/web-shop/);
    await editor.picture('who-are-you-wrong');
    await quickInput.answer('@mira.lindqvist');
    await quickInput.waitUntilClosed();
    await manageAccounts(/username @mira\.lindqvist/);
    await quickInput.giveUp();
  });

  it("can be left unselected, and typed if the token can't list members", async () => {
    await setUp();
    const { quickInput } = editor;
    gitlab.addFault({ path: '/api/v4/projects/*/members/all', do: { kind: 'error', case: 'forbidden' } });
    await editor.runCommand('GitLab Issues: Sign In');
    await quickInput.pick(host);
    await paste(gitlab.tokens.project);
    await quickInput.waitFor(`Select Your Username on ${host}`);
    await quickInput.pick('Not Now');
    await editor.row(/^#\d+/);
    // The user's own name isn't known yet, so a row asks for it.
    await (await editor.row(/^Assigned to Me$/)).click();
    await (await editor.row(/^Select your username/)).click();
    await quickInput.waitFor('GitLab Accounts');
    await quickInput.giveUp();
    await manageAccounts(/Project token .*username not selected/);
    await quickInput.pick(`Select Your Username on ${host}`);
    await quickInput.waitForChoice(/^Enter Your Username/);
    await editor.picture('who-are-you-hidden');
    await quickInput.pick('Enter Your Username');
    await quickInput.waitFor(/Enter your username on/);
    await quickInput.answer('mira.lindqvist');
    await quickInput.waitUntilClosed();
    await manageAccounts(/username @mira\.lindqvist/);
    await quickInput.giveUp();
  });

  it("switches from a read-only token to one that can write through the button in the view's title", async () => {
    await setUp();
    await editor.runCommand('GitLab Issues: Sign In');
    await editor.quickInput.pick(host);
    await paste(gitlab.tokens.personalReadApi);
    await editor.waitForViewMessage(/Read-only access to .* select the key icon above/);
    await editor.picture('state-read-only-key');
    await editor.page
      .locator('.sidebar .title-actions, .pane-header')
      .getByLabel(/Upgrade to Read-Write Access/)
      .first()
      .click();
    await paste(gitlab.tokens.personal);
    await editor.quickInput.waitUntilClosed();
    await editor.waitForViewMessage(/^$/);
    const upgrades = editor.page.getByLabel(/Upgrade to Read-Write Access/);
    await waitUntil('the button to disappear', async () => (await upgrades.count()) === 0);
  });

  it('opens the access token page of the project when the read-only token belongs to it', async () => {
    await setUp();
    const { quickInput } = editor;
    const token = gitlab.world.tokens.get('project');
    assert.ok(token);
    token.scopes = ['read_api'];
    await editor.runCommand('GitLab Issues: Sign In');
    await quickInput.pick(host);
    await paste(gitlab.tokens.project);
    await quickInput.waitFor(`Select Your Username on ${host}`);
    await quickInput.giveUp();
    await editor.waitForViewMessage(/Read-only access to .* select the key icon above/);
    await editor.page
      .locator('.sidebar .title-actions, .pane-header')
      .getByLabel(/Upgrade to Read-Write Access/)
      .first()
      .click();
    await quickInput.waitFor(/Paste an access token/);
    const page = await editor.addressOpenedBy(() => editor.page.getByLabel(/^Create Token on/).click());
    assert.equal(page, `${gitlab.url}/${webShop}/-/settings/access_tokens`);
    await quickInput.giveUp();
  });
});
