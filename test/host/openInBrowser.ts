import { spawn } from 'node:child_process';

/**
 * Opens a URL in the user's browser if this process runs in a terminal with a screen. Otherwise, or if that fails, the
 * user has to open the printed URL.
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
