import type { PageState } from '../model/page/pageState.ts';

/** The data that the extension wrote into the page's HTML, so that no message is necessary. */
export interface Given {
  readonly state?: PageState;
  /** Identifies the issue, so that VS Code can restore the page. It is part of every `setState`. */
  readonly kept: object;
  /** The texts in VS Code's display language, by their English text. */
  readonly texts: Readonly<Record<string, string>>;
  /** BCP 47 */
  readonly language: string;
}

/** Reads the data. Throws if the page is not ours. */
export function readGiven(): Given {
  return JSON.parse(document.getElementById('given')?.textContent ?? '') as Given;
}
