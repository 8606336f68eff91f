import { l10n } from 'vscode';
import type { Clock } from '../../model/time/clock.ts';
import type { Event } from '../../model/event.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import { dropChange, type IssueDrop } from '../../sync/writes/issueDrop.ts';
import type { BulkWriter } from './bulkWrite.ts';
import { changed, changeOf } from './issueWrites.ts';
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
    const write = changeOf(this.synchronizer, l10n.t('Updating issues'), ({ issue }) => change(issue), changed);
    const targets = drop.issues.map(({ issue }) => ({ tracker: drop.tracker, issue }));
    await this.writer.runVisibly(targets, write);
  }
}
