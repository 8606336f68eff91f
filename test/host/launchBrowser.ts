import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from './findBrowser.ts';
import { HostError } from './hostError.ts';

/** No sandbox, because containers and root don't support it. No background network requests. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
];

/** Starts a headless browser to show VS Code in. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  try {
    const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return await chromium.launch({
      executablePath,
      args,
      env: { ...Object.fromEntries(inherited), ...env },
      // Playwright would end this process at once, without our cleanup.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } catch (error) {
    const lines = (error instanceof Error ? error.message : String(error)).split('\n');
    const cause = lines.find((line) => /error while loading|cannot open|not found/i.test(line)) ?? lines[0] ?? '';
    throw new HostError(`The browser ${executablePath} does not start: ${cause.trim()}`);
  }
}
