import type { Page } from 'playwright-core';

/**
 * Waits until VS Code has drawn the changes of the tree, which it collects for up to 200 ms. Each time it has drawn
 * some, it focuses the tree, even if an input opened at that moment.
 */
export async function settledTree(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const settle = () => {
      observer.disconnect();
      resolve();
    };
    let timer = setTimeout(settle, 300);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(settle, 300);
    });
    observer.observe(document.querySelector('.sidebar .monaco-list'), { childList: true, subtree: true });
  })`);
}
