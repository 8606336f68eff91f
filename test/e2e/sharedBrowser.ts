import type { Browser } from 'playwright-core';
import { launchBrowser } from '../host/launchBrowser.ts';

let browser: Promise<Browser> | undefined;

/** The one browser of the test run; every window has a context of its own, and so its own cookies and storage. */
export async function sharedBrowser(): Promise<Browser> {
  browser ??= launchBrowser();
  return browser;
}

/** Ends the browser, if one was started. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}
