import type { BenchRow } from './benchRow.ts';
import { SimulatedTime } from './simulatedTime.ts';

const windows = 8;
const issues = 1_000;
const minute = 60_000;

/** What an hour of eight windows on one project asks, against one window: all have the view open, one has the focus. */
export async function manyWindows(): Promise<BenchRow[]> {
  const alone = await hour(1, () => 0);
  const oneFocused = await hour(windows, () => windows - 1);
  const movingFocus = await hour(windows, (atMinute) => Math.floor(atMinute / 3) % windows);
  const row = (what: string, requests: number): BenchRow => ({
    what,
    measured: `${requests} requests; one window alone: ${alone}`,
    passed: true,
    figures: { requests, alone },
  });
  return [
    {
      ...row(`${windows} windows on one project for an hour, one focused`, oneFocused),
      bar: `at most ${windows} more`,
      passed: oneFocused <= alone + windows,
    },
    // Each window asks once for the project, and each change of the focus draws another wait: no bar to the request.
    row(`${windows} windows, the focus going to the next every 3 minutes`, movingFocus),
  ];
}

/** Requests of an hour that begins with opening the windows, one after the other. */
async function hour(count: number, focusedAt: (minute: number) => number): Promise<number> {
  const time = await SimulatedTime.start(issues);
  try {
    while (time.windows.length < count) {
      for (const other of time.windows) other.synchronizer.setDemand('none');
      await time.open();
    }
    for (let at = 0; at < 60; at++) {
      const focused = focusedAt(at);
      for (const [index, window] of time.windows.entries())
        window.synchronizer.setDemand(index === focused ? 'view' : 'none');
      await time.pass(minute);
    }
    return time.windows.reduce((sum, { answers }) => sum + answers.length, 0);
  } finally {
    await time.close();
  }
}
