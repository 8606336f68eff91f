import type { Issue } from './issue.ts';

/** How far an issue was read. */
export interface ReadMark {
  /** How often the user marked it as unread: what was read before the last time does not count. */
  readonly turn: number;
  /** What the server changed up to this time is read. */
  readonly upTo: number;
}

/**
 * What the person has read of a tracker's issues. Times are the server's, milliseconds since 1970. Any two can be joined, in
 * any order and as often as one likes: so windows that write at once lose nothing of each other.
 */
export interface ReadMarks {
  /** What had changed up to this time is read in any case: nothing is unread when a project is first seen. */
  readonly baseline: ReadMark;
  /** By the issues' ids, where more is read than that, or less. */
  readonly issues: ReadonlyMap<number, ReadMark>;
  /** Changes by others that were notified, by the issues' ids: they are not notified again, and their authors not read again. */
  readonly told: ReadonlyMap<number, number>;
}

/** Issues and the times that they changed at. */
type Changed = Pick<Issue, 'id' | 'updatedAt'>;

/** Nothing is unread that had changed by then. */
export function readUpTo(time: number): ReadMarks {
  return { baseline: { turn: 0, upTo: time }, issues: new Map(), told: new Map() };
}

export function isUnread({ baseline, issues }: ReadMarks, { id, updatedAt }: Changed): boolean {
  const mark = issues.get(id);
  if (mark && mark.turn > 0) return updatedAt > mark.upTo;
  return updatedAt > Math.max(baseline.upTo, mark?.upTo ?? 0);
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

/** Whether that change, or a later one by someone else, was notified. */
export function wasTold({ told }: ReadMarks, { id, updatedAt }: Changed): boolean {
  return (told.get(id) ?? 0) >= updatedAt;
}

/** The union of both. */
export function joinMarks(a: ReadMarks, b: ReadMarks): ReadMarks {
  const issues = new Map(a.issues);
  for (const [id, mark] of b.issues) issues.set(id, later(mark, issues.get(id)));
  const told = new Map(a.told);
  for (const [id, time] of b.told) told.set(id, Math.max(time, told.get(id) ?? 0));
  return { baseline: earlier(a.baseline, b.baseline), issues, told };
}

/**
 * The same with as few marks as possible: without issues that no longer exist, and with the baseline moved up to what
 * is unread.
 * @param held all open issues.
 * @param newest all changes up to this time are among `held`.
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

/** Of two windows that saw the project for the first time, the first counts. A baseline that was moved up counts more. */
function earlier(a: ReadMark, b: ReadMark): ReadMark {
  if (a.turn !== b.turn) return a.turn > b.turn ? a : b;
  return a.upTo < b.upTo ? a : b;
}
