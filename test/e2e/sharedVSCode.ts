import type { BrowserContext, Page } from 'playwright-core';
import { builtInExtensions } from '../host/builtInExtensions.ts';
import { VSCodeServer, type VSCodeServerOptions } from '../host/vscodeServer.ts';
import { sharedBrowser } from './sharedBrowser.ts';
import { sharedSearch } from './sharedSearch.ts';

/**
 * The VS Code of a test file. Its windows come one after the other in one browser context, so that the scripts of the
 * workbench are loaded once. Each window starts with the settings that the test gives and with empty storage, which
 * is where VS Code keeps its state, its secrets and the state of extensions.
 */
export class SharedVSCode {
  private static current: SharedVSCode | undefined;

  private constructor(
    private readonly key: string,
    readonly server: VSCodeServer,
    private readonly context: BrowserContext,
  ) {}

  /** Returns the VS Code that runs, or starts another one where the options of the server itself are others. */
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

  /** Ends it, after a search for tokens in what it wrote. */
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

  /** Closes the page of a window, and removes everything that it stored. */
  async forget(page: Page): Promise<void> {
    // What VS Code writes when a window closes is written then.
    await page.goto('about:blank');
    const session = await this.context.newCDPSession(page);
    const { origin } = new URL(this.server.url);
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await page.close();
  }
}
