import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { Cleanup } from './cleanup.ts';
import { temporaryFolder } from './temporaryFolder.ts';

describe('Cleanup', () => {
  it('defect 20: removes the folders of a stopped demo, also one that it creates afterward', async () => {
    const cleanup = new Cleanup();
    const early = temporaryFolder(cleanup);
    await cleanup.run();
    const late = temporaryFolder(cleanup);
    await cleanup.run();
    assert.deepEqual([existsSync(early), existsSync(late)], [false, false]);
  });

  it('defect 20: removes the folder although another step fails', async () => {
    const cleanup = new Cleanup();
    const folder = temporaryFolder(cleanup);
    const { error } = console;
    const printed: unknown[] = [];
    console.error = (...parts: unknown[]) => void printed.push(...parts);
    try {
      cleanup.add(() => {
        throw new Error('The server has already ended.');
      });
      await cleanup.run();
    } finally {
      console.error = error;
    }
    assert.equal(existsSync(folder), false);
    assert.deepEqual(printed, ['Clean-up:', 'The server has already ended.']);
  });
});
