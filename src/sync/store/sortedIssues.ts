import type { Issue } from '../../model/issue.ts';
import type { IssueOrder } from '../../model/query/issueOrder.ts';

/** Above this number of changes at once, sorting again is faster. */
const mostByOne = 200;

/** Issues in order. A change costs a search and a shift, however many issues there are. */
export class SortedIssues {
  private sorted: Issue[];

  constructor(
    issues: Iterable<Issue>,
    private readonly order: IssueOrder,
  ) {
    this.sorted = [...issues].sort(order);
  }

  /** A live view. Read it immediately, or copy it. */
  get issues(): readonly Issue[] {
    return this.sorted;
  }

  /**
   * Replaces issues in the list.
   * @param gone the issues to remove. They must be the same objects that were added.
   * @param come the issues to add.
   */
  change(gone: readonly Issue[], come: readonly Issue[]): void {
    if (gone.length + come.length > mostByOne) {
      const leaving = new Set(gone);
      this.sorted = this.sorted
        .filter((issue) => !leaving.has(issue))
        .concat(come)
        .sort(this.order);
      return;
    }
    const coming = new Map(come.map((issue) => [issue.id, issue]));
    for (const issue of gone) {
      const place = this.placeOf(issue);
      if (this.sorted[place] !== issue) continue;
      const next = coming.get(issue.id);
      if (next && this.order(issue, next) === 0) {
        // It stays at its position, so nothing has to be shifted.
        this.sorted[place] = next;
        coming.delete(issue.id);
      } else this.sorted.splice(place, 1);
    }
    for (const issue of coming.values()) this.sorted.splice(this.placeOf(issue), 0, issue);
  }

  /** The index of an issue, or where it would be. */
  private placeOf(issue: Issue): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.sorted[middle];
      if (at && this.order(at, issue) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
