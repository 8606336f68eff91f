import type { Viewer } from './pageContext.ts';
import type { Entry } from './timeline.ts';

/** Returns a function that checks whether a comment or a change by someone else is new to the user. */
export function newTo({ me, writer, newSince }: Pick<Viewer, 'me' | 'writer' | 'newSince'>): (entry: Entry) => boolean {
  // With a bot token, changes from this page are the bot's, and changes from the browser are the user's.
  const own: readonly (number | undefined)[] = [writer, me?.id];
  return ({ author, createdAt }) =>
    newSince !== undefined && createdAt > newSince && !(author !== undefined && own.includes(author.id));
}
