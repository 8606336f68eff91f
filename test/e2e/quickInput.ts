import type { Locator, Page } from 'playwright-core';
import { waitUntil } from '../host/waitUntil.ts';
import { ariaLabels, isReached, matches, waitForElement, type TextMatch } from './pageElements.ts';

/** VS Code's quick input: the command palette, input boxes, and pick lists. */
export class QuickInput {
  constructor(private readonly page: Page) {}

  /** Runs a command by its title in the palette, such as `GitLab Issues: Sign In`. */
  async runCommand(title: string): Promise<void> {
    // Commands might be registered shortly after the window opens, and the open list doesn't update.
    await this.choose('F1', ['>', `>${title}`], title);
  }

  /** Opens a file in the workspace by name. */
  async openFile(name: string): Promise<void> {
    await this.choose('Control+P', [name], name);
  }

  /** Opens the input with a key, types one text after the other, and selects the row that starts with this label. */
  private async choose(key: string, texts: readonly string[], label: string): Promise<void> {
    // An extension's view might take the focus, which closes the input.
    await waitUntil(
      `the choice "${label}" after ${key}`,
      async () => {
        await this.leaveWebview();
        await this.openWith(key);
        try {
          for (const text of texts) await this.input.fill(text, { timeout: 2000 });
          await this.choice(label).first().click({ timeout: 2000 });
          return true;
        } catch {
          return false;
        }
      },
      { seen: () => this.choices() },
    );
  }

  /**
   * Focuses the side bar if a webview has the focus. VS Code returns the focus to a webview about 50 ms after the palette
   * closes, which closes an input that an extension shows in the meantime.
   */
  private async leaveWebview(): Promise<void> {
    await waitUntil('the focus in the side bar', async () => {
      if (!(await this.page.evaluate("document.activeElement?.tagName === 'IFRAME'"))) return true;
      // A webview that is still loading forwards no keys to VS Code.
      await this.page.keyboard.press('Control+0');
      return false;
    });
  }

  /** Opens the input with a key, unless it's already open. */
  private async openWith(key: string): Promise<void> {
    // The first keystrokes might come before VS Code has loaded its key bindings.
    await waitUntil('the input box', async () => {
      if (await this.input.isVisible()) return true;
      await this.page.keyboard.press(key);
      return isReached(this.input.waitFor({ timeout: 2000 }));
    });
  }

  /** Replaces the text in the open input. */
  async type(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
  }

  /** Types into the open input and accepts it. */
  async answer(text: string): Promise<void> {
    await this.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Selects the row that starts with this label. */
  async pick(label: string): Promise<void> {
    await waitForElement(`the choice "${label}"`, this.choice(label).first(), () => this.choices());
    await this.choice(label).first().click();
  }

  /** Selects or clears the checkbox of the row that starts with this label. */
  async toggle(label: string): Promise<void> {
    await waitForElement(`the choice "${label}"`, this.choice(label).first(), () => this.choices());
    await this.choice(label).first().locator('input[type=checkbox], .monaco-checkbox').first().click();
  }

  /** Waits until the open list has a row with this label. */
  async waitForChoice(label: TextMatch): Promise<void> {
    await waitUntil(
      `the choice ${String(label)}`,
      async () => (await this.choices()).some((each) => matches(each, label)),
      { seen: () => this.choices() },
    );
  }

  /** Waits until this is the active row, which Enter accepts. */
  async waitForMarked(label: TextMatch): Promise<void> {
    const marked = this.page.locator('.quick-input-list .monaco-list-row.focused');
    await waitUntil(
      `the row ${String(label)} to be marked`,
      async () => (await ariaLabels(marked)).some((each) => matches(each, label)),
      { seen: async () => ({ marked: await ariaLabels(marked), choices: await this.choices() }) },
    );
  }

  /** Waits until the input field has this value. */
  async waitForValue(text: string): Promise<void> {
    const value = () => this.input.inputValue();
    await waitUntil(`the input "${text}"`, async () => (await value()) === text, { seen: value });
  }

  /** Accepts the selection. */
  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  /** Cancels the open input and waits until it closes. */
  async giveUp(): Promise<void> {
    await waitUntil('the input box to be given up', async () => {
      if (!(await this.input.isVisible())) return true;
      await this.input.press('Escape', { timeout: 2000 }).catch(() => undefined);
      // A second Escape while the input closes would close the page below it.
      return isReached(this.input.waitFor({ state: 'hidden', timeout: 2000 }));
    });
  }

  /** The visible labels in the open list. */
  async choices(): Promise<string[]> {
    return ariaLabels(this.page.locator('.quick-input-list [role=option], .quick-input-list .monaco-list-row'));
  }

  /** Waits until the open input shows this text in its title, prompt, placeholder, or error. */
  async waitFor(text: TextMatch): Promise<void> {
    await waitUntil(`the input box with ${String(text)}`, async () => matches(await this.text(), text), {
      seen: () => this.text(),
    });
  }

  /** Waits until no input is open. */
  async waitUntilClosed(): Promise<void> {
    await waitUntil('the input box to close', async () => !(await this.input.isVisible()), { seen: () => this.text() });
  }

  /** The text of the open input without its rows, or an empty string if none is open. */
  async text(): Promise<string> {
    const widget = this.page.locator('.quick-input-widget');
    if (!(await widget.isVisible())) return '';
    const placeholder = await this.input.getAttribute('placeholder');
    const texts = await widget
      .locator('.quick-input-titlebar, .quick-input-message, .quick-input-description')
      .allInnerTexts();
    return [...texts, placeholder ?? ''].filter((part) => part.trim() !== '').join(' | ');
  }

  /** The text field of the open input. */
  get input(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  private choice(label: string): Locator {
    const text = label.replaceAll(/["\\]/g, '\\$&');
    return this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${text}"]`);
  }
}
