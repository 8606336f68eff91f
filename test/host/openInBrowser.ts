import { spawn } from 'node:child_process';

/**
 * Shows an address in the user's browser, where a person with a screen sits in front of this process; otherwise, and
 * when that fails, the printed address has to do.
 */
export function openInBrowser(url: string): void {
  const { DISPLAY, WAYLAND_DISPLAY, CI, SSH_CONNECTION } = process.env;
  const isMac = process.platform === 'darwin';
  const hasScreen = isMac || Boolean(DISPLAY ?? WAYLAND_DISPLAY);
  if (!process.stdout.isTTY || !hasScreen || CI !== undefined || SSH_CONNECTION !== undefined) return;
  const child = spawn(isMac ? 'open' : 'xdg-open', [url], { stdio: 'ignore', detached: true });
  child.on('error', () => {
    // Not installed.
  });
  child.unref();
}
