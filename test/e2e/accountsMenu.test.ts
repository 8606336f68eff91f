import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';
import { ariaLabels, isReached, waitForElement } from './pageElements.ts';
import { signIn } from './signIn.ts';

const webShop = 'tanuki-tools/web-shop';

describe("accounts in VS Code's own Accounts menu", () => {
  let cleanup: Cleanup;
  let gitlab: StandInGitLab;
  let editor: Editor;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Each test calls this itself, because Mocha skips the remaining tests after a failed hook. */
  const setUp = async (): Promise<void> => {
    gitlab = await StandInGitLab.start();
    cleanup.add(() => gitlab.close());
    editor = await Editor.start({
      size: { width: 1000, height: 700 },
      installed: [join(repositoryRoot, 'test/host/sessionAsker')],
      workspace: await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
        remotes: { origin: `${gitlab.url}/${webShop}.git` },
      }),
    });
    cleanup.add(() => editor.close());
  };

  const items = (): Locator => editor.page.locator('.context-view .action-label');
  const openMenu = async (): Promise<void> => {
    await waitUntil('the Accounts menu', async () => {
      await editor.page.keyboard.press('Escape');
      await editor.page.locator('.activitybar [aria-label^="Accounts"]').first().click();
      await items()
        .first()
        .waitFor({ timeout: 2000 })
        .catch(() => undefined);
      // The menu shows 'Loading' until it has queried the providers registered at startup.
      const labels = await ariaLabels(items());
      return labels.length > 0 && !labels.some((label) => label.startsWith('Loading'));
    });
  };
  const entries = async (): Promise<string[]> => {
    await openMenu();
    const labels = await ariaLabels(items());
    return labels.filter((label) => label.includes('GitLab Issues'));
  };

  it('lists who is signed in, and signing out there signs the tree out', async () => {
    await setUp();
    await signIn(editor, gitlab);
    await waitUntil('the account', async () => (await entries()).length === 1, { seen: entries });
    const [label = ''] = await entries();
    assert.match(label, new RegExp(`^[\\w.-]+ · ${gitlab.url} \\(GitLab Issues\\)`));
    await items().filter({ hasText: 'GitLab Issues' }).hover();
    const signOut = items().filter({ hasText: 'Sign Out' });
    await waitForElement('Sign Out', signOut);
    await editor.pictureOfHover('accounts-menu');
    const dialog = editor.page.locator('.monaco-dialog-box');
    // A menu ignores clicks in its first 100 ms.
    await waitUntil('the question', async () => {
      if (await dialog.isVisible()) return true;
      await signOut.click({ timeout: 1000 }).catch(() => undefined);
      return isReached(dialog.waitFor({ timeout: 1000 }));
    });
    assert.match(await editor.dialogText(), new RegExp(gitlab.url));
    await editor.picture('accounts-menu-sign-out');
    await editor.pressDialogButton('Sign Out');
    await editor.waitForWelcome(/Sign in with a GitLab access token/);
    await waitUntil('no account', async () => (await entries()).length === 0, { seen: entries });
  });

  it('S: are not read when VS Code activates the extension, and another extension gets a token only after consent', async () => {
    await setUp();
    await signIn(editor, gitlab);
    // Open another window, which has never shown the view.
    const other = await createRepository(join(temporaryFolder(cleanup), 'other'));
    await editor.navigate(editor.server.windowUrl({ workspace: other }));
    // While VS Code restores the layout, it may hide a panel that opens.
    await waitForElement('the files', editor.page.getByRole('treeitem', { name: 'README.md' }));
    await editor.runCommand('GitLab Issues: Show Log');
    await waitForElement(
      'the log',
      editor.page.locator('.panel .output-view-container, .panel .monaco-editor').first(),
    );
    // The extension is active now and offers its sessions. If that had read the secret, the menu would list the
    // account.
    assert.deepEqual(await entries(), []);
    await editor.page.keyboard.press('Escape');

    await editor.runCommand('Session Asker: Ask for a Session');
    assert.match(await editor.dialogText(), /'Session Asker' wants to sign in using GitLab Issues/);
    await editor.picture('accounts-consent');
    await editor.pressDialogButton('Allow');
    await editor.quickInput.waitFor(/Session Asker/);
    await editor.picture('accounts-choice');
    assert.deepEqual(await editor.notifications(), []);
    await editor.quickInput.pick('mira.lindqvist · http');
    await editor.waitForNotification(/^Got mira\.lindqvist · http:.*, which answers 200$/);
    await waitUntil('the account', async () => (await entries()).length === 1, { seen: entries });

    // Only the session request activates the extension now. VS Code still remembers the consent.
    await editor.reload();
    await editor.runCommand('Session Asker: Ask for a Session');
    await editor.waitForNotification(/^Got mira\.lindqvist · http:.*, which answers 200$/);
  });

  it('start the sign-in when another extension requests a session, and reject the request if the user cancels', async () => {
    await setUp();
    const ask = async (): Promise<void> => {
      await editor.runCommand('Session Asker: Ask for a Session');
      await editor.pressDialogButton('Allow');
      await editor.quickInput.pick(new URL(gitlab.url).host);
      await editor.quickInput.waitFor(/access token/i);
    };
    await ask();
    await editor.quickInput.giveUp();
    await editor.waitForNotification('Got nothing: Sign-in to GitLab was canceled.');
    await ask();
    await editor.quickInput.answer(gitlab.tokens.personalReadApi);
    await editor.waitForNotification(/^Got mira\.lindqvist · http:.*, which answers 200$/);
    await waitUntil('the account', async () => (await entries()).length === 1, { seen: entries });
  });
});
