import * as v from 'valibot';
import { l10n, window } from 'vscode';
import type { Issue } from '../model/issue.ts';
import type { IssueStore } from '../sync/issueStore.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import type { TreeNode } from '../views/treeNode.ts';
import { readAnswers } from './answers.ts';
import type { CommandInput } from './run.ts';

const iid = v.pipe(v.number(), v.integer(), v.minValue(1));
const issueAnswers = v.strictObject({
  project: v.optional(v.string()),
  iid: v.optional(v.union([iid, v.array(iid)])),
});

/** Finds out which issues a command is about: the rows, the answers, the selection, or what the person picks. */
export class IssueTargets {
  constructor(
    private readonly synchroniser: Synchroniser,
    private readonly store: IssueStore,
    private readonly selection: () => readonly TreeNode[],
  ) {}

  /** Empty when the person gave up. Rejects with a `GitLabError` where an answer names nothing there is. */
  async find({ rows, answers }: CommandInput): Promise<readonly Issue[]> {
    if (answers) return this.named(readAnswers(issueAnswers, answers));
    const chosen = rows.length > 0 ? rows : this.selection();
    const issues = chosen.map((row) => (row.kind === 'issue' ? this.store.get(row.tracker, row.issueId) : undefined));
    const found = issues.filter((issue) => issue !== undefined);
    return found.length > 0 || rows.length > 0 ? found : this.pick();
  }

  private async named({ project, iid: wanted }: v.InferOutput<typeof issueAnswers>): Promise<readonly Issue[]> {
    await this.synchroniser.ready();
    const tracker = project === undefined ? undefined : this.synchroniser.expectTracker(project);
    if (!tracker || wanted === undefined) return this.pick(tracker?.key);
    return Promise.all([wanted].flat().map((number) => this.synchroniser.findIssue(tracker.key, number)));
  }

  private async pick(tracker?: string): Promise<readonly Issue[]> {
    const picked = await window.showQuickPick(this.choices(tracker), {
      placeHolder: l10n.t('Choose an issue'),
      matchOnDescription: true,
    });
    return picked ? [picked.issue] : [];
  }

  private async choices(only: string | undefined) {
    await this.synchroniser.filled();
    return this.synchroniser.trackers
      .filter(({ key }) => only === undefined || key === only)
      .flatMap(({ key }) => this.store.issues(key))
      .map((issue) => ({
        // Somebody's title must not turn into an icon.
        label: `#${issue.iid} ${issue.title}`.replaceAll('$(', '\\$('),
        description: issue.reference.replace(/#\d+$/, ''),
        issue,
      }));
  }
}
