import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOutbox, type OutboxSetup } from './outboxProcess.ts';
import { OutboxWorld, projectId } from './outboxWorld.ts';
import { MemoryFiles } from '../memoryFiles.ts';

/** The steps of a window that sends a comment, up to the one at which it's killed. */
const kills: Readonly<Record<string, string>> = {
  'before the first request': 'write GET',
  'before the comment is sent': 'write GET write POST',
  'after GitLab has the comment': 'write GET write POST GET remove',
};

describe('A process that is killed while it sends a comment', () => {
  for (const [when, steps] of Object.entries(kills))
    it(`${when} leaves it to another one, which sends it once`, async function () {
      this.timeout(60_000);
      const fsPath = await mkdtemp(join(tmpdir(), 'killed-'));
      const world = await OutboxWorld.start(new MemoryFiles());
      try {
        const setup: OutboxSetup = { account: world.account, token: world.gitlab.tokens.personal, fsPath };
        const command = {
          ...world.command({ kind: 'comment', body: 'Sent once', internal: false, thread: false }, 7),
          createdAt: Date.now(),
        };
        const program = join(import.meta.dirname, 'outboxProcess.ts');
        const args = ['--import', 'tsx', program, JSON.stringify(setup), JSON.stringify(command), steps];
        const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
        let output = '';
        for await (const chunk of child.stdout) {
          output += String(chunk);
          if (output.trim() === steps) break;
        }
        assert.equal(output.trim(), steps);
        const exit = once(child, 'exit');
        child.kill('SIGKILL');
        await exit;

        const next = openOutbox(setup, () => Promise.resolve());
        await next.adopt();
        assert.equal(next.waiting.length, 1);
        await new Promise<void>((resolve) => {
          const check = () => {
            if (next.waiting.length === 0) resolve();
          };
          next.onDidChange(check);
          check();
        });
        await next.leave();
        const { gitlab } = world;
        const bodies = gitlab.world.notes(gitlab.world.issue(projectId, 7)!.id).map(({ body }) => body);
        assert.deepEqual(bodies, ['Sent once']);
      } finally {
        await world.end();
        await rm(fsPath, { recursive: true });
      }
    });
});
