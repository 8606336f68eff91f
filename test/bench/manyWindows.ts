import type { BenchRow } from './benchRow.ts';
import { SimulatedTime } from './simulatedTime.ts';

const windows = 8;
const issues = 1_000;
const minute = 60_000;

/**
 * Compares the requests that eight windows on one project send in an hour with those of one window. All windows show
 * the view, and one has the focus.
 */
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
      ...row(`${windows} windows on one project for an hour, one of them focused`, oneFocused),
      bar: `at most ${windows} more`,
      passed: oneFocused <= alone + windows,
    },
    // Each window requests the project once, and each focus change draws a new random delay. An exact bar isn't
    // possible.
    row(`${windows} windows, the next one focused every 3 minutes`, movingFocus),
  ];
}

/** Counts the requests in an hour that starts with opening the windows one by one. */
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
