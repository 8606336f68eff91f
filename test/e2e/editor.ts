import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { themes, type Theme } from '../host/quietSettings.ts';
import { takesPictures } from '../host/takesPictures.ts';
import type { VSCodeServer, VSCodeServerOptions } from '../host/vscodeServer.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { ContextMenu } from './contextMenu.ts';
import { dragOnto } from './dragOnto.ts';
import { extensionFolder } from './extensionFolder.ts';
import { ariaLabels, matches, waitForElement, type TextMatch } from './pageElements.ts';
import { QuickInput } from './quickInput.ts';
import { sharedBrowser } from './sharedBrowser.ts';
import { sharedSearch } from './sharedSearch.ts';
import { SharedVSCode } from './sharedVSCode.ts';

export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

/** `installed` lists extensions to install in addition to ours. */
export interface EditorOptions extends VSCodeServerOptions {
  readonly size?: WindowSize;
  /**
   * Signs in when the window opens, without the mouse and the keyboard, and opens the view. To test a sign-in, use
   * `signIn` instead.
   */
  readonly signedInTo?: StandInGitLab;
}

export const picturesFolder = join(repositoryRoot, 'test-results/pictures');
const signInHelper = join(repositoryRoot, 'test/host/signInHelper');

/**
 * A window of a real VS Code with the extension, and the actions of a user. Each method waits for the elements that it
 * needs, so tests need no pauses. On a timeout, the error includes what the window showed instead.
 */
export class Editor {
  /** The open windows, for screenshots of failed tests. */
  static readonly open = new Set<Editor>();
  /** Called before a window closes. */
  static beforeClose: (editor: Editor) => Promise<void> = () => Promise.resolve();
  private static opened = 0;

  /** The command palette, and VS Code's input boxes and pick lists. */
  quickInput: QuickInput;
  readonly name = `window ${++Editor.opened}`;
  private readonly consoleLines: string[] = [];

  private constructor(
    public page: Page,
    private readonly vscode: VSCodeServer | undefined,
    private readonly leave: (page: Page) => Promise<void>,
  ) {
    this.quickInput = this.use(page);
    Editor.open.add(this);
    sharedSearch.expect(this.name);
    sharedSearch.expect(`${this.name}, console`);
  }

  /** Opens a window with fresh state, independent of other tests. */
  static async start(options: EditorOptions = {}): Promise<Editor> {
    const { signedInTo } = options;
    const installed = [extensionFolder, signInHelper, ...(options.installed ?? [])];
    const settings = { ...(signedInTo && { 'signInHelper.gitlab': signedInTo.url }), ...options.settings };
    const vscode = await SharedVSCode.with({ ...options, settings, installed });
    const page = await vscode.newPage();
    const editor = new Editor(page, vscode.server, (last) => vscode.forget(last));
    await editor.show(vscode.server.windowUrl(options), options.size);
    return editor;
  }

  /** Opens a window of a VS Code that is already running. */
  static async visit(url: string): Promise<Editor> {
    const browser = await sharedBrowser();
    const context = await browser.newContext();
    const editor = new Editor(await context.newPage(), undefined, () => context.close());
    await editor.show(url);
    return editor;
  }

  /** The VS Code server behind this window. */
  get server(): VSCodeServer {
    if (!this.vscode) throw new Error('This window belongs to a VS Code that someone else started.');
    return this.vscode;
  }

  /** Opens another window of the server in this page. */
  async navigate(url: string): Promise<void> {
    await this.page.goto(url);
    await this.ready();
  }

