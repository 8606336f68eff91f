import type { Issue } from '../../model/issue.ts';

/** A list of issues in the tree: those of a query, or of one of its groups. */
export interface RowList {
  readonly tracker: string;
  readonly query: string;
  readonly group?: string | undefined;
}

/** The place of an issue's row. */
export interface RowPlace {
  readonly list: RowList;
  readonly issueId: number;
}

interface KeptRow {
  readonly list: RowList;
  readonly issue: Issue;
  /** Whether the issue had a row in a group further up. */
  readonly isRepeated: boolean;
  /** The ids of the list's rows when it was kept, and its own place. */
  readonly order: readonly number[];
  readonly place: number;
}

/**
 * Rows that stay in their lists although their issues no longer belong there, because the user closed or reopened the
 * issues in the tree. Otherwise, the button of the next row would move under the pointer, and a key would have no row to act on.
 */
export class KeptRows {
  private rows: readonly KeptRow[] = [];

  /**
   * Keeps rows where the user sees them. Those that are there only because they were kept stay as they are.
   * @param own the issues of the list.
   * @param isRepeated whether an issue has a row in a group further up.
   * @returns the rows that weren't kept before.
   */
  keep(
    list: RowList,
    issueIds: readonly number[],
    own: readonly Issue[],
    isRepeated: (issueId: number) => boolean = () => false,
  ): readonly RowPlace[] {
    const shown = this.inPlace(list, own);
    const order = shown.map(({ id }) => id);
    const wanted = new Set(issueIds);
    const ids = new Set(own.map(({ id }) => id).filter((id) => wanted.has(id)));
    const kept = shown.flatMap((issue, place) =>
      ids.has(issue.id) ? [{ list, issue, isRepeated: isRepeated(issue.id), order, place }] : [],
    );
    const others = this.rows.filter((row) => !ids.has(row.issue.id) || !isSameList(row.list, list));
    this.rows = [...others, ...kept];
    return kept.map(({ issue }) => ({ list, issueId: issue.id }));
  }

  /** Applies changes. @param gone the ids of issues that no longer exist. */
  update(tracker: string, issues: readonly Issue[], gone: readonly number[]): void {
    if (this.rows.length === 0) return;
    const news = new Map(issues.map((issue) => [issue.id, issue]));
    this.rows = this.rows
      .filter(({ list, issue }) => list.tracker !== tracker || !gone.includes(issue.id))
      .map((row) => {
        const issue = row.list.tracker === tracker ? news.get(row.issue.id) : undefined;
        return issue ? { ...row, issue } : row;
      });
  }

  /** The issue of a kept row. */
  find(tracker: string, issueId: number): Issue | undefined {
    return this.rows.find(({ list, issue }) => list.tracker === tracker && issue.id === issueId)?.issue;
  }

  /** Whether an issue had a row in a group further up when its row in this list was kept. */
  isRepeated(list: RowList, issueId: number): boolean {
    return this.rows.some((row) => row.isRepeated && row.issue.id === issueId && isSameList(row.list, list));
  }

  /** The issues of a list, with the kept ones in their places. */
  inPlace(list: RowList, issues: readonly Issue[]): readonly Issue[] {
    const rows = this.rows.filter((row) => isSameList(row.list, list));
    if (rows.length === 0) return issues;
    const present = new Set(issues.map(({ id }) => id));
    const missing = rows.filter(({ issue }) => !present.has(issue.id));
    if (missing.length === 0) return issues;
    const all = [...issues];
    for (const { issue, order, place } of missing) {
      // Above the first row that was below it.
      const next = order.slice(place + 1).find((id) => present.has(id));
      const at = next === undefined ? -1 : all.findIndex(({ id }) => id === next);
      all.splice(at < 0 ? all.length : at, 0, issue);
      present.add(issue.id);
    }
    return all;
  }

  /** Forgets the row of an issue that the user didn't change after all. */
  drop({ list, issueId }: RowPlace): void {
    this.rows = this.rows.filter((row) => row.issue.id !== issueId || !isSameList(row.list, list));
  }

  /** Forgets all rows. @returns their lists and issues. */
  release(): readonly { readonly list: RowList; readonly issue: Issue }[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }
}

function isSameList(a: RowList, b: RowList): boolean {
  return a.tracker === b.tracker && a.query === b.query && a.group === b.group;
}
