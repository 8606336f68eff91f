import type { Issue } from '../../model/issue.ts';
import { plainExcerpt, plainMessage } from '../../model/text/plainText.ts';
import { shownTitle } from '../../model/text/shownTitle.ts';

const longestTitle = 60;

/** Names an issue in a message, after a `#`: `12 "Login fails"`. */
export function messageName({ iid, title }: Pick<Issue, 'iid' | 'title'>): string {
  return plainMessage(`${iid} "${plainExcerpt(shownTitle(title), longestTitle)}"`);
}
