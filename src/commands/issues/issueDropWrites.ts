import { l10n } from 'vscode';
import { allowsMultipleAssignees } from '../../model/account.ts';
import type { Clock } from '../../model/clock.ts';
import type { Event } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import { projectNameOf } from '../../model/issueScope.ts';
import { droppedChange } from '../../model/query/droppedChange.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { IssueDrop } from '../../views/tree/issueDrops.ts';
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

  private async write({ tracker, issues, onto }: IssueDrop): Promise<void> {
    const { gateway } = await this.synchronizer.issues.scopeAccess(tracker);
    const label = onto.by === 'label' || onto.by === 'scope' ? onto.label : undefined;
    if (label !== undefined)
      await this.expectLabel(
        tracker,
        issues.map(({ issue }) => issue),
        label,
      );
    const account = this.synchronizer.trackers.find(({ key }) => key === tracker)?.account;
    const from = new Map(issues.map((dropped) => [dropped.issue.id, dropped.from]));
    const write = changeOf(
      this.synchronizer,
      l10n.t('Updating issues'),
      async ({ issue }) => {
        // GitLab replaces all assignees at once, so the new list is based on the current one.
        const now =
          onto.by === 'assignee' && allowsMultipleAssignees(account)
            ? await gateway.findIssue(projectNameOf(issue), issue.iid)
            : issue;
        return droppedChange(now, onto, from.get(issue.id), { account, now: this.clock.now() });
      },
      changed,
    );
    const targets = issues.map(({ issue }) => ({ tracker, issue }));
    await this.writer.runVisibly(targets, write);
  }

  /** Rejects a label that the project doesn't have, because GitLab would create it. */
  private async expectLabel(tracker: string, issues: readonly Issue[], label: string): Promise<void> {
    const onePerProject = new Map(issues.map((issue) => [issue.projectId, issue])).values();
    for (const issue of onePerProject) {
      const { gateway, project } = await this.synchronizer.issues.projectAccess(tracker, issue);
      if (!(await gateway.listLabels(project)).some(({ name }) => name === label))
        throw new GitLabError('invalid', { detail: 'goneLabel', named: label });
    }
  }
}
