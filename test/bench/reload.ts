import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { QuickInput } from '../e2e/quickInput.ts';
import { buildExtension } from '../host/buildExtension.ts';
import { builtInExtensions } from '../host/builtInExtensions.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { launchBrowser } from '../host/launchBrowser.ts';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { VSCodeServer } from '../host/vscodeServer.ts';
import { waitUntil } from '../host/waitUntil.ts';
import type { BenchRow } from './benchRow.ts';
import { copyExtension } from './copyExtension.ts';
import { startGitLabProcess } from './gitLabProcess.ts';
import { median } from './measure.ts';
import { benchProject } from './openWorld.ts';

const issues = 10_000;
const rounds = 7;
/** In milliseconds. */
const most = 300;

/** When the first rows of both views were on the screen, in milliseconds since the page started. */
interface FirstRows {
  readonly ours?: number;
  readonly theirs?: number;
}

/**
 * Measures the time from the first row of an extension that does nothing to the first issue, in the same window after a
 * reload. GitLab doesn't respond, so the issues come from the cache.
 */
export async function reload(): Promise<BenchRow> {
  const cleanup = new Cleanup();
  try {
    await buildExtension('--tests');
    const gitlab = await startGitLabProcess(issues);
    cleanup.add(() => gitlab.close());
    const parent = temporaryFolder(cleanup, 'bench');
    const [own, idle, workspace] = ['extension', 'idle', 'web-shop'].map((name) => join(parent, name)) as [
      string,
      string,
      string,
    ];
    copyExtension(own);
    writeIdleExtension(idle);
    await createRepository(workspace, { remotes: { origin: `${gitlab.url}/${benchProject.path}.git` } });
    const server = await VSCodeServer.start({
      builtIn: builtInExtensions,
      installed: [own, idle, join(repositoryRoot, 'test/host/signInHelper')],
      settings: { 'signInHelper.gitlab': gitlab.url },
    });
    cleanup.add(() => server.close());
    const browser = await launchBrowser();
    cleanup.add(() => browser.close());
    const page = await browser.newPage();
    await page.addInitScript(noteFirstRows);
    const quickInput = new QuickInput(page);
    await page.goto(server.windowUrl({ workspace }));
    const rows = page.locator('.sidebar [role=treeitem]');
    await rows.and(page.getByLabel(/^Open, 10,000$/)).waitFor({ timeout: 120_000 });
    await firstRows(page);
    await gitlab.client.addFault({ do: { kind: 'delay', ms: 20_000 } });
    const times: { readonly ours: number; readonly theirs: number }[] = [];
    for (let round = 0; round <= rounds; round++) {
      // VS Code's own command saves the state of the window first.
      await Promise.all([page.waitForEvent('load'), quickInput.runCommand('Developer: Reload Window')]);
      const found = await firstRows(page);
      if (round > 0) times.push(found);
    }
    const difference = median(times.map(({ ours, theirs }) => ours - theirs));
    return {
      what: `Reload to the first of ${issues.toLocaleString('en')} cached issues, after the first row of an extension that does nothing`,
      measured: `${difference.toFixed(0)} ms`,
      bar: `at most ${most} ms`,
      passed: difference <= most,
      figures: {
        difference,
        milliseconds: median(times.map(({ ours }) => ours)),
        nothing: median(times.map(({ theirs }) => theirs)),
      },
    };
  } finally {
    await cleanup.run();
  }
}

/** Waits until both views have rows. */
async function firstRows(page: Page): Promise<{ readonly ours: number; readonly theirs: number }> {
  const read = () => page.evaluate<FirstRows>('globalThis.firstRows');
  return waitUntil(
    'rows in both views',
    async () => {
      const { ours, theirs } = await read();
      return ours === undefined || theirs === undefined ? undefined : { ours, theirs };
    },
    { timeout: 60_000, seen: read },
  );
}

/** Runs in the page, and looks for the rows in each frame. */
const noteFirstRows = `
  globalThis.firstRows = {};
  const look = () => {
    for (const row of document.querySelectorAll('.sidebar [role=treeitem]')) {
      const label = row.getAttribute('aria-label') ?? '';
      if (label.trim() === 'Nothing') globalThis.firstRows.theirs ??= performance.now();
      if (/^#\\d+ /.test(label)) globalThis.firstRows.ours ??= performance.now();
    }
    const { ours, theirs } = globalThis.firstRows;
    if (ours === undefined || theirs === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

/** Writes an extension with a view of one row, next to ours. */
function writeIdleExtension(folder: string): void {
  mkdirSync(folder);
  const manifest = {
    ...{ name: 'idle', publisher: 'issues-for-gitlab-development', version: '0.0.1', main: './idle.js' },
    engines: { vscode: '^1.105.0' },
    extensionKind: ['workspace'],
    contributes: { views: { gitlabIssues: [{ id: 'idle.view', name: 'Idle' }] } },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(folder, 'idle.js'),
    `const { TreeItem, window } = require('vscode');
exports.activate = () => {
  window.registerTreeDataProvider('idle.view', { getChildren: () => ['Nothing'], getTreeItem: (row) => new TreeItem(row) });
};
`,
  );
}
