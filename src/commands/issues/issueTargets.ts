import * as v from 'valibot';
import { l10n } from 'vscode';
import type { RemoteItem } from '../../host/remoteRows.ts';
import { showRemoteQuickPick } from '../../host/showRemoteQuickPick.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { projectPathOf } from '../../model/issueScope.ts';
import type { Clock } from '../../model/time/clock.ts';
import { plainLabel, plainText } from '../../model/text/plainText.ts';
import { loadEmoji, shortcodesIn, shownTitle } from '../../model/text/shownTitle.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { IssueTree } from '../../views/tree/issueTree.ts';
import type { TreeNode } from '../../views/tree/treeNode.ts';
import { readAnswers } from '../answers.ts';
import type { IssuePicker } from '../pickers/issuePicker.ts';
import type { CommandInput } from '../run.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';

const iid = v.pipe(v.number(), v.integer(), v.minValue(1));
/**
 * The entries that identify issues in the argument of every issue command. Commands with their own arguments add more.
 */
export const issueEntries = {
  project: v.optional(v.string()),
  iid: v.optional(v.union([iid, v.array(iid)])),
  /** Confirms changes even if the workspace's settings selected the project. See `WriteConsent`. */
  confirm: v.optional(v.boolean()),
};
export const issueAnswers = v.strictObject(issueEntries);
export type IssueAnswers = v.InferOutput<typeof issueAnswers>;

/** Determines the issues of a command from the rows, the arguments, the selection, or a picker. */
export class IssueTargets {
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly picker: IssuePicker,
    private readonly clock: Clock,
    private readonly tree: Pick<IssueTree, 'issuesOf'>,
    private readonly selection: () => readonly TreeNode[],
  ) {}

  /**
   * Empty when the user canceled. Rejects with a `GitLabError` for a project or issue that doesn't exist.
   * @param state limits the picker and the selection to issues in this state.
   */
  async find(
    { rows, page }: CommandInput,
    given: IssueAnswers | undefined,
    state?: 'opened' | 'closed',
  ): Promise<readonly TrackedIssue[]> {
    if (page) return [page];
    if (given) return this.named(given, state);
    const single = this.issueRows({ rows });
    // Ignores groups between selected issues. A group counts for all its issues only alone and from its own menu.
    const meantRows = single.length > 0 ? single : rows;
    const found = meantRows.flatMap((row) => this.tree.issuesOf(row).map((issue) => ({ tracker: row.tracker, issue })));
    // An issue has a row under each of its queries and in each of its groups.
    const each = [...new Map(found.map((target) => [`${target.tracker} ${target.issue.id}`, target])).values()];
    const meant = state === undefined || rows.length > 0 ? each : each.filter(({ issue }) => issue.state === state);
    return meant.length > 0 || rows.length > 0 ? meant : this.pick(undefined, state);
  }

  /** The rows of single issues that a command is for: those of its menu, or else the selected ones. */
  issueRows({ rows }: Pick<CommandInput, 'rows'>): readonly TreeNode[] {
    const chosen = rows.length > 0 ? rows : this.selection();
    return chosen.filter(({ kind }) => kind === 'issue' || kind === 'todo');
  }

  /** {@link find} for a command without arguments of its own. */
  async findOnly(input: CommandInput): Promise<readonly TrackedIssue[]> {
    return this.find(input, input.answers && readAnswers(issueAnswers, input.answers));
  }

  private async named(
    { project, iid: wanted }: IssueAnswers,
    state: 'opened' | 'closed' | undefined,
  ): Promise<readonly TrackedIssue[]> {
    await this.synchronizer.ready();
    const named = project === undefined ? undefined : this.synchronizer.expectNamed(project);
    if (!named || wanted === undefined) return this.pick(named?.tracker.key, state);
    const { tracker, projectPath } = named;
    const { key } = tracker;
    const find = async (number: number) => ({
      tracker: key,
      issue: await this.synchronizer.issues.findIssue(key, number, projectPath),
    });
    return Promise.all([wanted].flat().map(find));
  }

  private async pick(tracker?: string, state?: 'opened' | 'closed'): Promise<readonly TrackedIssue[]> {
    const picked =
      state === 'closed'
        ? await this.pickClosed(tracker)
        : await this.picker.ask({
            title: l10n.t('Select Issue'),
            placeholder: l10n.t('Search by number, title, label, person, or URL'),
            isSearched: ({ key, account }) => account !== undefined && (tracker === undefined || key === tracker),
          });
    return picked === undefined || typeof picked === 'string' ? [] : [picked];
  }

  private pickClosed(tracker: string | undefined): Promise<TrackedIssue | undefined> {
    return showRemoteQuickPick(
      {
        title: l10n.t('Select Issue'),
        placeholder: l10n.t('Select a closed issue'),
        none: l10n.t('No matching issues'),
        search: () => this.closedChoices(tracker),
        needsSearch: () => false,
      },
      this.clock,
    );
  }

  /** The recently updated closed issues of each project, from GitLab. Rejects only if every request fails. */
  private async closedChoices(only: string | undefined): Promise<readonly RemoteItem<TrackedIssue>[]> {
    await Promise.all([this.synchronizer.ready(), loadEmoji()]);
    const request = { state: 'closed', orderBy: 'updated_at', sort: 'desc', page: 1, perPage: 50 } as const;
    const asked = await Promise.allSettled(
      this.trackers(only).map(async (tracker) => {
        const { gateway, scope } = await this.synchronizer.issues.scopeAccess(tracker);
        const { issues } = await gateway.listIssues(scope, request);
        return issues.map((issue) => ({ tracker, issue }));
      }),
    );
    const failed = asked.find((result) => result.status === 'rejected');
    if (failed && asked.every(({ status }) => status === 'rejected')) throw GitLabError.from(failed.reason);
    return asked
      .flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
      .sort((a, b) => b.issue.updatedAt - a.issue.updatedAt)
      .map(choiceOf);
  }

  private trackers(only: string | undefined): string[] {
    const { trackers } = this.synchronizer;
    return trackers.filter(({ key, account }) => account && (only === undefined || key === only)).map(({ key }) => key);
  }
}

function choiceOf(target: TrackedIssue): RemoteItem<TrackedIssue> {
  const { issue } = target;
  return {
    label: plainLabel(`#${issue.iid} ${plainText(shownTitle(issue.title))}`),
    // With the names of emoji, because the picker finds only what it shows.
    description: plainLabel([projectPathOf(issue), ...shortcodesIn(issue.title)].join(' ')),
    key: issue.webUrl,
    value: target,
  };
}
