import * as v from 'valibot';
import { l10n } from 'vscode';
import { commands } from '../../manifest.ts';
import { basesOf } from '../../model/address/instanceBases.ts';
import type { Account } from '../../model/account.ts';
import { type AssigneeEdit, onlyNew } from '../../model/assigneeEdit.ts';
import type { Clock } from '../../model/time/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Identity } from '../../model/ports.ts';
import { relabelling } from '../../model/relabelling.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { BulkWrite } from './bulkWrite.ts';
import { pickDueDate } from '../pickers/dueDatePicker.ts';
import { confirmChange } from './confirmChange.ts';
import { type IssueAnswers, issueAnswers, issueEntries } from './issueTargets.ts';
import { changedTexts, changeOf, stateChange } from './issueWrites.ts';
import { pickLabels } from '../pickers/labelPicker.ts';
import { memberId, memberIds, milestoneId } from './namedChoices.ts';
import { pickMilestone } from '../pickers/milestonePicker.ts';
import { pickAssignees } from '../pickers/peoplePicker.ts';
import type { RecentPeople } from '../pickers/recentPeople.ts';
import type { WriteCommands } from './writeCommands.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';

const labelAnswers = v.strictObject({
  ...issueEntries,
  add: v.optional(v.array(v.string())),
  remove: v.optional(v.array(v.string())),
});
const assignAnswers = v.strictObject({ ...issueEntries, usernames: v.optional(v.array(v.string())) });
const milestoneAnswers = v.strictObject({ ...issueEntries, milestone: v.optional(v.nullable(v.string())) });
const isoDate = v.pipe(v.string(), v.isoDate());
const dueDateAnswers = v.strictObject({ ...issueEntries, dueDate: v.optional(v.nullable(isoDate)) });
const confidentialAnswers = v.strictObject({ ...issueEntries, confidential: v.optional(v.boolean()) });
const lockAnswers = v.strictObject({ ...issueEntries, locked: v.optional(v.boolean()) });

/** A command without other questions asks before it changes more issues than this. */
const mostUnasked = 5;

/** The access that a command's pickers use. */
interface TargetProject extends ProjectAccess {
  readonly account: Account | undefined;
}

