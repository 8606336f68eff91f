import type { IssueUser } from '../model/issue.ts';
import type { Discussion, Note, RelatedMergeRequest } from '../model/issueDetails.ts';
import type { IssueEvent, LabelEvent } from '../model/issueEvent.ts';
import type { PageActivity } from '../model/page/pageActivity.ts';

/** What a user did at one time. */
export type Change =
  /** @property times how often the user changed the description in a row, for one line. */
  | { readonly kind: 'note'; readonly key: string; readonly note: Note; readonly times: number }
  /** The labels that a user changed at once. At least one. */
  | { readonly kind: 'labels'; readonly key: string; readonly events: readonly LabelEvent[] }
  | {
      readonly kind: 'event';
      readonly key: string;
      readonly event: Exclude<IssueEvent, LabelEvent>;
      /** The merge request that closed the issue, if it is known. */
      readonly mergeRequest: RelatedMergeRequest | undefined;
    };

/** The entries of an issue's activity, in order. */
export type TimelineItem =
  | { readonly kind: 'thread'; readonly key: string; readonly discussion: Discussion }
  /** Consecutive changes, without a comment between them, up to {@link longestRun}. */
  | { readonly kind: 'changes'; readonly key: string; readonly changes: readonly Change[] }
  /** Separates what is new from the rest. */
  | { readonly kind: 'new'; readonly key: string };

export interface Timeline {
  readonly discussions: readonly Discussion[];
  /** Oldest first. */
  readonly events: readonly IssueEvent[];
  /** Whether there are later discussions, which aren't loaded. */
  readonly hasMore: boolean;
  readonly mergeRequests: readonly RelatedMergeRequest[];
  readonly activity: PageActivity;
  /** Whether something is new to the user. */
  readonly isNew: (entry: Entry) => boolean;
}

/**
 * The maximum number of changes in a run. The browser lays out only the visible runs, and only a run with news is drawn
 * again.
 */
export const longestRun = 100;

/** Who wrote or changed something, and when. */
export type Entry = Pick<Note | IssueEvent, 'author' | 'createdAt'>;

type Single = { readonly kind: 'thread'; readonly discussion: Discussion } | Change;

/** Arranges the comments and the changes of an issue by time, and groups the changes between comments into runs. */
export function timelineOf(timeline: Timeline): TimelineItem[] {
  const { discussions, events, hasMore, mergeRequests, activity, isNew } = timeline;
  const end = hasMore ? (discussions.at(-1)?.notes[0]?.createdAt ?? 0) : Infinity;
  const loaded = events.filter(({ createdAt }) => createdAt <= end);
  const singles = folded(merged(discussions.flatMap(singlesOf), eventsToChanges(loaded, mergeRequests)));
  const shown = singles.filter(({ kind }) => isShown(kind === 'thread', activity));
  const items = inRuns(shown, (single) => {
    const entry = entryOf(single);
    return entry !== undefined && isNew(entry);
  });
  return activity.order === 'oldest' ? items : items.reverse().map(reversed);
}

function isShown(isThread: boolean, { show }: PageActivity): boolean {
  return show === 'all' || (show === 'comments') === isThread;
}

function singlesOf(discussion: Discussion): Single[] {
  if (!discussion.notes.every(({ isSystem }) => isSystem)) return [{ kind: 'thread', discussion }];
  return discussion.notes.map((note) => ({ kind: 'note', key: `note-${note.id}`, note, times: 1 }));
}

