import { FakeGitLab, FakeWindow } from './fakeGitLab.ts';

/** Returns a window that has loaded the given number of issues, all created long ago. */
export async function filled(
  issues: number,
): Promise<{ gitlab: FakeGitLab; window: FakeWindow; pass: (ms: number) => Promise<void> }> {
  const gitlab = new FakeGitLab();
  for (let id = 1; id <= issues; id++) gitlab.put(id, { createdAt: id * 1000, updatedAt: id * 1000 });
  const window = new FakeWindow(gitlab);
  await window.mirror.sync('poll');
  gitlab.asked = [];
  return {
    gitlab,
    window,
    pass: async (ms) => {
      gitlab.now += ms;
      await window.clock.advance(ms);
    },
  };
}
