import type { MarkdownString } from 'vscode';
import type { Issue } from '../../model/issue.ts';
import { lacksEmoji, loadEmoji } from '../../model/text/shownTitle.ts';
import type { Clock } from '../../model/time/clock.ts';
import { withinTime } from '../../model/time/withinTime.ts';
import type { LabelColumns } from '../../sync/queries/labelColumns.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import { issueTooltip } from './issueRow.ts';
import { projectTooltip } from './projectRow.ts';

/** In milliseconds. A hover without some of its parts is better than a late one. */
const longestWait = 500;

interface RowHoverParts {
  readonly synchronizer: Synchronizer;
  readonly labels: Pick<LabelColumns, 'colorsOf'>;
  readonly clock: Clock;
}

/** The hovers of rows, built when the user points at a row. */
export class RowHovers {
  constructor(private readonly parts: RowHoverParts) {}

  /** Contains the description from disk, and the colors of labels, if they arrive soon. */
  async ofIssue(tracker: string, issue: Issue): Promise<MarkdownString> {
    const { synchronizer, labels, clock } = this.parts;
    const soon = <T>(work: Promise<T>) => withinTime(work, longestWait, clock).catch(() => undefined);
    const [description, colors = new Map()] = await Promise.all([
      soon(synchronizer.issues.description(tracker, issue.id)),
      issue.labels.length > 0 ? soon(labels.colorsOf(tracker)) : undefined,
      lacksEmoji(issue.title) ? loadEmoji() : undefined,
    ]);
    return issueTooltip(issue, { now: clock.now(), description, colors });
  }

  /** Undefined if the project is no longer listed. */
  ofProject(key: string): string | undefined {
    const { synchronizer, clock } = this.parts;
    const tracker = synchronizer.tracker(key);
    return tracker && projectTooltip(tracker, synchronizer.costOf(key), synchronizer.paceOf(key), clock.now());
  }
}
