import * as v from 'valibot';
import { l10n, window } from 'vscode';
import type { Issue } from '../model/issue.ts';
import { plainLabel } from '../model/plainText.ts';
import type { IssueStore } from '../sync/issueStore.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import type { TreeNode } from '../views/treeNode.ts';
import { readAnswers } from './answers.ts';
import type { CommandInput } from './run.ts';

const iid = v.pipe(v.number(), v.integer(), v.minValue(1));
/** What names issues among the answers of every command on issues. */
export const issueAnswers = v.strictObject({
  project: v.optional(v.string()),
  iid: v.optional(v.union([iid, v.array(iid)])),
});

/** An issue that a command is about, and the tracker that it was found in. */
export interface IssueTarget {
  readonly tracker: string;
  readonly issue: Issue;
}

/** Finds out which issues a command is about: the rows, the answers, the selection, or what the person picks. */
export class IssueTargets {
  constructor(
    private readonly synchroniser: Synchroniser,
    private readonly store: IssueStore,
    private readonly selection: () => readonly TreeNode[],
  ) {}

  /** Empty when the person gave up. Rejects with a `GitLabError` where an answer names nothing there is. */
  async find({ rows, answers }: CommandInput): Promise<readonly IssueTarget[]> {
    if (answers) {
      const { project, iid: wanted } = answers;
      return this.named(
        readAnswers(issueAnswers, {
          ...(project === undefined ? {} : { project }),
          ...(wanted === undefined ? {} : { iid: wanted }),
        }),
      );
    }
    const chosen = rows.length > 0 ? rows : this.selection();
    const found = chosen.flatMap((row) => {
      const issue = row.kind === 'issue' ? this.store.get(row.tracker, row.issueId) : undefined;
      return issue ? [{ tracker: row.tracker, issue }] : [];
    });
    return found.length > 0 || rows.length > 0 ? found : this.pick();
  }

  private async named({ project, iid: wanted }: v.InferOutput<typeof issueAnswers>): Promise<readonly IssueTarget[]> {
    await this.synchroniser.ready();
    const tracker = project === undefined ? undefined : this.synchroniser.expectTracker(project);
    if (!tracker || wanted === undefined) return this.pick(tracker?.key);
    const { key } = tracker;
    const find = async (number: number) => ({
      tracker: key,
      issue: await this.synchroniser.issues.findIssue(key, number),
    });
    return Promise.all([wanted].flat().map(find));
  }

  private async pick(tracker?: string): Promise<readonly IssueTarget[]> {
    const picked = await window.showQuickPick(this.choices(tracker), {
      placeHolder: l10n.t('Choose an issue'),
      matchOnDescription: true,
    });
    return picked ? [picked.target] : [];
  }

  private async choices(only: string | undefined) {
    await this.synchroniser.filled();
    return this.synchroniser.trackers
      .filter(({ key }) => only === undefined || key === only)
      .flatMap(({ key }) => this.store.issues(key).map((issue) => ({ tracker: key, issue })))
      .map((target) => ({
        label: plainLabel(`#${target.issue.iid} ${target.issue.title}`),
        description: plainLabel(target.issue.reference.replace(/#\d+$/, '')),
        target,
      }));
  }
}
