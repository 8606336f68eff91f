import type { Issue } from '../issue.ts';
import { plainExcerpt, plainMessage } from './plainText.ts';
import { shownTitle } from './shownTitle.ts';

const longestTitle = 60;

/** Names an issue in a message, after a `#`: `12 "Login fails"`. */
export function messageName({ iid, title }: Pick<Issue, 'iid' | 'title'>): string {
  return plainMessage(`${iid} "${plainExcerpt(shownTitle(title), longestTitle)}"`);
}
