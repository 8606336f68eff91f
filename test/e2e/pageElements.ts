import type { Locator } from 'playwright-core';
import { waitUntil } from '../host/waitUntil.ts';

/** Text to match: a substring or a pattern. */
export type TextMatch = string | RegExp;

/** The parts of a page element that we need. The browser's own types aren't loaded here. */
interface Labelled {
  getAttribute(name: string): string | null;
}

/** Whether a text matches. */
export function matches(text: string, match: TextMatch): boolean {
  return typeof match === 'string' ? text.includes(match) : match.test(text);
}

/** The accessible names of elements, in page order. */
export async function ariaLabels(locator: Locator): Promise<string[]> {
  return locator.evaluateAll((elements: Labelled[]) =>
    elements.map((element) => element.getAttribute('aria-label') ?? ''),
  );
}

/** Waits until an element is visible. On a timeout, the error includes the result of `seen`. */
export async function waitForElement(what: string, locator: Locator, seen?: () => unknown): Promise<void> {
  await waitUntil(what, () => locator.isVisible(), seen ? { seen } : {});
}

/** Whether a wait finished before its timeout. */
export async function isReached(waiting: Promise<void>): Promise<boolean> {
  return waiting.then(
    () => true,
    () => false,
  );
}
