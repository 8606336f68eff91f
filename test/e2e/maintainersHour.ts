import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import type { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor } from './editor.ts';

const projectId = 101;

/** A window of a maintainer with many plain issues, and what GitLab has of them. */
export async function maintainersHour(cleanup: Cleanup) {
  const gitlab = await StandInGitLab.start({ issues: 24 });
  cleanup.add(() => gitlab.close());
  const { world } = gitlab;
  const me = world.people.byUsername('mira.lindqvist')!.id;
  const open = () => world.issues(projectId).filter(({ state }) => state === 'opened');
  const plain = { labels: [], assigneeIds: [], milestoneId: null, dueDate: null, confidential: false } as const;
  for (const { iid } of open()) world.updateIssue(projectId, iid, plain, me);
  const workspace = await createRepository(join(temporaryFolder(cleanup), 'web-shop'), {
    remotes: { origin: `${gitlab.url}/tanuki-tools/web-shop.git` },
  });
  const editor = await Editor.start({ workspace, size: { width: 1300, height: 1000 }, signedInTo: gitlab });
  cleanup.add(() => editor.close());
  await editor.waitForSignIn();
  await editor.widenSidebar(420);

  const onServer = (iid: number) => {
    const issue = world.issue(projectId, iid);
    assert.ok(issue, `#${iid}`);
    return issue;
  };
  const clipboard = () => editor.page.evaluate('navigator.clipboard.readText()');
  const activeTitle = () => editor.page.locator('.editor-group-container.active .tab.active').innerText();
  return {
    editor,
    world,
    projectId,
    me,
    aiko: world.people.byUsername('aiko.tanabe')!.id,
    milestone: [...world.milestones.values()].find((each) => each.projectId === projectId && each.state === 'active')!,
    open,
    /** The open issues, the newest first, as in the view. */
    iids: open()
      .map(({ iid }) => iid)
      .sort((a, b) => b - a),
    onServer,
    commentsOf: (iid: number) => world.notes(onServer(iid).id).flatMap(({ system, body }) => (system ? [] : [body])),
    /** Waits until GitLab has a change. */
    reaches: (what: string, condition: () => boolean) => waitUntil(what, condition),
    row: (iid: number) => editor.row(new RegExp(`^#${iid} `)),
    issueRows: async () => (await editor.rowLabels()).filter((label) => label.startsWith('#')),
    activeTitle,
    activeTab: (iid: number) =>
      waitUntil(`the page of #${iid}`, async () => (await activeTitle()).includes(`#${iid}`), { seen: activeTitle }),
    waitForReference: (iid: number) =>
      waitUntil('the reference', async () => (await clipboard()) === `tanuki-tools/web-shop#${iid}`, {
        seen: clipboard,
      }),
  };
}
