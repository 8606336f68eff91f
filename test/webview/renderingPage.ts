import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Frame, Page, Request } from 'playwright-core';
import { sharedBrowser } from '../e2e/sharedBrowser.ts';
import { buildHarness } from './buildHarness.ts';
import { themeStyle, type Theme } from './themes.ts';

export interface PageOptions {
  /** False replaces the sanitizer with a stand-in. */
  readonly sanitiser?: boolean;
  /** False removes the page's Content Security Policy. */
  readonly policy?: boolean;
  readonly theme?: Theme;
}

/** Events in a rendering page that must not happen. */
export interface Incidents {
  readonly foreignRequests: string[];
  readonly dialogs: string[];
  readonly errors: string[];
}

export interface RenderingPage extends Incidents {
  readonly page: Page;
  /** The frame that renders the texts. It is inside a page, as in VS Code. */
  readonly frame: Frame;
  /** The address of a server that must not receive a request. The payloads contain it. */
  readonly foreign: string;
  /** The address of the frame, without a path. */
  readonly own: string;
  /** Reloads everything, and returns the new frame. */
  reload(): Promise<Frame>;
  close(): Promise<void>;
}

/** The Markdown context of the texts in the tests. */
export const context = {
  instance: 'https://gitlab.example.com',
  project: { path: 'group/app', webUrl: 'https://gitlab.example.com/group/app' },
  mayTick: true,
  webUrl: 'https://gitlab.example.com/group/app/-/issues/1',
  idPrefix: 'description',
} as const;

/** Opens a page in Chromium that renders Markdown like the webview, and records incidents. */
export async function openRenderingPage(options: PageOptions = {}): Promise<RenderingPage> {
  const files = await buildHarness({ withoutSanitizer: options.sanitiser === false });
  const incidents: Incidents = { foreignRequests: [], dialogs: [], errors: [] };
  const foreignServer = createServer((request, response) => {
    incidents.foreignRequests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.end();
  });
  const foreign = await listen(foreignServer);
  const nonce = 'rAnd0mInTests';
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').replace(/^\//, '');
    const file = files.get(path);
    const hasPolicy = options.policy !== false;
    if (path === '' || path === 'text') {
      const origin = `http://${request.headers.host ?? ''}`;
      if (hasPolicy) response.setHeader('Content-Security-Policy', path === '' ? outerPolicy : policyOf(origin, nonce));
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(path === '' ? outerHtml : html(nonce, options.theme ?? 'dark'));
    } else if (file) {
      response.setHeader('Content-Type', path.endsWith('.css') ? 'text/css' : 'text/javascript').end(file);
    } else {
      response.writeHead(404).end();
    }
  });
  const own = await listen(server);

  const browserContext = await (await sharedBrowser()).newContext({ viewport: { width: 900, height: 800 } });
  const page = await watchedPage(browserContext, { own, foreign }, incidents);
  const load = async (): Promise<Frame> => {
    await page.goto(`${own}/`);
    const frame = page.frame({ url: `${own}/text` });
    if (!frame) throw new Error('The page has no frame.');
    await frame.waitForFunction(() => 'harness' in window);
    return frame;
  };
  let frame = await load();
  return {
    ...incidents,
    page,
    foreign,
    own,
    get frame() {
      return frame;
    },
    reload: async () => (frame = await load()),
    close: async () => {
      await browserContext.close();
      for (const each of [server, foreignServer]) {
        each.closeAllConnections();
        await new Promise((resolve) => each.close(resolve));
      }
    },
  };
}

async function watchedPage(
  browserContext: BrowserContext,
  { own, foreign }: { readonly own: string; readonly foreign: string },
  incidents: Incidents,
): Promise<Page> {
  const page = await browserContext.newPage();
  // tsx wraps functions in its own helper, which the page doesn't have.
  await page.addInitScript('globalThis.__name = (value) => value');
  page.on('dialog', (dialog) => {
    incidents.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  // The foreign server counts failed requests itself. Only this listener can see requests to the web.
  const note = (request: Request): void => {
    const url = request.url();
    const failure = request.failure();
    const isStopped = failure !== null && (url.startsWith(foreign) || /csp|BLOCKED/i.test(failure.errorText));
    if (/^(?:https?|wss?|ftp):/.test(url) && !url.startsWith(`${own}/`) && !isStopped)
      incidents.foreignRequests.push(url);
  };
  page.on('requestfinished', note);
  page.on('requestfailed', note);
  page.on('pageerror', (error) => {
    incidents.errors.push(error.message);
  });
  return page;
}

/** The content security policy of the issue page, with the page's own origin instead of the webview's. */
function policyOf(origin: string, nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${origin} 'nonce-${nonce}'`,
    `img-src ${origin} data:`,
    `font-src ${origin} data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `connect-src 'none'`,
    `frame-src 'none'`,
  ].join('; ');
}

/** VS Code's own policy around a webview. The webview can load only itself. */
const outerPolicy = `default-src 'none'; frame-src 'self'; style-src 'unsafe-inline'`;
const outerHtml = `<!doctype html><title>Outer</title><style>html, body, iframe { border: 0; height: 100%; margin: 0; width: 100% }</style>
<iframe src="text" sandbox="allow-same-origin allow-scripts allow-forms allow-pointer-lock allow-downloads"></iframe>`;

function html(nonce: string, theme: Theme): string {
  const { bodyClass, style } = themeStyle(theme);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Text</title>
<style nonce="${nonce}">${style}</style>
<link rel="stylesheet" href="codicon.css"><link rel="stylesheet" href="markdown.css">
</head><body class="${bodyClass}"><main id="page"></main>
<script nonce="${nonce}" src="harness.js"></script></body></html>`;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
