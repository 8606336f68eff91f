import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { allThemes } from '../host/quietSettings.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { Editor } from './editor.ts';
import { WalkthroughPage, walkthroughSteps } from './walkthroughPage.ts';

const webShop = 'tanuki-tools/web-shop';
const [instance, kind, create, paste, see, renew] = walkthroughSteps;

describe('the walkthrough', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('leads with its own buttons from no token to the issues, and checks each completed step', async () => {
    const gitlab = await StandInGitLab.start();
    cleanup.add(() => gitlab.close());
    const workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
      remotes: { origin: `${gitlab.url}/${webShop}.git` },
    });
    const editor = await Editor.start({ workspace, size: { width: 1400, height: 860 } });
    cleanup.add(() => editor.close());
    const { quickInput } = editor;
    const page = new WalkthroughPage(editor);

    await editor.openContainer('GitLab Issues');
    await editor.waitForWelcome(/Open the walkthrough/);
    await editor.runCommand('GitLab Issues: Open Walkthrough');
    await page.waitFor();
    await page.waitForTicked([]);

    await page.press(instance, 'Select Instance');
    await quickInput.waitFor(/Select GitLab Instance/);
    await editor.picture('walkthrough-choose-instance');
    await quickInput.pick(new URL(gitlab.url).host);
    await page.waitForTicked([instance]);

    // Select a project token first to see its description, then change the selection.
    await page.press(kind, 'Select Token Type');
    await quickInput.waitFor(/Select a token type/);
    await editor.picture('walkthrough-choose-kind');
    await quickInput.pick('Project Access Token');
    await page.waitForTicked([instance, kind]);
    await page.press(create, 'Open Token Page');
    await quickInput.pick(webShop);
    assert.match(await editor.dialogText(), /Expiration date: .*Role: Reporter.*Scopes: api/s);
    await editor.picture('walkthrough-project-token');
    const settings = await editor.addressOpenedBy(() => editor.pressDialogButton('Open Page'));
    assert.equal(settings, `${gitlab.url}/${webShop}/-/settings/access_tokens`);

    // The selection survives a reload.
    await editor.reloadWindow();
    await editor.runCommand('GitLab Issues: Open Walkthrough');
    await page.waitFor();
    await page.waitForTicked([instance, kind]);
    await page.press(kind, 'Select Token Type');
    await quickInput.pick('Personal Access Token');
    const personal = await editor.addressOpenedBy(() => page.press(create, 'Open Token Page'));
    // GitLab 18.9 redirects a request with a name and scopes like this.
    assert.match(personal, /\/-\/user_settings\/personal_access_tokens\/legacy\/new\?name=VS\+Code&.*scopes=api$/);
    assert.ok(personal.startsWith(`${gitlab.url}/`));
    // The extension can't know yet whether the user created a token.
    assert.deepEqual(await page.ticked(), [instance, kind]);

    await page.press(paste, 'Paste Token');
    await quickInput.waitFor(/Paste an access token/);
    await editor.picture('walkthrough-paste-token');
    await quickInput.answer(gitlab.tokens.personal);
    await quickInput.waitUntilClosed();
    await page.press(see, 'Show Issues');
    await editor.row(/^#\d+ /);
    await page.waitForTicked([instance, kind, create, paste, see]);

    const list = await editor.addressOpenedBy(() => page.press(renew, 'Open My Tokens on GitLab'));
    assert.equal(list, `${gitlab.url}/-/user_settings/personal_access_tokens`);
    await page.waitForTicked(walkthroughSteps);

    for (const theme of allThemes) {
      await editor.useTheme(theme);
      for (const [index, title] of walkthroughSteps.entries()) {
        await page.open(title);
        await editor.picture(`walkthrough-${theme}-${index + 1}`);
        if (title !== create) continue;
        await (await page.media(/Maintainer/)).scrollIntoViewIfNeeded();
        await editor.picture(`walkthrough-${theme}-${index + 1}-roles`);
      }
    }
  });
});
