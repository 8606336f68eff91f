import type { Locator } from 'playwright-core';
import { waitUntil } from '../host/waitUntil.ts';

/** Text to look for: a part of it, or a pattern. */
export type TextMatch = string | RegExp;

/** An element of the page, as far as we need it: the browser's own types are not loaded here. */
interface Labelled {
  getAttribute(name: string): string | null;
}

/** Whether a text is the one looked for. */
export function matches(text: string, match: TextMatch): boolean {
  return typeof match === 'string' ? text.includes(match) : match.test(text);
}

/** The accessible names of elements, in their order on the page. */
export async function ariaLabels(locator: Locator): Promise<string[]> {
  return locator.evaluateAll((elements: Labelled[]) =>
    elements.map((element) => element.getAttribute('aria-label') ?? ''),
  );
}

/** Waits until an element shows; `seen` tells what was there instead. */
export async function waitForElement(what: string, locator: Locator, seen?: () => unknown): Promise<void> {
  await waitUntil(what, () => locator.isVisible(), seen ? { seen } : {});
}

/** Whether what is waited for was reached in its time. */
export async function isReached(waiting: Promise<void>): Promise<boolean> {
  return waiting.then(
    () => true,
    () => false,
  );
}
