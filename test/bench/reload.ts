import type { Page } from 'playwright-core';
import { QuickInput } from '../e2e/quickInput.ts';
import { Cleanup } from '../host/cleanup.ts';
import { waitUntil } from '../host/waitUntil.ts';
import type { BenchRow } from './benchRow.ts';
import { openBesideIdle } from './besideIdle.ts';
import { median } from './measure.ts';

const issues = 10_000;
const rounds = 7;
/** In milliseconds. */
const most = 300;

/** When the first rows of both views were on the screen, in milliseconds since the page started. */
interface FirstRows {
  readonly ours?: number;
  readonly theirs?: number;
}

/**
 * Measures the time from the first row of an extension that does nothing to the first issue, in the same window after a
 * reload. GitLab doesn't respond, so the issues come from the cache.
 */
export async function reload(): Promise<BenchRow> {
  const cleanup = new Cleanup();
  try {
    const { page, gitlab } = await openBesideIdle(cleanup, issues, noteFirstRows);
    const quickInput = new QuickInput(page);
    await firstRows(page);
    await gitlab.client.addFault({ do: { kind: 'delay', ms: 20_000 } });
    const times: { readonly ours: number; readonly theirs: number }[] = [];
    for (let round = 0; round <= rounds; round++) {
      // VS Code's own command saves the state of the window first.
      await Promise.all([page.waitForEvent('load'), quickInput.runCommand('Developer: Reload Window')]);
      const found = await firstRows(page);
      if (round > 0) times.push(found);
    }
    const difference = median(times.map(({ ours, theirs }) => ours - theirs));
    return {
      what: `Reload to the first of ${issues.toLocaleString('en')} cached issues, after the first row of an extension that does nothing`,
      measured: `${difference.toFixed(0)} ms`,
      bar: `at most ${most} ms`,
      passed: difference <= most,
      figures: {
        difference,
        milliseconds: median(times.map(({ ours }) => ours)),
        nothing: median(times.map(({ theirs }) => theirs)),
      },
    };
  } finally {
    await cleanup.run();
  }
}

/** Waits until both views have rows. */
async function firstRows(page: Page): Promise<{ readonly ours: number; readonly theirs: number }> {
  const read = () => page.evaluate<FirstRows>('globalThis.firstRows');
  return waitUntil(
    'rows in both views',
    async () => {
      const { ours, theirs } = await read();
      return ours === undefined || theirs === undefined ? undefined : { ours, theirs };
    },
    { timeout: 60_000, seen: read },
  );
}

/** Runs in the page, and looks for the rows in each frame. */
const noteFirstRows = `
  globalThis.firstRows = {};
  const look = () => {
    for (const row of document.querySelectorAll('.sidebar [role=treeitem]')) {
      const label = row.getAttribute('aria-label') ?? '';
      if (label.trim() === 'Nothing') globalThis.firstRows.theirs ??= performance.now();
      if (/^#\\d+ /.test(label)) globalThis.firstRows.ours ??= performance.now();
    }
    const { ours, theirs } = globalThis.firstRows;
    if (ours === undefined || theirs === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;
