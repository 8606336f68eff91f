import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { HostMessage, PageAct, PageMessage, SendOutcome } from '../../src/model/page/pageMessages.ts';
import { readPageMessage } from '../../src/model/page/pageMessages.ts';
import type { PageState } from '../../src/model/page/pageState.ts';
import { pageHtml } from '../../src/views/page/pageHtml.ts';
import { type PlainReason, plainPageHtml } from '../../src/views/page/plainPageHtml.ts';
import { sharedBrowser } from '../e2e/sharedBrowser.ts';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { takesPictures } from '../host/takesPictures.ts';
import { builtExtension } from './builtExtension.ts';
import { now } from './richIssue.ts';
import { lookOf, type Theme } from './themes.ts';

export interface IssuePageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** 2 is a zoom of 200%. */
  readonly zoom?: number;
  readonly texts?: Readonly<Record<string, string>>;
  readonly language?: string;
  /** The browser's time zone. Default: UTC. */
  readonly timeZone?: string;
  /** Why the page is plain. Undefined for the full page. */
  readonly plain?: PlainReason;
}

const nonce = 'rAnd0mInTests0000000000000';
const kept = { account: 'account', project: 7, iid: 128 };
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

/** The built page in Chromium, with the HTML that the extension generates. The test acts as the extension. */
export class IssuePage {
  /** The messages from the page, in order. Each one passes the extension's validation. */
  readonly said: PageMessage[] = [];
  readonly errors: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly shown: { state: PageState | undefined; kept: typeof kept },
    private readonly browserContext: BrowserContext,
    private readonly server: Server,
    private readonly address: string,
  ) {}

  static async open(state: PageState | undefined, options: IssuePageOptions = {}): Promise<IssuePage> {
    await builtExtension();
    const {
      theme = 'dark',
      width = 1100,
      height = 900,
      zoom = 1,
      texts = {},
      language = 'en',
      timeZone = 'UTC',
      plain,
    } = options;
    const shown = { state, kept };
    const server = createServer((request, response) => {
      const path = request.url ?? '/';
      if (path === '/') {
        const cspSource = `http://${request.headers.host ?? ''}`;
        const script = plain === undefined ? '/page.js' : '/plain.js';
        const resources = { cspSource, nonce, script, style: '/page.css', icons: '/codicon.css', texts, language };
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        response.end(
          plain === undefined
            ? pageHtml(resources, shown.state, shown.kept)
            : plainPageHtml(resources, shown.state, shown.kept, plain),
        );
        return;
      }
      readFile(join(repositoryRoot, 'dist/webview', path.replace(/\?.*$/, ''))).then(
        (bytes) => response.setHeader('Content-Type', types[extname(path)] ?? 'text/plain').end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const browserContext = await (
      await sharedBrowser()
    ).newContext({
      viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
      deviceScaleFactor: zoom,
      permissions: ['clipboard-read', 'clipboard-write'],
      locale: 'en',
      timezoneId: timeZone,
    });
    const page = await browserContext.newPage();
    const opened = new IssuePage(page, shown, browserContext, server, address);
    page.on('pageerror', (error) => opened.errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('favicon')) opened.errors.push(message.text());
    });
    await page.clock.setFixedTime(now);
    await page.exposeFunction('sayToTest', (json: string) => {
      const message = readPageMessage(revived(json));
      if (message) opened.said.push(message);
      else opened.errors.push(`The extension would not take this: ${json}`);
    });
    // tsx wraps functions in its own helper, which the page doesn't have.
    await page.addInitScript('globalThis.__name = (value) => value');
    await page.addInitScript(beVsCode);
    await page.addInitScript(wearLook, lookOf(theme));
    if (plain === undefined) await opened.reload();
    else await page.goto(address);
    return opened;
  }

  /** Reloads the page with the same HTML and its saved state, as VS Code does when a hidden page shows again. */
  async reload(): Promise<void> {
    const before = this.count('ready');
    await this.page.goto(this.address);
    await this.until(() => this.count('ready') > before, 'the page to be ready');
  }

  /** Loads the page of another issue in the same panel, which still has the saved state. */
  async reuse(state: PageState): Promise<void> {
    const { projectId: project, iid } = state.issue;
    Object.assign(this.shown, { state, kept: { ...kept, project, iid } });
    await this.reload();
  }

  /** Changes the theme of the open page, as VS Code does when the user selects another one. */
  async changeTheme(theme: Theme): Promise<void> {
    await this.page.evaluate(wearLook, lookOf(theme));
  }

  /** Sends a message to the page, as the extension does. */
  async tell(message: HostMessage): Promise<void> {
    await this.page.evaluate((data) => {
      window.postMessage(data, '*');
    }, message);
    // Each message is a separate task, so when the next message arrives, the page has handled this one.
    await this.page.evaluate(
      () =>
        new Promise((resolve) => {
          window.addEventListener('message', resolve, { once: true });
          window.postMessage({ type: 'sent', ticket: -1 }, '*');
        }),
    );
  }

  /** Returns the next message of a type, or an earlier one that the test hasn't read yet. */
  async next<T extends PageMessage['type']>(type: T): Promise<Extract<PageMessage, { type: T }>> {
    const isIt = (message: PageMessage): message is Extract<PageMessage, { type: T }> => message.type === type;
    await this.until(() => this.said.some(isIt), `a message "${type}"`);
    const at = this.said.findIndex(isIt);
    return this.said.splice(at, 1)[0] as Extract<PageMessage, { type: T }>;
  }

  /** Answers the next request, and returns it. */
  async answer(outcome: SendOutcome): Promise<PageAct> {
    const { ticket, act } = await this.next('send');
    await this.tell({ type: 'sent', ticket, outcome });
    return act;
  }

  /** With `npm run test:webview -- --pictures`, saves a screenshot of the whole page in test-results/page, for review. */
  async picture(name: string): Promise<void> {
    if (!takesPictures) return;
    const path = join(repositoryRoot, 'test-results/page', `${name}.png`);
    await this.page.screenshot({ path, fullPage: true, animations: 'disabled', caret: 'hide' });
  }

  /** Waits until a condition on the page's messages is true. */
  private async until(condition: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`Waited 20 s for ${what}. ${this.errors.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  count(type: PageMessage['type']): number {
    return this.said.filter((message) => message.type === type).length;
  }

  async close(): Promise<void> {
    await this.browserContext.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Parses a message, and converts arrays of numbers back to bytes. */
function revived(json: string): unknown {
  return JSON.parse(json, (_key, value: unknown) => {
    const bytes = (value as { bytesInTest?: number[] } | null)?.bytesInTest;
    return bytes ? new Uint8Array(bytes) : value;
  });
}

/** Runs in the page before any other script, and provides VS Code's API. */
function beVsCode(): void {
  const global = globalThis as unknown as Record<string, unknown>;
  const key = 'vsCodeState';
  global['acquireVsCodeApi'] = () => ({
    postMessage: (message: unknown) => {
      const json = JSON.stringify(message, (_name, value: unknown) =>
        value instanceof Uint8Array ? { bytesInTest: [...value] } : value,
      );
      (global['sayToTest'] as (json: string) => void)(json);
    },
    getState: () => JSON.parse(sessionStorage.getItem(key) ?? 'null') as unknown,
    setState: (state: object) => {
      sessionStorage.setItem(key, JSON.stringify(state));
    },
  });
}

/** Runs in the page, and sets the class and the variables of a theme. */
function wearLook(look: ReturnType<typeof lookOf>): void {
  const setClass = (): void => {
    document.body.className = look.bodyClass;
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', setClass);
  else setClass();
  const style = new CSSStyleSheet();
  const variables = Object.entries(look.variables).map(([name, value]) => `${name}: ${value};`);
  style.replaceSync(`html { ${variables.join(' ')} }`);
  document.adoptedStyleSheets = [style];
}
