import type { RootHookObject } from 'mocha';
import { rmSync } from 'node:fs';
import { buildExtension } from '../host/buildExtension.ts';
import { Cleanup } from '../host/cleanup.ts';
import { HostError } from '../host/hostError.ts';
import { currentVersion, installVSCode } from '../host/installVSCode.ts';
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

/** Before all tests: builds the extension. Of each that failed: takes a picture of every window before it is closed. */
export const mochaHooks: RootHookObject = {
  async beforeAll() {
    rmSync(picturesFolder, { recursive: true, force: true });
    await inOneSentence(async () => {
      await buildExtension();
      await installVSCode(currentVersion);
    });
  },

  beforeEach(this: Mocha.Context) {
    const test = this.currentTest;
    Editor.beforeClose = async (editor) => {
      if (test?.state === 'failed') await addPicture(test, editor);
    };
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

async function addPicture(test: Mocha.Test, editor: Editor): Promise<void> {
  const name = test
    .fullTitle()
    .replaceAll(/[^a-z0-9]+/gi, '-')
    .slice(0, 80);
  const path = await editor.picture(`failed-${editor.name.replace(' ', '-')}-${name}`).catch(String);
  const past = await editor.pastNotifications().catch(() => []);
  const { err } = test;
  if (!err) return;
  const { message } = err;
  const notifications = past.length > 0 ? [`Notifications: ${past.join(' | ')}`] : [];
  err.message = [message, ...notifications, `Picture: ${path}`].join('\n');
  err.stack = (err.stack ?? message).replace(message, err.message);
}
