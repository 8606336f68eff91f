import { CacheFolder } from '../../src/host/node/cacheFolder.ts';
import { systemClock } from '../../src/model/time/clock.ts';
import type { BenchRow } from './benchRow.ts';
import { BenchWindow } from './benchWindow.ts';
import { startGitLabProcess } from './gitLabProcess.ts';
import { heapUsed } from './measure.ts';

const held = 50_000;
const most = 1024;

/**
 * Measures the memory that a window's whole mirror uses after it reads many issues. Callers can keep using the window.
 */
export async function heldInMemory(folder: string): Promise<{ row: BenchRow; window: BenchWindow }> {
  const gitlab = await startGitLabProcess(held);
  const window = new BenchWindow({
    url: gitlab.url,
    token: gitlab.token,
    files: new CacheFolder({ fsPath: folder }, 'cache'),
    clock: systemClock,
    mostIssues: held,
  });
  try {
    // The first request loads the library and opens connections. Do that before measuring, to count only the issues.
    await fetch(`${gitlab.url}/api/v4/version`).then((response) => response.text());
    await import('@gitbeaker/rest');
    const before = heapUsed();
    await window.fill();
    const each = (heapUsed() - before) / window.store.count(window.tracker);
    const row = {
      what: `Heap per issue, ${held.toLocaleString('en')} issues`,
      measured: `${Math.round(each)} bytes`,
      bar: `under ${most} bytes`,
      passed: window.store.count(window.tracker) === held && each < most,
      figures: { issues: window.store.count(window.tracker), bytesPerIssue: Math.round(each) },
    };
    return { row, window };
  } finally {
    await gitlab.close();
  }
}
