import assert from 'node:assert/strict';
import { FakeGitLab, FakeWindow } from '../fakeGitLab.ts';

const minute = 60_000;
const count = 130;
const year = 365 * 24 * 60 * minute;

describe('Issues that are dated in the future', () => {
  for (const returnsTime of [true, false]) {
    const server = returnsTime ? 'a server that returns its time' : 'a server that does not return its time';
    it(`S18: hide no later change on ${server}`, async () => {
      for (const future of [2 * year, 25 * 60 * minute]) {
        const gitlab = new FakeGitLab();
        gitlab.returnsTime = returnsTime;
        const window = new FakeWindow(gitlab);
        const pass = async () => {
          gitlab.now += minute;
          await window.clock.advance(minute);
        };
        for (let id = 1; id <= count; id++) gitlab.put(id, { createdAt: id * 1000, updatedAt: id * 1000 });
        gitlab.put(7, { title: 'Imported before', updatedAt: gitlab.now + future });
        await window.mirror.sync('poll');
        for (let look = 1; look <= 5; look++) {
          await pass();
          gitlab.put(3, { title: `Renamed ${look}` });
          if (look === 2) {
            // So many changes move the cursor.
            for (let id = 9; id <= count; id++) gitlab.put(id, { title: 'Renamed by a script' });
            gitlab.put(8, { title: 'Imported later', updatedAt: gitlab.now + future });
          }
          await window.mirror.sync('poll');
          assert.deepEqual(window.held, gitlab.open);
        }
        const next = new FakeWindow(gitlab, window.clock, window.files);
        await pass();
        gitlab.put(4, { state: 'closed' });
        await next.mirror.sync('poll');
        assert.deepEqual(next.held, gitlab.open);
      }
    });
  }
});
