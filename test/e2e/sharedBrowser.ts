import type { Browser } from 'playwright-core';
import { launchBrowser } from '../host/launchBrowser.ts';

let browser: Promise<Browser> | undefined;

/** The only browser of the test run. Each window has its own context, with separate cookies and storage. */
export async function sharedBrowser(): Promise<Browser> {
  browser ??= launchBrowser();
  return browser;
}

/** Closes the browser if it's open. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}
