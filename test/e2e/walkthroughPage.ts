import type { Locator } from 'playwright-core';
import { waitUntil } from '../host/waitUntil.ts';
import type { Editor } from './editor.ts';
import { isReached, waitForElement } from './pageElements.ts';

/** The titles of the steps, in order. */
export const walkthroughSteps = [
  'Select your GitLab instance',
  'Select a token type',
  'Create the token on GitLab',
  'Paste the token',
  'See your issues',
  'Renew or revoke your token',
] as const;

/** VS Code's walkthrough page, and the actions of a user. */
export class WalkthroughPage {
  constructor(private readonly editor: Editor) {}

  /** Waits until the page is visible. */
  async waitFor(): Promise<void> {
    await waitForElement('the walkthrough', this.steps.first());
  }

  /** The titles of the completed steps. */
  async ticked(): Promise<string[]> {
    const done = this.editor.page.locator('.getting-started-step[aria-checked=true] .step-title');
    return done.allInnerTexts();
  }

  /** Waits until exactly these steps are completed. */
  async waitForTicked(titles: readonly string[]): Promise<void> {
    await waitUntil(
      `ticks at: ${titles.join(', ') || 'none'}`,
      async () => JSON.stringify(await this.ticked()) === JSON.stringify(titles),
      { seen: () => this.ticked() },
    );
  }

  /** Opens a step by its title, and waits for its image. */
  async open(title: string): Promise<void> {
    await waitUntil(`the step "${title}" to open`, () => this.expand(title));
    await this.media();
  }

  /** Clicks a step unless it's open. Returns whether it's open. */
  private async expand(title: string): Promise<boolean> {
    const step = this.step(title);
    const isOpen = async (): Promise<boolean> => (await step.getAttribute('aria-expanded')) === 'true';
    if (await isOpen()) return true;
    await step.locator('.step-title').click();
    return waitUntil('it', isOpen, { timeout: 2000 }).catch(() => false);
  }

  /**
   * Clicks a button of a step. After a reload, VS Code might open the next step in between. In that case, opens the
   * step and clicks again.
   */
  async press(title: string, label: string): Promise<void> {
    const button = this.step(title).locator('.button-container .monaco-button').filter({ hasText: label });
    await waitUntil(
      `the button "${label}"`,
      async () => (await this.expand(title)) && isReached(button.click({ timeout: 2000 })),
    );
  }

  /** The image next to the steps, or the table with this text. Waits until it's visible. */
  async media(text?: RegExp): Promise<Locator> {
    const media = this.editor.page
      .frameLocator('iframe.webview.ready')
      .frameLocator('iframe#active-frame')
      .locator('svg[role=img], table')
      .filter(text ? { hasText: text } : {})
      .first();
    await waitForElement('the picture of the step', media);
    return media;
  }

  private get steps(): Locator {
    return this.editor.page.locator('.getting-started-step');
  }

  private step(title: string): Locator {
    return this.steps.filter({ has: this.editor.page.locator('.step-title', { hasText: title }) });
  }
}