/** As in GitLab, the labels that a user changed at the same time are one change (`ResourceLabelEvent`). */
function eventsToChanges(events: readonly IssueEvent[], mergeRequests: readonly RelatedMergeRequest[]): Change[] {
  const changes = new Map<string, Change>();
  const labels = new Map<string, LabelEvent[]>();
  for (const event of events) {
    if (event.kind !== 'label') {
      const source = event.kind === 'state' ? event.mergeRequest : undefined;
      const mergeRequest = mergeRequests.find(({ id }) => id === source);
      const key = `${event.kind}-${event.id}`;
      changes.set(key, { kind: 'event', key, event, mergeRequest });
      continue;
    }
    const key = `labels-${event.createdAt}-${event.author?.id ?? 0}`;
    const same = labels.get(key) ?? [];
    same.push(event);
    labels.set(key, same);
    changes.set(key, { kind: 'labels', key, events: same });
  }
  return [...changes.values()];
}

/** Inserts the changes between the discussions, whose order stays as GitLab returned it. */
function merged(ofThread: readonly Single[], changes: readonly Change[]): Single[] {
  const all: Single[] = [];
  let next = 0;
  for (const single of ofThread) {
    for (let change = changes[next]; change && timeOf(change) < timeOf(single); change = changes[next]) {
      all.push(change);
      next += 1;
    }
    all.push(single);
  }
  return [...all, ...changes.slice(next)];
}

/** The longest time between two changes of the description by a user that GitLab shows as one, in milliseconds. */
const longestEdit = 10 * 60_000;

/**
 * As in GitLab (`collapseSystemNotes`), keeps only the last of several changes of the description by a user, even if
 * other changes or comments are between them. The time counts from the first one.
 */
function folded(singles: readonly Single[]): Single[] {
  const all: (Single | undefined)[] = [];
  let last: { readonly first: Note; readonly times: number; readonly at: number } | undefined;
  for (const single of singles) {
    if (single.kind !== 'note' || single.note.body !== 'changed the description') {
      all.push(single);
      continue;
    }
    const { note } = single;
    const isSame =
      last?.first.author?.id === note.author?.id && note.createdAt - (last?.first.createdAt ?? 0) <= longestEdit;
    const earlier = isSame ? last : undefined;
    if (earlier) all[earlier.at] = undefined;
    const times = (earlier?.times ?? 0) + 1;
    last = { first: earlier?.first ?? note, times, at: all.length };
    all.push({ ...single, times });
  }
  return all.filter((single) => single !== undefined);
}

/** @param isNew whether an entry is new. A separator comes before the first one. */
function inRuns(singles: readonly Single[], isNew: (single: Single) => boolean): TimelineItem[] {
  const items: TimelineItem[] = [];
  let run: Change[] = [];
  const firstNew = singles.find(isNew);
  for (const single of singles) {
    if (single === firstNew) {
      run = [];
      items.push({ kind: 'new', key: 'new' });
    }
    if (single.kind === 'thread') {
      run = [];
      items.push({ kind: 'thread', key: single.discussion.id, discussion: single.discussion });
    } else {
      if (run.length === longestRun) run = [];
      if (run.length === 0) items.push({ kind: 'changes', key: single.key, changes: run });
      run.push(single);
    }
  }
  return items;
}

function reversed(item: TimelineItem): TimelineItem {
  return item.kind === 'changes' ? { ...item, changes: item.changes.toReversed() } : item;
}

/** Who made a change. Undefined if the user was deleted. */
export function authorOf(change: Change): IssueUser | undefined {
  return recordOf(change)?.author;
}

export function timeOf(single: Single): number {
  return entryOf(single)?.createdAt ?? 0;
}

function entryOf(single: Single): Entry | undefined {
  return single.kind === 'thread' ? single.discussion.notes[0] : recordOf(single);
}

function recordOf(change: Change): Note | IssueEvent | undefined {
  switch (change.kind) {
    case 'note':
      return change.note;
    case 'labels':
      return change.events[0];
    case 'event':
      return change.event;
  }
}

/** The objects that a change shows. It looks the same while they are the same. */
export function partsOf(change: Change): readonly unknown[] {
  switch (change.kind) {
    case 'note':
      return [change.note, change.times];
    case 'labels':
      return change.events;
    case 'event':
      return [change.event, change.mergeRequest];
  }
}
