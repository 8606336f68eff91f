import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository, git } from '../host/gitRepository.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';

const webShop = 'tanuki-tools/web-shop';

describe('issues from code', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('are created from a TODO with two keys, and leave their number there', async () => {
    const gitlab = await StandInGitLab.start({ projects: 1, issues: 20 });
    cleanup.add(() => gitlab.close());
    const workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
      remotes: { origin: `${gitlab.url}/${webShop}.git` },
      files: { 'upload.js': '// TODO: retry after a 503\nsend();\n' },
    });
    // As after a push.
    await git(workspace, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    const commit = (await git(workspace, 'rev-parse', 'HEAD')).trim();
    const editor = await Editor.start({ workspace, signedInTo: gitlab });
    cleanup.add(() => editor.close());
    await editor.waitForSignIn();
    await editor.openFile('upload.js');
    const text = () => editor.page.locator('.monaco-editor .view-lines').first().innerText();
    await waitUntil('the file', async () => (await text()).includes('retry'), { seen: text });
    await editor.page.locator('.monaco-editor [class*="gutter-lightbulb"]').first().waitFor();
    await editor.picture('from-code-todo');

    await editor.page.keyboard.press('Control+Shift+Alt+T');
    await editor.quickInput.waitFor(/Create Issue in tanuki-tools\/web-shop/);
    await editor.quickInput.waitForValue('retry after a 503');
    await editor.quickInput.waitForMarked(/^Create "retry after a 503"/);
    await editor.picture('from-code-title');
    await editor.page.keyboard.press('Enter');

    const [project] = gitlab.world.projects.values();
    const created = () => gitlab.world.issues(project?.id ?? 0).find(({ title }) => title === 'retry after a 503');
    const issue = await waitUntil('the issue', created);
    assert.equal(issue.description, `[\`upload.js:1\`](${gitlab.url}/${webShop}/-/blob/${commit}/upload.js#L1)`);
    const number = `TODO #${issue.iid}: retry after a 503`;
    // The editor draws spaces that don't break.
    await waitUntil('the number', async () => (await text()).replaceAll('\u00a0', ' ').includes(number), {
      seen: text,
    });
    await editor.picture('from-code-number');
  });
});
