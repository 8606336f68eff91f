import type { Page } from 'playwright-core';
import { QuickInput } from '../e2e/quickInput.ts';
import { Cleanup } from '../host/cleanup.ts';
import { waitUntil } from '../host/waitUntil.ts';
import type { BenchRow } from './benchRow.ts';
import { openBesideIdle } from './besideIdle.ts';
import { compare, type Comparison } from './measure.ts';

const issues = 200;
const rounds = 9;
const mostPerClick = 3;
const mostPerEnter = 2;

/**
 * Measures how long a user waits for what a click or a key does, next to an extension that does nothing but that: from a
 * click on an issue to the heading of its page, in a new panel, and from `Enter` in the list of labels to the changed row.
 */
export async function reactions(): Promise<BenchRow[]> {
  const cleanup = new Cleanup();
  try {
    const { page } = await openBesideIdle(cleanup, issues, noteTimes);
    const window = new BesideIdleWindow(page);
    const click = await compare(
      rounds,
      () => window.openIssue(),
      () => window.openIdlePage(),
      costOf,
    );
    const enter = await compare(
      rounds,
      () => window.labelIssue(),
      () => window.changeIdleRow(),
      costOf,
    );
    return [
      rowOf('From a click on an issue to its page, compared to a page with only a heading', click, mostPerClick),
      rowOf(
        'From Enter in the list of labels to the changed row, compared to a row that changes after one request',
        enter,
        mostPerEnter,
      ),
    ];
  } finally {
    await cleanup.run();
  }
}

function rowOf(what: string, { ours, theirs, ratio }: Comparison, most: number): BenchRow {
  return {
    what,
    measured: `${ratio.toFixed(2)}x (${ours.toFixed(0)} ms)`,
    bar: `at most ${most}x`,
    passed: ratio <= most,
    figures: { ratio, milliseconds: ours, idleMilliseconds: theirs },
  };
}

/** The acts measure themselves, because they prepare something first. */
async function costOf(act: () => unknown): Promise<number> {
  return (await act()) as number;
}

/** The acts of a user. Each resolves with the milliseconds between the input and what it changed on the screen. */
class BesideIdleWindow {
  private readonly quickInput: QuickInput;
  private labels = 0;
  private changes = 0;

  constructor(private readonly page: Page) {
    this.quickInput = new QuickInput(page);
  }

  openIssue(): Promise<number> {
    return this.openWith(/^#\d+ /);
  }

  openIdlePage(): Promise<number> {
    return this.openWith(/^(Nothing|Something)/);
  }

  /** Adds a label that the issue doesn't have yet. */
  async labelIssue(): Promise<number> {
    const name = `label ${(this.labels += 1)}`;
    await this.row(/^#\d+ /).click();
    await this.page.keyboard.press('Control+I');
    await this.page.keyboard.press('l');
    await this.quickInput.waitFor('Labels for');
    await this.quickInput.type(name);
    await this.quickInput.waitForChoice(new RegExp(`"${name}"`));
    return this.pressEnterAndWait(name);
  }

  async changeIdleRow(): Promise<number> {
    const name = `Something ${(this.changes += 1)}`;
    await this.row(/^(Nothing|Something)/).click();
    await this.page.keyboard.press('Control+Alt+9');
    await this.quickInput.waitFor('Idle');
    await this.quickInput.type(name);
    await this.quickInput.waitForChoice(new RegExp(name));
    return this.pressEnterAndWait(name);
  }

  private row(label: RegExp) {
    return this.page.locator('.sidebar [role=treeitem]').and(this.page.getByLabel(label)).first();
  }

  private async openWith(label: RegExp): Promise<number> {
    const opened = this.page.evaluate<number>('timeTo(hasHeading)');
    await this.row(label).click();
    const time = await opened;
    await this.quickInput.runCommand('View: Close All Editors');
    await waitUntil('the page to close', async () => (await this.page.locator('iframe.webview').count()) === 0);
    return time;
  }

  private async pressEnterAndWait(text: string): Promise<number> {
    const changed = this.page.evaluate<number>(`timeTo(() => hasRow(${JSON.stringify(text)}))`);
    await this.page.keyboard.press('Enter');
    return changed;
  }
}

/** Runs in the page. The content of a webview is in two nested frames of the same origin. */
const noteTimes = `
  globalThis.lastInput = 0;
  const noteInput = ({ type, key }) => {
    if (type === 'mousedown' || key === 'Enter') lastInput = performance.now();
  };
  addEventListener('mousedown', noteInput, true);
  addEventListener('keydown', noteInput, true);
  globalThis.hasHeading = () =>
    [...document.querySelectorAll('iframe.webview')].some((frame) =>
      frame.contentDocument?.querySelector('#active-frame')?.contentDocument?.querySelector('h1[dir]'));
  globalThis.hasRow = (text) =>
    [...document.querySelectorAll('.sidebar [role=treeitem]')].some((row) => row.getAttribute('aria-label')?.includes(text));
  globalThis.timeTo = (condition) => new Promise((resolve, reject) => {
    const started = performance.now();
    const look = () => {
      if (condition()) resolve(performance.now() - lastInput);
      else if (performance.now() - started > 60_000) reject(new Error('Waited 60 s for ' + condition));
      else requestAnimationFrame(look);
    };
    look();
  });
`;
