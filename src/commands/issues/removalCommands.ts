import * as v from 'valibot';
import { l10n } from 'vscode';
import { commands } from '../../manifest.ts';
import type { Account } from '../../model/account.ts';
import { can } from '../../model/capabilities.ts';
import type { Clock } from '../../model/time/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { basesOf, pathBelow } from '../../model/address/instanceBases.ts';
import { projectNameOf } from '../../model/issueScope.ts';
import { plainMessage, plainText } from '../../model/text/plainText.ts';
import type { Project } from '../../model/project.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { BulkWrite } from './bulkWrite.ts';
import { confirmChange } from './confirmChange.ts';
import { type IssueAnswers, issueAnswers, issueEntries } from './issueTargets.ts';
import { pickProject } from '../pickers/projectPicker.ts';
import { sendTo } from './sendTo.ts';
import type { WriteCommands } from './writeCommands.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import type { TrackerState } from '../../sync/trackers/trackerState.ts';

const moveAnswers = v.strictObject({ ...issueEntries, to: v.optional(v.string()) });

/** Moves and deletes issues. Neither can be undone, so each asks for confirmation once. */
export class RemovalCommands {
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly clock: Clock,
  ) {}

  register(write: WriteCommands): void {
    write.add(commands.moveIssue, moveAnswers, (targets, given) => this.move(targets, given));
    write.add(commands.deleteIssue, issueAnswers, (targets, given) => this.delete(targets, given));
  }

  private async move(
    targets: readonly TrackedIssue[],
    given: v.InferOutput<typeof moveAnswers> | undefined,
  ): Promise<BulkWrite | undefined> {
    const name = given?.to;
    if (given && name === undefined) throw new GitLabError('invalid', { detail: 'noProjectToMoveTo' });
    const to = name === undefined ? await this.askWhere(targets) : await this.projectNamed(targets, name);
    if (!to) return undefined;
    const arrived: string[] = [];
    return {
      title: l10n.t('Moving issues'),
      done: (count, name) => {
        const [only = ''] = arrived;
        return count === 1
          ? l10n.t('Moved #{0} to {1}.', name, plainMessage(only))
          : l10n.t('Moved {0} issues to {1}.', count, plainMessage(to.path));
      },
      act: async (target) => {
        if (target.issue.projectId === to.id) return 'unchanged';
        const { id, path, webUrl } = to;
        const { issue } = await sendTo(this.synchronizer, target, { kind: 'move', to: { id, path, webUrl } });
        arrived.push(issue?.reference ?? path);
        return 'done';
      },
    };
  }

  private async askWhere(targets: readonly TrackedIssue[]): Promise<Project | undefined> {
    const { account, gateway } = await this.accountOf(targets);
    const here = new Set(targets.map(({ issue }) => issue.projectId));
    const isOffered = ({ id }: Project) => here.size > 1 || !here.has(id);
    const to = await pickProject(
      targets.length === 1
        ? l10n.t('Move #{0} to Another Project', targets[0]?.issue.iid ?? '')
        : l10n.t('Move {0} Issues to Another Project', targets.length),
      {
        known: this.synchronizer.trackers.flatMap((tracker) => projectsOf(tracker, account)).filter(isOffered),
        find: async (words, signal) =>
          (await gateway.actions.findProjects(words, leastRole(account), signal)).filter(isOffered),
      },
      this.clock,
    );
    if (!to) return undefined;
    const move = l10n.t('Move');
    const question =
      targets.length === 1
        ? l10n.t('Move #{0} to {1}?', targets[0]?.issue.iid ?? '', plainMessage(to.path))
        : l10n.t('Move {0} issues to {1}?', targets.length, plainMessage(to.path));
    const result =
      targets.length === 1
        ? l10n.t(
            "GitLab closes the issue here and creates a copy with a new number in {0}, including comments. Labels and milestones that don't exist in {0} are lost. You can't undo this.",
            plainText(to.path),
          )
        : l10n.t(
            "GitLab closes the issues here and creates copies with new numbers in {0}, including comments. Labels and milestones that don't exist in {0} are lost. You can't undo this.",
            plainText(to.path),
          );
    return (await confirmChange(targets, { question, result, action: move })) ? to : undefined;
  }

  private async projectNamed(targets: readonly TrackedIssue[], name: string): Promise<Project> {
    const { account, gateway } = await this.accountOf(targets);
    const [first] = targets;
    const path = pathBelow(basesOf(account.instance, first && projectNameOf(first.issue)), name) ?? name;
    if (/^[a-z]+:\/\//i.test(path)) throw new GitLabError('invalid', { detail: 'otherInstance', named: name });
    const to = await gateway.findProject(path.replace(/^\/+|(?<!\/)\/+$/g, ''));
    if (targets.every(({ issue }) => issue.projectId === to.id))
      throw new GitLabError('invalid', { detail: 'sameProject', named: to.path });
    return to;
  }

  private async delete(
    targets: readonly TrackedIssue[],
    given: IssueAnswers | undefined,
  ): Promise<BulkWrite | undefined> {
    if (given && given.confirm !== true) throw new GitLabError('invalid', { detail: 'deletionNotConfirmed' });
    if (!given) {
      const question =
        targets.length === 1
          ? l10n.t('Permanently delete #{0}?', targets[0]?.issue.iid ?? '')
          : l10n.t('Permanently delete {0} issues?', targets.length);
      const result =
        targets.length === 1
          ? l10n.t("The issue and its comments will be deleted. You can't undo this.")
          : l10n.t("The issues and their comments will be deleted. You can't undo this.");
      if (!(await confirmChange(targets, { question, result, action: l10n.t('Delete') }))) return undefined;
    }
    return {
      title: l10n.t('Deleting issues'),
      done: (count, name) => (count === 1 ? l10n.t('Deleted #{0}.', name) : l10n.t('Deleted {0} issues.', count)),
      act: async (target) => {
        await sendTo(this.synchronizer, target, { kind: 'delete' });
        return 'done';
      },
    };
  }

  /** The one account of all the issues. It lists the projects to which they can move. */
  private async accountOf(targets: readonly TrackedIssue[]) {
    const trackers = new Set(targets.map(({ tracker }) => tracker));
    const [first = ''] = trackers;
    const accounts = [...trackers].map((key) => this.synchronizer.tracker(key)?.account);
    const [account, another] = new Set(accounts);
    if (!account) throw new GitLabError('invalid', { detail: 'notSignedIn' });
    if (another) throw new GitLabError('invalid', { detail: 'severalProjects' });
    return { account, gateway: (await this.synchronizer.issues.scopeAccess(first)).gateway };
  }
}

/** The loaded projects of a tracker that an account can move issues to. */
function projectsOf({ account: of, project, projects }: TrackerState, account: Account): readonly Project[] {
  if (of?.key !== account.key) return [];
  return [...(project ? [project] : []), ...(projects?.values() ?? [])].filter(
    ({ archived, issuesEnabled, accessLevel = 0 }) => !archived && issuesEnabled && accessLevel >= leastRole(account),
  );
}

/**
 * A move requires the permission to triage in both projects, which the Planner role includes.
 * https://docs.gitlab.com/user/permissions/
 */
function leastRole(account: Account): number {
  return can(account, 'plannerRole') ? 15 : 20;
}
