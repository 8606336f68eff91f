import type { BrowserContext, Page } from 'playwright-core';
import { builtInExtensions } from '../host/builtInExtensions.ts';
import { VSCodeServer, type VSCodeServerOptions } from '../host/vscodeServer.ts';
import { sharedBrowser } from './sharedBrowser.ts';
import { sharedSearch } from './sharedSearch.ts';

/**
 * The VS Code of a test file. Its windows open one after another in the same browser context, so the browser loads the
 * workbench scripts only once. Each window starts with the test's settings and with empty storage, which is where VS
 * Code keeps its own state, secrets, and extension state.
 */
export class SharedVSCode {
  private static current: SharedVSCode | undefined;

  private constructor(
    private readonly key: string,
    readonly server: VSCodeServer,
    private readonly context: BrowserContext,
  ) {}

  /** Returns the running VS Code, or starts a new one if the server options differ. */
  static async with(options: VSCodeServerOptions): Promise<SharedVSCode> {
    const { env, installed, workspaceTrust } = options;
    const key = JSON.stringify([env, installed, workspaceTrust]);
    if (this.current?.key !== key) {
      await this.close();
      const server = await VSCodeServer.start({ ...options, builtIn: builtInExtensions, search: sharedSearch });
      const browser = await sharedBrowser();
      const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
      this.current = new SharedVSCode(key, server, context);
    }
    this.current.server.resetSettings(options);
    return this.current;
  }

  /** Stops the server, after searching its output for tokens. */
  static async close(): Promise<void> {
    const { current } = this;
    this.current = undefined;
    await current?.context.close();
    await current?.server.close();
  }

  /** Opens a page for the next window. */
  async newPage(): Promise<Page> {
    return this.context.newPage();
  }

  /** Closes a window's page and deletes everything that it stored. */
  async forget(page: Page): Promise<void> {
    // VS Code writes some of its state when the window closes, so navigate away first.
    await page.goto('about:blank');
    const session = await this.context.newCDPSession(page);
    const { origin } = new URL(this.server.url);
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await page.close();
  }
}
