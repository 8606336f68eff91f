import type { Issue } from './issue.ts';

/** Marks how far the user has read an issue. */
export interface ReadMark {
  /** The number of times that the user marked it as unread. Anything read before the last time doesn't count. */
  readonly turn: number;
  /** All changes up to this time are read. */
  readonly upTo: number;
}

/**
 * The read state of a tracker's issues. Times are the server's, in milliseconds since 1970. Joining is commutative and
 * idempotent, so windows that write at the same time don't lose each other's marks.
 */
export interface ReadMarks {
  /** All changes up to this time are read, so nothing is unread when the user opens a project for the first time. */
  readonly baseline: ReadMark;
  /** By issue ID, for issues that differ from the baseline. */
  readonly issues: ReadonlyMap<number, ReadMark>;
  /** The last notified change by someone else, by issue ID. Avoids a second notification and a second author lookup. */
  readonly told: ReadonlyMap<number, number>;
}

/** An issue and the time of its last change. */
type Changed = Pick<Issue, 'id' | 'updatedAt'>;

/** Marks all changes up to a time as read. */
export function readUpTo(time: number): ReadMarks {
  return { baseline: { turn: 0, upTo: time }, issues: new Map(), told: new Map() };
}

export function isUnread(marks: ReadMarks, { id, updatedAt }: Changed): boolean {
  return updatedAt > readTime(marks, id);
}

/** The time up to which all changes of an issue are read. */
export function readTime({ baseline, issues }: ReadMarks, issueId: number): number {
  const mark = issues.get(issueId);
  return mark && mark.turn > 0 ? mark.upTo : Math.max(baseline.upTo, mark?.upTo ?? 0);
}

export function withRead(marks: ReadMarks, changed: readonly Changed[]): ReadMarks {
  const unread = changed.filter((issue) => isUnread(marks, issue));
  const mark = ({ id, updatedAt }: Changed) => ({ turn: marks.issues.get(id)?.turn ?? 0, upTo: updatedAt });
  return unread.length === 0 ? marks : withMarks(marks, unread, mark);
}

export function withUnread(marks: ReadMarks, changed: readonly Changed[]): ReadMarks {
  const read = changed.filter((issue) => !isUnread(marks, issue));
  const mark = ({ id, updatedAt }: Changed) => ({
    turn: (marks.issues.get(id)?.turn ?? 0) + 1,
    upTo: updatedAt - 1,
  });
  return read.length === 0 ? marks : withMarks(marks, read, mark);
}

export function withTold(marks: ReadMarks, changed: readonly Changed[]): ReadMarks {
  const told = new Map(marks.told);
  for (const { id, updatedAt } of changed) told.set(id, Math.max(updatedAt, told.get(id) ?? 0));
  return { ...marks, told };
}

/** Whether the user was notified of this change, or of a later one by someone else. */
export function wasTold({ told }: ReadMarks, { id, updatedAt }: Changed): boolean {
  return (told.get(id) ?? 0) >= updatedAt;
}

/** Combines both. */
export function joinMarks(a: ReadMarks, b: ReadMarks): ReadMarks {
  const issues = new Map(a.issues);
  for (const [id, mark] of b.issues) issues.set(id, later(mark, issues.get(id)));
  const told = new Map(a.told);
  for (const [id, time] of b.told) told.set(id, Math.max(time, told.get(id) ?? 0));
  return { baseline: earlier(a.baseline, b.baseline), issues, told };
}

/**
 * Reduces the marks to a minimum. Removes issues that no longer exist, and moves the baseline up to just before the
 * oldest unread change.
 * @param held all open issues.
 * @param newest `held` includes all changes up to this time.
 */
export function compacted(marks: ReadMarks, held: ReadonlyMap<number, Changed>, newest: number): ReadMarks {
  let upTo = newest;
  for (const issue of held.values()) if (isUnread(marks, issue)) upTo = Math.min(upTo, issue.updatedAt - 1);
  const { turn } = marks.baseline;
  const baseline = upTo > marks.baseline.upTo ? { turn: turn + 1, upTo } : marks.baseline;
  const isNeeded = ([id, mark]: [number, ReadMark]) => held.has(id) && (mark.turn > 0 || mark.upTo > baseline.upTo);
  const isNews = ([id]: [number, number]) => {
    const issue = held.get(id);
    return issue !== undefined && isUnread(marks, issue);
  };
  return {
    baseline,
    issues: new Map([...marks.issues].filter(isNeeded)),
    told: new Map([...marks.told].filter(isNews)),
  };
}

export function isSameMarks(a: ReadMarks, b: ReadMarks): boolean {
  const isSameMark = (one: ReadMark | undefined, other: ReadMark | undefined) =>
    one?.turn === other?.turn && one?.upTo === other?.upTo;
  return (
    isSameMark(a.baseline, b.baseline) &&
    a.issues.size === b.issues.size &&
    a.told.size === b.told.size &&
    [...a.issues].every(([id, mark]) => isSameMark(mark, b.issues.get(id))) &&
    [...a.told].every(([id, time]) => time === b.told.get(id))
  );
}

function withMarks(marks: ReadMarks, changed: readonly Changed[], mark: (issue: Changed) => ReadMark): ReadMarks {
  const issues = new Map(marks.issues);
  for (const issue of changed) issues.set(issue.id, mark(issue));
  return { ...marks, issues };
}

function later(a: ReadMark, b: ReadMark | undefined): ReadMark {
  if (!b || a.turn > b.turn) return a;
  return a.turn === b.turn && a.upTo > b.upTo ? a : b;
}

/**
 * Selects the baseline that was moved up more often. If equal, selects the earlier one, which comes from the first of
 * two windows that opened the project for the first time.
 */
function earlier(a: ReadMark, b: ReadMark): ReadMark {
  if (a.turn !== b.turn) return a.turn > b.turn ? a : b;
  return a.upTo < b.upTo ? a : b;
}
