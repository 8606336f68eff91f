import type { Locator, Page } from 'playwright-core';
import { waitUntil } from '../host/waitUntil.ts';
import { ariaLabels, isReached, matches, waitForElement, type TextMatch } from './pageElements.ts';

/** The box at the top of VS Code's window: the palette, and what extensions ask with. */
export class QuickInput {
  constructor(private readonly page: Page) {}

  /** Runs a command by its title in the palette, such as `GitLab Issues: Sign In`. */
  async runCommand(title: string): Promise<void> {
    // The view of an extension may take the focus, which closes the palette; and its commands may be registered a moment
    // after the window is there, and the list does not follow on its own.
    await waitUntil(
      `the command "${title}" in the palette`,
      async () => {
        await this.openWith('F1');
        try {
          await this.input.fill('>', { timeout: 2000 });
          await this.input.fill(`>${title}`, { timeout: 2000 });
          await this.choice(title).first().click({ timeout: 2000 });
          return true;
        } catch {
          return false;
        }
      },
      { seen: () => this.choices() },
    );
  }

  /** Opens it with a key, if it is not open. */
  async openWith(key: string): Promise<void> {
    // The first key strokes after the start may come before the key bindings are there.
    await waitUntil('the input box', async () => {
      if (await this.input.isVisible()) return true;
      await this.page.keyboard.press(key);
      return isReached(this.input.waitFor({ timeout: 2000 }));
    });
  }

  /** Types into the open input box or list, in place of what it holds. */
  async type(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
  }

  /** Types into the open input box or list, and accepts it. */
  async answer(text: string): Promise<void> {
    await this.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Picks the row of the open list that starts with this label. */
  async pick(label: string): Promise<void> {
    await waitForElement(`the choice "${label}"`, this.choice(label).first(), () => this.choices());
    await this.choice(label).first().click();
  }

  /** Ticks, or unticks, the row of the open list that starts with this label. */
  async toggle(label: string): Promise<void> {
    await waitForElement(`the choice "${label}"`, this.choice(label).first(), () => this.choices());
    await this.choice(label).first().locator('input[type=checkbox], .monaco-checkbox').first().click();
  }

  /** Waits for a row of the open list. */
  async waitForChoice(label: TextMatch): Promise<void> {
    await waitUntil(
      `the choice ${String(label)}`,
      async () => (await this.choices()).some((each) => matches(each, label)),
      { seen: () => this.choices() },
    );
  }

  /** Waits until this row of the open list is the one that Enter takes. */
  async waitForMarked(label: TextMatch): Promise<void> {
    const marked = this.page.locator('.quick-input-list .monaco-list-row.focused');
    await waitUntil(
      `the row ${String(label)} to be marked`,
      async () => (await ariaLabels(marked)).some((each) => matches(each, label)),
      { seen: async () => ({ marked: await ariaLabels(marked), choices: await this.choices() }) },
    );
  }

  /** Waits until the input field holds this text. */
  async waitForValue(text: string): Promise<void> {
    const value = () => this.input.inputValue();
    await waitUntil(`the input "${text}"`, async () => (await value()) === text, { seen: value });
  }

  /** Accepts what is picked. */
  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  /** Leaves the open input box or list without an answer, and waits until it is closed. */
  async giveUp(): Promise<void> {
    await waitUntil('the input box to be given up', async () => {
      if (!(await this.input.isVisible())) return true;
      await this.input.press('Escape', { timeout: 2000 }).catch(() => undefined);
      // A second Escape, while the box closes, would leave the page below it.
      return isReached(this.input.waitFor({ state: 'hidden', timeout: 2000 }));
    });
  }

  /** The labels of the open list, as far as they are on the screen. */
  async choices(): Promise<string[]> {
    return ariaLabels(this.page.locator('.quick-input-list [role=option], .quick-input-list .monaco-list-row'));
  }

  /** Waits until the open input box or list shows a text anywhere: title, prompt, placeholder, error. */
  async waitFor(text: TextMatch): Promise<void> {
    await waitUntil(`the input box with ${String(text)}`, async () => matches(await this.text(), text), {
      seen: () => this.text(),
    });
  }

  /** Waits until no input box or list is open. */
  async waitUntilClosed(): Promise<void> {
    await waitUntil('the input box to close', async () => !(await this.input.isVisible()), { seen: () => this.text() });
  }

  /** What the open input box or list says, but for its rows; empty when none is open. */
  async text(): Promise<string> {
    const widget = this.page.locator('.quick-input-widget');
    if (!(await widget.isVisible())) return '';
    const placeholder = await this.input.getAttribute('placeholder');
    const texts = await widget
      .locator('.quick-input-titlebar, .quick-input-message, .quick-input-description')
      .allInnerTexts();
    return [...texts, placeholder ?? ''].filter((part) => part.trim() !== '').join(' | ');
  }

  /** The input field of the open input box or list. */
  get input(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  private choice(label: string): Locator {
    const text = label.replaceAll(/["\\]/g, '\\$&');
    return this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${text}"]`);
  }
}