/** Changes to one or several issues, from rows, a selection, or arguments. */
export class TriageCommands {
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly identity: Identity,
    private readonly recentPeople: RecentPeople,
    private readonly clock: Clock,
  ) {}

  register(write: WriteCommands): void {
    const { synchronizer } = this;
    const stateTo =
      (state: 'opened' | 'closed', mostUnasked: number) =>
      async (targets: readonly TrackedIssue[], given: IssueAnswers | undefined) =>
        given || targets.length <= mostUnasked || (await confirmState(targets, state))
          ? stateChange(synchronizer, state)
          : undefined;
    write.add(commands.closeIssue, issueAnswers, stateTo('closed', mostUnasked));
    write.add(commands.reopenIssue, issueAnswers, stateTo('opened', mostUnasked));
    write.add(commands.closeGroup, issueAnswers, stateTo('closed', 0));
    write.add(commands.reopenGroup, issueAnswers, stateTo('opened', 0));
    write.add(commands.editLabels, labelAnswers, (targets, given) => this.labels(targets, given ?? {}));
    write.add(commands.assign, assignAnswers, (targets, given) => this.assignees(targets, given ?? {}));
    write.add(commands.assignToMe, issueAnswers, (targets) => this.toMe(targets));
    write.add(commands.setMilestone, milestoneAnswers, (targets, given) => this.milestone(targets, given ?? {}));
    write.add(commands.setDueDate, dueDateAnswers, (targets, given) => this.dueDate(targets, given ?? {}));
    const { setConfidential, unsetConfidential, lockIssue, unlockIssue } = commands;
    write.add(setConfidential, confidentialAnswers, (_, given) => this.confidential(given?.confidential ?? true));
    write.add(unsetConfidential, issueAnswers, () => this.confidential(false));
    write.add(lockIssue, lockAnswers, (_, given) => this.locked(given?.locked ?? true));
    write.add(unlockIssue, issueAnswers, () => this.locked(false));
  }

  private async labels(targets: readonly TrackedIssue[], { add, remove }: v.InferOutput<typeof labelAnswers>) {
    const given = add || remove ? { addLabels: add ?? [], removeLabels: remove ?? [] } : undefined;
    const edit = given ?? (await this.pickLabels(targets));
    if (!edit || edit.addLabels.length + edit.removeLabels.length === 0) return undefined;
    return changeOf(
      this.synchronizer,
      l10n.t('Updating labels'),
      ({ issue }) => relabelling(issue.labels, edit.addLabels, edit.removeLabels),
      changedTexts.labels,
    );
  }

  private pickLabels(targets: readonly TrackedIssue[]) {
    expectOneProject(targets);
    const load = async (signal: AbortSignal) => {
      const { gateway, project } = await this.projectOf(targets);
      return gateway.listLabels(project, signal);
    };
    return pickLabels(
      targets.map(({ issue }) => issue),
      load,
      this.clock,
    );
  }

  private async assignees(targets: readonly TrackedIssue[], { usernames }: v.InferOutput<typeof assignAnswers>) {
    const asked = await this.projectOf(targets);
    if (usernames) {
      const ids = await memberIds(asked, usernames);
      return this.assigning(() => ids);
    }
    const instance = asked.account?.instance ?? '';
    const picked = await pickAssignees(
      targets.map(({ issue }) => issue),
      {
        find: (words, signal) => asked.gateway.findPeople(asked.project, words, signal),
        recent: this.recentPeople.on(instance),
      },
      targets.every(({ tracker, issue }) => this.synchronizer.issues.allowsSeveralAssignees(tracker, issue)),
      this.clock,
    );
    if (!picked) return undefined;
    this.recentPeople.add(instance, picked.added);
    return this.assigning(picked.edit);
  }

  private async toMe(targets: readonly TrackedIssue[]): Promise<BulkWrite | undefined> {
    const asked = await this.projectOf(targets);
    const me = asked.account && this.identity.me(asked.account);
    if (me === undefined) throw new GitLabError('invalid', { detail: 'unknownMe' });
    const id = await memberId(asked, me);
    // Keeps the other assignees if an issue has several.
    return this.assigning((others) => [...others.filter((other) => other !== id), id]);
  }

  private assigning(assignees: AssigneeEdit): BulkWrite {
    return changeOf(
      this.synchronizer,
      l10n.t('Assigning issues'),
      async ({ tracker, issue }) => {
        const { issues } = this.synchronizer;
        const { assignees: current } = await issues.withCurrentAssignees(tracker, issue);
        const ids = current.map(({ id }) => id);
        const edited = assignees(ids);
        const assigneeIds = issues.allowsSeveralAssignees(tracker, issue) ? edited : onlyNew(ids, edited);
        return isSameSet(ids, assigneeIds) ? undefined : { assigneeIds };
      },
      changedTexts.assignees,
    );
  }

  private async milestone(
    targets: readonly TrackedIssue[],
    { milestone: title }: v.InferOutput<typeof milestoneAnswers>,
  ) {
    const asked = await this.projectOf(targets);
    const id = await (typeof title === 'string'
      ? milestoneId(asked, title)
      : title === null
        ? null
        : pickMilestone(
            targets.map(({ issue }) => issue),
            (signal) => asked.gateway.listMilestones(asked.project, signal),
            asked.account ? basesOf(asked.account.instance, asked.project) : [],
            this.clock,
          ));
    if (id === undefined) return undefined;
    return changeOf(
      this.synchronizer,
      l10n.t('Setting the milestone'),
      ({ issue }) => ((issue.milestone?.id ?? null) === id ? undefined : { milestoneId: id }),
      changedTexts.milestone,
    );
  }

  private async dueDate(targets: readonly TrackedIssue[], { dueDate: given }: v.InferOutput<typeof dueDateAnswers>) {
    const issues = targets.map(({ issue }) => issue);
    const dueDate = given === undefined ? await pickDueDate(issues, this.clock) : given;
    if (dueDate === undefined) return undefined;
    return changeOf(
      this.synchronizer,
      l10n.t('Setting the due date'),
      ({ issue }) => ((issue.dueDate ?? null) === dueDate ? undefined : { dueDate }),
      changedTexts.dueDate,
    );
  }

  private confidential(confidential: boolean): BulkWrite {
    return changeOf(
      this.synchronizer,
      confidential ? l10n.t('Turning on confidentiality') : l10n.t('Turning off confidentiality'),
      ({ issue }) => (issue.confidential === confidential ? undefined : { confidential }),
      confidential ? changedTexts.confidential : changedTexts.public,
    );
  }

  private locked(locked: boolean): BulkWrite {
    return changeOf(
      this.synchronizer,
      locked ? l10n.t('Locking discussions') : l10n.t('Unlocking discussions'),
      ({ issue }) => ((issue.locked === true) === locked ? undefined : { locked }),
      locked ? changedTexts.locked : changedTexts.unlocked,
    );
  }

  /** The common project of the issues. Members and milestones of one project mean nothing in another. */
  private async projectOf(targets: readonly TrackedIssue[]): Promise<TargetProject> {
    const tracker = expectOneProject(targets);
    const account = this.synchronizer.tracker(tracker)?.account;
    return { ...(await this.synchronizer.issues.projectAccess(tracker, targets[0]?.issue)), account };
  }
}

/** Returns the tracker of the issues. */
function expectOneProject(targets: readonly TrackedIssue[]): string {
  const [tracker = '', another] = new Set(targets.map((target) => target.tracker));
  const [, otherProject] = new Set(targets.map(({ issue }) => issue.projectId));
  if (another !== undefined || otherProject !== undefined)
    throw new GitLabError('invalid', { detail: 'severalProjects' });
  return tracker;
}

function isSameSet(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}

function confirmState(targets: readonly TrackedIssue[], state: 'opened' | 'closed'): Promise<boolean> {
  const [first] = targets;
  const iid = first?.issue.iid ?? '';
  const isOne = targets.length === 1;
  if (state === 'closed') {
    const question = isOne ? l10n.t('Close #{0}?', iid) : l10n.t('Close {0} issues?', targets.length);
    return confirmChange(targets, { question, action: l10n.t('Close') });
  }
  const question = isOne ? l10n.t('Reopen #{0}?', iid) : l10n.t('Reopen {0} issues?', targets.length);
  return confirmChange(targets, { question, action: l10n.t('Reopen') });
}
