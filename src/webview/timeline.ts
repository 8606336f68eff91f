import type { Discussion, Note } from '../model/issueDetails.ts';

/** The entries of an issue's activity, in order. */
export type TimelineItem =
  | { readonly kind: 'thread'; readonly key: string; readonly discussion: Discussion }
  /** Consecutive system notes, without a comment between them. */
  | { readonly kind: 'changes'; readonly key: string; readonly notes: readonly Note[] };

/** Groups the changes between comments into runs. */
export function timelineOf(discussions: readonly Discussion[]): readonly TimelineItem[] {
  return discussions.reduce<readonly TimelineItem[]>((items, discussion) => {
    const [first] = discussion.notes;
    if (!first) return items;
    if (!discussion.notes.every(({ isSystem }) => isSystem)) {
      return [...items, { kind: 'thread', key: discussion.id, discussion }];
    }
    const last = items.at(-1);
    if (last?.kind !== 'changes') return [...items, { kind: 'changes', key: discussion.id, notes: discussion.notes }];
    return items.with(-1, { ...last, notes: [...last.notes, ...discussion.notes] });
  }, []);
}

/** Returns the authors of a run of changes, each once. */
export function authorsOf(notes: readonly Note[]): readonly string[] {
  return [...new Set(notes.map(({ author }) => author?.name ?? ''))].filter((name) => name !== '');
}