  /** Reloads the page, like F5 in the browser. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Reloads with VS Code's own command, which saves the window state first. A browser reload might not. */
  async reloadWindow(): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.runCommand('Developer: Reload Window')]);
    await this.ready();
  }

  /** Ends the window's process, as a page that breaks it does, and opens the window again. */
  async crash(): Promise<void> {
    const crashed = this.page;
    const context = crashed.context();
    const session = await context.newCDPSession(crashed);
    const ended = crashed.waitForEvent('crash');
    // The process ends before it can respond.
    session.send('Page.crash').catch(() => undefined);
    await ended;
    const page = await context.newPage();
    this.quickInput = this.use(page);
    await this.show(crashed.url(), crashed.viewportSize() ?? undefined);
    await crashed.close();
  }

  /** Closes the window, after searching its output for tokens. */
  async close(): Promise<void> {
    if (!Editor.open.delete(this)) return;
    try {
      await Editor.beforeClose(this);
      sharedSearch.text(`${this.name}, console`, this.consoleLines.join('\n'));
      await sharedSearch.window(this.name, this.page);
    } finally {
      await this.leave(this.page);
    }
  }

  /** Runs a command by its title in the palette, such as `GitLab Issues: Sign In`. */
  async runCommand(title: string): Promise<void> {
    await this.quickInput.runCommand(title);
  }

  /** Opens the view container with this title from the activity bar. */
  async openContainer(title: string): Promise<void> {
    const tab = this.page.locator(`.activitybar [role=tab]:has(a[aria-label^="${title}"])`);
    await waitForElement(`"${title}" in the activity bar`, tab);
    const shown = () => this.isContainerOpen(title);
    // Clicking the container that is already open would hide it, and VS Code might be about to open it at startup.
    await waitUntil(
      `the view container "${title}"`,
      async () => {
        if (await shown()) return true;
        await tab.click();
        return waitUntil('it', shown, { timeout: 1000 }).catch(() => false);
      },
      { every: 0 },
    );
  }

  /** Waits until a window with `signedInTo` has signed in, and the view has rows. */
  async waitForSignIn(): Promise<void> {
    const seen = () => this.notifications();
    await waitUntil('the view of a signed-in user', () => this.isContainerOpen('GitLab Issues'), { seen });
    await this.row(/./);
  }

  /** Drags the edge of the sidebar until it has this width in pixels. */
  async widenSidebar(width: number): Promise<void> {
    const { mouse } = this.page;
    const edge = async () => {
      const box = await this.page.locator('.part.sidebar').boundingBox();
      if (!box) throw new Error('There is no sidebar.');
      return box;
    };
    // The edge moves if the layout changes during the drag.
    await waitUntil(
      `a sidebar of ${width} px`,
      async () => {
        const box = await edge();
        if (Math.abs(box.width - width) <= 2) return true;
        await mouse.move(box.x + box.width, box.y + box.height / 2);
        await mouse.down();
        await mouse.move(box.x + width, box.y + box.height / 2, { steps: 5 });
        await mouse.up();
        return false;
      },
      { seen: edge },
    );
  }

  /** Opens a file in the workspace by name. */
  async openFile(name: string): Promise<void> {
    await this.quickInput.openFile(name);
    await waitForElement(`the editor of ${name}`, this.page.locator('.editor-instance .view-line').first());
  }

  /** Changes the theme of the running window. */
  async useTheme(theme: Theme): Promise<void> {
    this.server.writeSettings({ 'workbench.colorTheme': themes[theme] });
    const themeClass = { dark: 'vs-dark', light: 'vs', highContrast: 'hc-black', highContrastLight: 'hc-light' }[theme];
    await waitForElement(`the theme ${theme}`, this.page.locator(`.monaco-workbench.${themeClass}`));
  }

  /** The rows of the tree in the sidebar. */
  get rows(): Locator {
    return this.page.locator('.sidebar [role=treeitem]');
  }

  /** The accessible names of the visible tree rows, from top to bottom. */
  async rowLabels(): Promise<string[]> {
    return ariaLabels(this.rows);
  }

  /** Waits for a tree row with this text in its accessible name. The returned locator follows the row when it moves. */
  async row(text: TextMatch, timeout = 30_000): Promise<Locator> {
    const find = async (): Promise<boolean> => (await this.rowLabels()).some((label) => matches(label, text));
    const seen = async (): Promise<unknown> => ({
      window: await this.page.title(),
      rows: await this.rowLabels(),
      welcome: await this.welcomeText(),
      message: await this.viewMessage(),
      notifications: await this.notifications(),
    });
    await waitUntil(`a tree row with ${String(text)}`, find, { timeout, seen });
    return this.page.locator('.sidebar').getByRole('treeitem', { name: text }).first();
  }

  /** Waits for a row at the end of a long list that might still be growing. */
  async lastRow(text: TextMatch): Promise<Locator> {
    await waitUntil(
      `${String(text)} at the end of the list`,
      async () => {
        await this.page.locator('.sidebar .monaco-list').focus();
        await this.page.keyboard.press('End');
        return (await this.rowLabels()).some((label) => matches(label, text));
      },
      { seen: () => this.rowLabels() },
    );
    return this.row(text);
  }

  /** Clears the selection in the tree with the keyboard, because a click would open an issue. */
  async clearSelection(): Promise<void> {
    const selected = this.page.locator('.sidebar [role=treeitem][aria-selected=true]');
    await waitUntil('nothing to be selected', async () => {
      if ((await selected.count()) === 0) return true;
      await this.page.locator('.sidebar .monaco-list').focus();
      // If a tooltip is visible, the key closes only that.
      await this.page.keyboard.press('Escape');
      return false;
    });
  }

  /** Types into VS Code's find widget in the tree. */
  async findInRows(text: string): Promise<void> {
    await waitUntil(
      'the find box of the tree',
      async () => {
        if (await this.treeFind.isVisible()) return true;
        await this.page.locator('.sidebar .monaco-list').focus();
        await this.page.keyboard.press('F3');
        return this.treeFind.isVisible();
      },
      { every: 500, seen: () => this.page.locator('.monaco-tree-type-filter').count() },
    );
    await this.treeFind.fill(text);
  }

  /** Closes the find widget in the tree. */
  async endFindInRows(): Promise<void> {
    await this.treeFind.press('Escape');
    await waitUntil('the find box of the tree to close', async () => (await this.treeFind.count()) === 0);
  }

  /** Waits until this row has focus. */
  async focusedRow(text: TextMatch): Promise<void> {
    const focused = () => ariaLabels(this.page.locator('.sidebar .monaco-list-row.focused'));
    await waitUntil(
      `the focus on ${String(text)}`,
      async () => (await focused()).some((label) => matches(label, text)),
      { seen: focused },
    );
  }

  private get treeFind(): Locator {
    return this.page.locator('.sidebar .monaco-tree-type-filter:not(.disabled) .input').first();
  }

  /** Waits until no tree row has this text in its accessible name. */
  async noRow(text: TextMatch): Promise<void> {
    await waitUntil(
      `no tree row with ${String(text)}`,
      async () => !(await this.rowLabels()).some((label) => matches(label, text)),
      { seen: () => this.rowLabels() },
    );
  }

  /** The context menus of rows. */
  get menu(): ContextMenu {
    return new ContextMenu(this.page);
  }

  /** Selects an entry in a row's context menu. */
  async rowMenu(row: Locator, entry: string): Promise<void> {
    await this.menu.select(row, entry);
  }

  /** Clicks a button in the view's title bar. */
  async viewAction(title: string): Promise<void> {
    const button = this.page.locator(`.sidebar .title-actions [aria-label^="${title}"]`).first();
    await waitForElement(`the button "${title}" of the view`, button);
    await button.click();
  }

  /** Drags a row onto another element. If `picture` is given, takes a picture before the drop. */
  async drag(row: Locator, onto: Locator, picture?: string): Promise<void> {
    await dragOnto(this.page, row, onto, () => (picture === undefined ? undefined : this.pictureOfHover(picture)));
  }

  /** The message above the tree rows, or an empty string. */
  async viewMessage(): Promise<string> {
    const texts = await this.page.locator('.sidebar .pane-body .message').allInnerTexts();
    return texts.join('\n').trim();
  }

  /** Waits until the view shows this message. */
  async waitForViewMessage(text: TextMatch, timeout = 30_000): Promise<void> {
    await waitUntil(`the view's message ${String(text)}`, async () => matches(await this.viewMessage(), text), {
      seen: () => this.viewMessage(),
      timeout,
    });
  }

  /** The text of the welcome view, or an empty string if none is visible. */
  async welcomeText(): Promise<string> {
    const texts = await this.page.locator('.sidebar .welcome-view-content').allInnerTexts();
    return texts.join('\n').trim();
  }

  /** Waits until the welcome view shows this text. */
  async waitForWelcome(text: TextMatch): Promise<void> {
    await waitUntil(`a welcome view with ${String(text)}`, async () => matches(await this.welcomeText(), text), {
      seen: () => this.welcomeText(),
    });
  }

  /** The content of the open issue page, or of another page of the extension. */
  get issuePage(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Returns the URL that an action opens in the browser, and closes the new page. */
  async addressOpenedBy(action: () => Promise<unknown>): Promise<string> {
    const [opened] = await Promise.all([this.page.context().waitForEvent('page', { timeout: 30_000 }), action()]);
    await opened.waitForLoadState();
    await waitUntil('the opened page to have an address', () => !/^about:|\/proxy\//.test(opened.url()));
    const address = opened.url();
    await opened.close();
    return address;
  }

  /** The visible notifications. */
  async notifications(): Promise<string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }

  /** Opens the notification center, which also lists hidden notifications, and returns them. */
  async pastNotifications(): Promise<string[]> {
    await this.runCommand('Notifications: Show Notifications');
    await this.page.locator('.notifications-center').waitFor({ timeout: 2000 });
    return this.page.locator('.notifications-center .notification-list-item-message').allInnerTexts();
  }

  /** Waits for a notification. */
  async waitForNotification(text: TextMatch, timeout = 30_000): Promise<void> {
    await waitUntil(
      `a notification with ${String(text)}`,
      async () => (await this.notifications()).some((message) => matches(message, text)),
      { seen: () => this.notifications(), timeout },
    );
  }

  /** Clicks a button in a visible notification. */
  async pressNotificationButton(label: string): Promise<void> {
    const button = this.page.locator('.notifications-toasts .monaco-button').filter({ hasText: label }).first();
    await waitForElement(`the notification button "${label}"`, button, () => this.notifications());
    await button.click();
  }

  /** Waits for a modal dialog and returns its text. */
  async dialogText(): Promise<string> {
    const dialog = this.page.locator('.monaco-dialog-box');
    await waitForElement('a dialog', dialog);
    return dialog.innerText();
  }

  /** Clicks a button in the modal dialog. */
  async pressDialogButton(label: string): Promise<void> {
    const button = this.page.locator('.monaco-dialog-box .monaco-button').filter({ hasText: label }).first();
    await waitForElement(`the dialog button "${label}"`, button);
    await button.click();
  }

  /** With `npm run test:e2e -- --pictures`, takes a picture for review. Only failed tests take one otherwise. */
  async picture(name: string, part?: Locator): Promise<void> {
    if (takesPictures) await this.screenshot(name, part);
  }

  /** Like `picture`, but leaves the pointer where it is. */
  async pictureOfHover(name: string): Promise<void> {
    if (takesPictures) await this.page.screenshot({ path: join(picturesFolder, `${name}.png`) });
  }

  /** Takes a screenshot of the window or a part of it. Returns its path. */
  async screenshot(name: string, part?: Locator): Promise<string> {
    mkdirSync(picturesFolder, { recursive: true });
    // Move the pointer away from elements with tooltips.
    const { width, height } = this.page.viewportSize() ?? { width: 0, height: 0 };
    await this.page.mouse.move(width - 60, height / 2);
    const passing = this.page.locator(
      '.monaco-hover:visible, .statusbar .codicon-loading:visible, .activitybar .badge:visible .progress-badge',
    );
    // Take the picture even if they stay.
    await waitUntil('what passes', async () => (await passing.count()) === 0, { timeout: 2000 }).catch(() => undefined);
    const path = join(picturesFolder, `${name}.png`);
    await (part ?? this.page).screenshot({ path, animations: 'disabled', caret: 'hide' });
    return path;
  }

  /** Takes pictures in some themes, then restores the dark theme. Open menus and dialogs stay open. */
  async pictureInThemes(name: string, own: readonly Theme[] = ['light', 'highContrast']): Promise<void> {
    if (!takesPictures) return;
    for (const theme of own) {
      await this.useTheme(theme);
      await this.picture(`${name}-${theme}`);
    }
    await this.useTheme('dark');
  }

  private async isContainerOpen(title: string): Promise<boolean> {
    const heading = this.page.locator('.sidebar .composite.title');
    return (await heading.isVisible()) && (await heading.innerText()).toLowerCase().includes(title.toLowerCase());
  }

  private use(page: Page): QuickInput {
    this.page = page;
    page.on('console', (message) => this.consoleLines.push(message.text()));
    return new QuickInput(page);
  }

  private async show(url: string, size: WindowSize = { width: 1200, height: 800 }): Promise<void> {
    await this.page.setViewportSize(size);
    await this.navigate(url);
  }

  private async ready(): Promise<void> {
    await waitForElement('the workbench', this.page.locator('.monaco-workbench .activitybar'));
    // The status bar shows a message until the window connects to its extension host.
    await waitUntil('the extension host', async () => {
      const remote = this.page.locator('#status\\.host');
      return (await remote.count()) > 0 && !/Opening|Connecting/.test((await remote.getAttribute('aria-label')) ?? '');
    });
  }
}
