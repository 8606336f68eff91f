import * as v from 'valibot';
import { l10n, window } from 'vscode';
import { GitLabError } from '../model/gitLabError.ts';
import type { Issue } from '../model/issue.ts';
import type { IssueStore } from '../sync/issueStore.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import type { TreeNode } from '../views/treeNode.ts';
import { readAnswers } from './answers.ts';
import type { CommandInput } from './run.ts';

const iid = v.pipe(v.number(), v.integer(), v.minValue(1));
const issueAnswers = v.object({ project: v.string(), iid: v.union([iid, v.array(iid)]) });

/** Finds out which issues a command is about: the rows, the answers, the selection, or what the person picks. */
export class IssueTargets {
  constructor(
    private readonly synchroniser: Synchroniser,
    private readonly store: IssueStore,
    private readonly selection: () => readonly TreeNode[],
  ) {}

  /** Empty when the person gave up. Rejects with a `GitLabError` where an answer names nothing we have. */
  async find({ rows, answers }: CommandInput): Promise<readonly Issue[]> {
    if (answers) return this.named(readAnswers(issueAnswers, answers));
    const chosen = rows.length > 0 ? rows : this.selection();
    const issues = chosen.map((row) => (row.kind === 'issue' ? this.store.get(row.tracker, row.issueId) : undefined));
    const found = issues.filter((issue) => issue !== undefined);
    return found.length > 0 || rows.length > 0 ? found : this.pick();
  }

  private async named({ project, iid: wanted }: v.InferOutput<typeof issueAnswers>): Promise<readonly Issue[]> {
    await this.synchroniser.ready();
    const tracker = this.synchroniser.findTracker(project);
    if (!tracker) throw new GitLabError('invalid', { detail: 'unknownProject', serverMessage: project });
    const byIid = new Map(this.store.issues(tracker.key).map((issue) => [issue.iid, issue]));
    return [wanted].flat().map((number) => {
      const issue = byIid.get(number);
      if (!issue) throw new GitLabError('notFound', { host: new URL(tracker.instance).host, detail: 'issue' });
      return issue;
    });
  }

  private async pick(): Promise<readonly Issue[]> {
    await this.synchroniser.ready();
    const items = this.synchroniser.trackers.flatMap(({ key }) =>
      this.store.issues(key).map((issue) => ({
        label: `#${issue.iid} ${issue.title}`,
        description: issue.reference.replace(/#\d+$/, ''),
        issue,
      })),
    );
    const picked = await window.showQuickPick(items, {
      placeHolder: items.length > 0 ? l10n.t('Choose an issue') : l10n.t('There are no open issues'),
      matchOnDescription: true,
    });
    return picked ? [picked.issue] : [];
  }
}
