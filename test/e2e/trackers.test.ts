import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { Editor } from './editor.ts';

const apiGateway = 'tanuki-tools/platform/api-gateway';

describe('issues of another project or group', () => {
  let cleanup: Cleanup;
  let editor: Editor;
  let gitlab: StandInGitLab;
  let workspace: string;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Each test calls this itself, because Mocha skips the remaining tests after a failed hook. */
  const setUp = async (): Promise<void> => {
    gitlab = await StandInGitLab.start({ issues: 8 });
    cleanup.add(() => gitlab.close());
    workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
      remotes: { origin: `${gitlab.url}/tanuki-tools/web-shop.git` },
    });
    editor = await Editor.start({ workspace, size: { width: 1200, height: 760 }, signedInTo: gitlab });
    cleanup.add(() => editor.close());
    await editor.waitForSignIn();
    await editor.widenSidebar(460);
  };

  it('maps the folder to a group found by name, and shows the project of each issue', async () => {
    await setUp();
    await editor.runCommand('GitLab Issues: Select Issue Source');
    await editor.quickInput.waitFor(/Select Issue Source for web-shop/);
    await editor.quickInput.type('tanuki');
    await editor.quickInput.waitForChoice(/^tanuki-tools\/platform/);
    await editor.pictureInThemes('choose-tracker');
    await editor.quickInput.pick('tanuki-tools');
    const row = await editor.row(/^#\d+ .*in platform\/api-gateway/);
    assert.match((await row.innerText()).replace(/\s+/g, ' '), /platform\/api-gateway/);
    await editor.row(/^#\d+ .*in mobile-app/);
    await editor.pictureInThemes('group-tracker');
    await editor.runCommand('GitLab Issues: Add Project');
    await editor.quickInput.type('mobile');
    await editor.quickInput.pick('tanuki-tools/mobile-app');
    await editor.row(/^tanuki-tools\/mobile-app, \d+ open$/);
    await editor.picture('group-and-project');
    await editor.rowMenu(await editor.row(/^tanuki-tools\/mobile-app, /), 'Remove Project…');
    await editor.noRow(/^tanuki-tools\/mobile-app, /);

    // The extension asks before the first change to a project from the workspace settings.
    mkdirSync(join(workspace, '.vscode'), { recursive: true });
    const settings = { 'gitlabIssues.trackers': { '.': apiGateway } };
    writeFileSync(join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
    const project = gitlab.world.projectByPath(apiGateway);
    assert.ok(project);
    const state = (iid: number) => gitlab.world.issues(project.id).find((issue) => issue.iid === iid)?.state;
    const [first, second] = gitlab.world
      .issues(project.id)
      .filter((issue) => issue.state === 'opened')
      .map(({ iid }) => iid);
    assert.ok(first !== undefined && second !== undefined);
    await editor.noRow(/in platform\/api-gateway/);
    const close = async (iid: number) => editor.rowMenu(await editor.row(new RegExp(`^#${iid} `)), 'Close Issue');
    await close(first);
    assert.match(
      await editor.dialogText(),
      /configured to use issues from tanuki-tools\/platform\/api-gateway .*Allow changes to them\?[^]*won't be asked again/,
    );
    await editor.picture('write-consent');
    await editor.pressDialogButton('Cancel');
    await editor.row(new RegExp(`^#${first} `));
    assert.equal(state(first), 'opened');
    await close(first);
    await editor.pressDialogButton('Allow');
    await editor.row(new RegExp(`^#${first} .*, closed`));
    await close(second);
    await editor.row(new RegExp(`^#${second} .*, closed`));
    assert.deepEqual([state(first), state(second)], ['closed', 'closed']);
  });
});
