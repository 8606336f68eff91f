import type { RootHookObject } from 'mocha';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension } from '../host/buildExtension.ts';
import { Cleanup } from '../host/cleanup.ts';
import { HostError } from '../host/hostError.ts';
import { currentVersion, installVSCode } from '../host/installVSCode.ts';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { Editor, picturesFolder } from './editor.ts';
import { closeBrowser } from './sharedBrowser.ts';
import { sharedSearch } from './sharedSearch.ts';

const cleanup = new Cleanup();
cleanup.add(closeBrowser);
cleanup.add(async () => {
  // Those of tests that failed half-way.
  for (const editor of Editor.open) await editor.close();
});
cleanup.onSignals();

/** Before all tests: builds the extension. After each that failed: takes a picture of every window that is open. */
export const mochaHooks: RootHookObject = {
  async beforeAll() {
    rmSync(picturesFolder, { recursive: true, force: true });
    await inOneSentence(async () => {
      await buildExtension();
      await installVSCode(currentVersion);
    });
  },

  async afterEach(this: Mocha.Context) {
    const test = this.currentTest;
    if (test?.state === 'failed') await addPictures(test, test.fullTitle());
  },

  async afterAll() {
    await cleanup.run();
    console.log(`\n  ${await inOneSentence(() => sharedSearch.verdict())}`);
  },
};

/** Lets a `HostError` through without its stack: its message says it all, and Mocha would print our stack below it. */
async function inOneSentence<T>(action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof HostError) error.stack = error.message;
    throw error;
  }
}

async function addPictures(test: Mocha.Test, title: string): Promise<void> {
  const name = title.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 80);
  const lines: string[] = [];
  let number = 0;
  for (const editor of Editor.open) {
    number++;
    const path = await editor.picture(`failed-${name}${number > 1 ? `-${number}` : ''}`).catch(String);
    const past = await editor.pastNotifications().catch(() => []);
    if (past.length > 0) lines.push(`Notifications: ${past.join(' | ')}`);
    lines.push(`Picture: ${path.startsWith('/') ? path : join(repositoryRoot, path)}`);
  }
  const { err } = test;
  if (!err || lines.length === 0) return;
  const { message } = err;
  err.message = [message, ...lines].join('\n');
  err.stack = (err.stack ?? message).replace(message, err.message);
}
