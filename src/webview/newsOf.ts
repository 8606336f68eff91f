import * as l10n from '@vscode/l10n';
import type { PageState } from '../model/page/pageState.ts';
import { plainText } from '../model/text/plainText.ts';

/** Describes another user's change while the page was open, for screen readers. Undefined without such a change. */
export function newsOf(before: PageState | undefined, now: PageState): string | undefined {
  if (!before) return undefined;
  if (before.issue.state !== now.issue.state) {
    return now.issue.state === 'closed' ? l10n.t('Issue closed') : l10n.t('Issue reopened');
  }
  const known = before.discussions && new Set(notesOf(before).map(({ id }) => id));
  if (!known || before.discussions === now.discussions || before.hasMoreDiscussions) return undefined;
  // With a bot token, changes from this page are the bot's, and changes from the browser are the user's.
  const own: readonly (number | undefined)[] = [now.writer, now.me?.id];
  const fresh = notesOf(now).filter(
    ({ id, isSystem, author }) => !known.has(id) && !isSystem && !(author && own.includes(author.id)),
  );
  const [first] = fresh;
  if (!first) return undefined;
  if (fresh.length > 1) return l10n.t('{0} new comments', fresh.length);
  return l10n.t('New comment by {0}', plainText(first.author?.name ?? l10n.t('Deleted user')));
}

function notesOf({ discussions = [] }: PageState) {
  return discussions.flatMap(({ notes }) => notes);
}
