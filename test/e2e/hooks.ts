import type { RootHookObject } from 'mocha';
import { Cleanup } from '../host/cleanup.ts';
import { HostError } from '../host/hostError.ts';
import { Editor } from './editor.ts';
import { closeBrowser } from './sharedBrowser.ts';
import { sharedSearch } from './sharedSearch.ts';
import { SharedVSCode } from './sharedVSCode.ts';

const cleanup = new Cleanup();
cleanup.add(closeBrowser);
cleanup.add(() => SharedVSCode.close());
cleanup.add(async () => {
  // Close windows that failed tests left open.
  for (const editor of Editor.open) await editor.close();
});
cleanup.onSignals();

/**
 * Takes a picture of each window of a failed test before it closes. At the end of the run, searches all output for
 * tokens.
 */
export const mochaHooks: RootHookObject = {
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

/** Rethrows a `HostError` without its stack. Its message is enough, and Mocha would print the stack. */
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
  const path = await editor.screenshot(`failed-${editor.name.replace(' ', '-')}-${name}`).catch(String);
  const past = await editor.pastNotifications().catch(() => []);
  const { err } = test;
  if (!err) return;
  const { message } = err;
  const notifications = past.length > 0 ? [`Notifications: ${past.join(' | ')}`] : [];
  err.message = [message, ...notifications, `Picture: ${path}`].join('\n');
  err.stack = (err.stack ?? message).replace(message, err.message);
}
