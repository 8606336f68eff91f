import assert from 'node:assert/strict';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { ManualClock } from '../../manualClock.ts';
import { FakeGitLab, FakeWindow } from '../fakeGitLab.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const cases = [
  { read: 'all issues', isSaved: false, renamed: 1 },
  { read: 'many changes', isSaved: true, renamed: 25 },
  { read: 'few changes', isSaved: true, renamed: 1 },
] as const;

describe('the cache that windows share, after a sync that failed halfway', () => {
  for (const { read, isSaved, renamed } of cases)
    it(`M8: removes an issue that another window saw closed when it read ${read}`, async () => {
      const gitlab = new FakeGitLab();
      const clock = new ManualClock();
      const files = new MemoryFiles(() => clock.now());
      const pass = async () => {
        gitlab.now += 120_000;
        await clock.advance(120_000);
      };
      const open = () => new FakeWindow(gitlab, clock, files);
      for (let id = 1; id <= 30; id++) gitlab.put(id, id === 1 ? { state: 'closed' } : {});
      await pass();
      const [one, other] = [open(), open()];
      files.unwritable = isSaved ? undefined : 'EROFS';
      await one.mirror.sync('poll');
      files.unwritable = undefined;
      if (isSaved) await other.mirror.sync('poll');

      await pass();
      gitlab.put(1, { state: 'opened' });
      await pass();
      gitlab.put(2, { title: 'Renamed' });
      // Only the first of two pages arrives, so the window saves nothing.
      gitlab.pageSize = 1;
      let requests = 0;
      gitlab.onQuestion = () => {
        if ((requests += 1) > 1) throw new GitLabError('offline');
      };
      await assert.rejects(one.mirror.sync('poll'));
      assert.ok(one.store.get('tracker', 1));
      Object.assign(gitlab, { pageSize: 100, onQuestion: () => undefined });

      await pass();
      gitlab.put(1, { state: 'closed' });
      await pass();
      for (let id = 3; id < 3 + renamed; id++) gitlab.put(id, { title: 'Renamed' });
      await other.mirror.sync('poll');
      await pass();
      await one.mirror.sync('poll');
      assert.deepEqual(one.held, gitlab.open);
      const next = open();
      await next.mirror.catchUp();
      assert.deepEqual(next.held, gitlab.open);
    });
});
