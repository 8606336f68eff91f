import type { Locator, Page } from 'playwright-core';
import { waitUntil } from '../host/waitUntil.ts';
import { isReached } from './pageElements.ts';

/** The context menus of VS Code. */
export class ContextMenu {
  private readonly entries: Locator;

  constructor(private readonly page: Page) {
    this.entries = page.locator('.context-view .action-item');
  }

  /** The entries of a row's menu, without their keys. */
  async entriesOf(row: Locator): Promise<string[]> {
    await this.open(row);
    const texts = await this.entries.locator('.action-label').allInnerTexts();
    await this.close();
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  }

  /** Selects an entry in a row's menu. */
  async select(row: Locator, entry: string): Promise<void> {
    const item = this.entries.filter({ hasText: entry }).first();
    // An open menu doesn't change with its row, and it closes when the row is replaced.
    await waitUntil(
      `the menu entry "${entry}"`,
      async () => {
        await this.open(row);
        if (!(await item.isVisible())) return false;
        let isClicked = false;
        // A context menu ignores clicks in its first 100 ms.
        await waitUntil('the menu to close', async () => {
          if (await isReached(item.click({ timeout: 1000 }))) isClicked = true;
          return isReached(this.entries.first().waitFor({ state: 'detached', timeout: 1000 }));
        });
        return isClicked;
      },
      { seen: () => this.entries.allInnerTexts() },
    );
  }

  private async open(row: Locator): Promise<void> {
    await waitUntil('a context menu', async () => {
      await this.close();
      await row.click({ button: 'right' });
      return isReached(this.entries.first().waitFor({ timeout: 2000 }));
    });
  }

  private async close(): Promise<void> {
    await waitUntil('the menu to close', async () => {
      if ((await this.entries.count()) === 0) return true;
      await this.page.keyboard.press('Escape');
      return isReached(this.entries.first().waitFor({ state: 'detached', timeout: 1000 }));
    });
  }
}
