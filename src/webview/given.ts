import type { PageState } from '../model/page/pageState.ts';

/** What the extension wrote into the page's HTML, so that it is there without a message. */
export interface Given {
  readonly state?: PageState;
  /** Which issue this is, for VS Code to restore the page by: goes into every `setState`. */
  readonly kept: object;
  /** The texts of the language that VS Code is shown in, by their English. */
  readonly texts: Readonly<Record<string, string>>;
  /** BCP 47 */
  readonly language: string;
}

/** Reads it. Throws where the page is not ours. */
export function readGiven(): Given {
  return JSON.parse(document.getElementById('given')?.textContent ?? '') as Given;
}
