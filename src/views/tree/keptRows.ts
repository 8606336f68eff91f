import type { Issue } from '../../model/issue.ts';

/** A list of issues in the tree: those of a query, or of one of its groups. */
interface RowList {
  readonly tracker: string;
  readonly query: string;
  readonly group?: string | undefined;
}

interface KeptRow {
  readonly list: RowList;
  readonly issue: Issue;
  /** The ids of the rows below it. */
  readonly below: readonly number[];
}

/**
 * Rows that stay in their lists although their issues no longer belong there, because the user closed or reopened the
 * issues in the tree. Otherwise, the button of the next row would move under the pointer, and a key would have no row.
 */
export class KeptRows {
  private rows: readonly KeptRow[] = [];

  /** @param shown the issues of the list, as the user sees them. */
  keep(list: RowList, issueId: number, shown: readonly Issue[]): void {
    const place = shown.findIndex(({ id }) => id === issueId);
    const issue = shown[place];
    if (!issue) return;
    const others = this.rows.filter((row) => row.issue.id !== issueId || !isSameList(row.list, list));
    this.rows = [...others, { list, issue, below: shown.slice(place + 1).map(({ id }) => id) }];
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

  /** The issues of a list, with the kept ones in their places. */
  inPlace(list: RowList, issues: readonly Issue[]): readonly Issue[] {
    const rows = this.rows.filter((row) => isSameList(row.list, list));
    return rows.reduce(withRow, issues);
  }

  /** Forgets all rows. @returns their lists and issues. */
  release(): readonly { readonly list: RowList; readonly issue: Issue }[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }
}

/** Inserts a row above the first one that was below it. */
function withRow(issues: readonly Issue[], { issue, below }: KeptRow): readonly Issue[] {
  const places = new Map(issues.map(({ id }, place) => [id, place]));
  if (places.has(issue.id)) return issues;
  const next = below.find((id) => places.has(id));
  const place = next === undefined ? undefined : places.get(next);
  return issues.toSpliced(place ?? issues.length, 0, issue);
}

function isSameList(a: RowList, b: RowList): boolean {
  return a.tracker === b.tracker && a.query === b.query && a.group === b.group;
}
