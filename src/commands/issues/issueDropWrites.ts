import { l10n } from 'vscode';
import type { Clock } from '../../model/time/clock.ts';
import type { Event } from '../../model/event.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import { dropChange, type IssueDrop } from '../../sync/queries/issueDrop.ts';
import type { BulkWrite, BulkWriter } from './bulkWrite.ts';
import type { GroupFact } from '../../model/query/issueGroups.ts';
import { changedTexts, changeOf } from './issueWrites.ts';
import type { CommandRunner } from '../run.ts';

/** Gives dropped issues the value of the target group, through the same path as every other change. */
export class IssueDropWrites {
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly writer: BulkWriter,
    private readonly clock: Clock,
  ) {}

  register(run: CommandRunner, onDidDrop: Event<IssueDrop>): void {
    onDidDrop((drop) => void run.perform('drop', () => this.write(drop)));
  }

  private async write(drop: IssueDrop): Promise<void> {
    const change = await dropChange(this.synchronizer.issues, drop, this.clock);
    const write = changeOf(
      this.synchronizer,
      l10n.t('Updating issues'),
      ({ issue }) => change(issue),
      doneText(drop.onto),
    );
    const targets = drop.issues.map(({ issue }) => ({ tracker: drop.tracker, issue }));
    await this.writer.runVisibly(targets, write);
  }
}

/** A drop changes the field that the view is grouped by. No issue can be dropped on an author or a type. */
function doneText({ by }: GroupFact): BulkWrite['done'] {
  switch (by) {
    case 'milestone':
      return changedTexts.milestone;
    case 'assignee':
      return changedTexts.assignees;
    case 'due':
      return changedTexts.dueDate;
    default:
      return changedTexts.labels;
  }
}
