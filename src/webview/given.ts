import type { PageIdentity } from '../model/page/pageMessages.ts';
import type { PageState } from '../model/page/pageState.ts';
import type { VsCodeApi } from './vscodeApi.ts';

/** The data that the extension writes into the page's HTML, so that the page can start without a message. */
export interface Given {
  readonly state?: PageState;
  /** Identifies the issue, so that VS Code can restore the page. Every `setState` includes it. */
  readonly kept: PageIdentity;
  /** The texts in VS Code's display language, keyed by the English text. */
  readonly texts: Readonly<Record<string, string>>;
  /** A BCP 47 language tag. */
  readonly language: string;
}

/** Reads the data. Throws if the extension didn't generate the page. */
export function readGiven(): Given {
  return JSON.parse(document.getElementById('given')?.textContent ?? '') as Given;
}

/** The state that this page saved. Empty if the panel showed another issue before, whose text isn't this one's. */
export function savedState(api: VsCodeApi, { kept }: Given): Readonly<Record<string, unknown>> {
  const saved = (api.getState() ?? {}) as Readonly<Record<string, unknown>>;
  const isOwn = Object.entries(kept).every(([key, value]) => saved[key] === value);
  return isOwn ? saved : {};
}
