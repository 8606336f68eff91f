import * as v from 'valibot';
import { l10n } from 'vscode';
import { type CommandId, commands } from '../manifest.ts';
import type { Account } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { GitLabError } from '../model/gitLabError.ts';
import type { Identity } from '../model/ports.ts';
import { labelScope } from '../model/projectChoices.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import { readAnswers } from './answers.ts';
import type { BulkWrite, BulkWriter } from './bulkWrite.ts';
import { askDueDate } from './dueDatePrompt.ts';
import { type IssueTarget, type IssueTargets, issueAnswers } from './issueTargets.ts';
import { changed, changeOf, stateChange } from './issueWrites.ts';
import { pickLabels } from './labelPicker.ts';
import { type AskedProject, memberId, memberIds, milestoneId } from './namedChoices.ts';
import { pickMilestone } from './milestonePicker.ts';
import { pickAssignees } from './peoplePicker.ts';
import type { Answers, CommandRunner } from './run.ts';

const labelAnswers = v.object({ add: v.optional(v.array(v.string())), remove: v.optional(v.array(v.string())) });
const assignAnswers = v.object({ usernames: v.optional(v.array(v.string())) });
const milestoneAnswers = v.object({ milestone: v.optional(v.nullable(v.string())) });
const isoDate = v.pipe(v.string(), v.isoDate());
const dueDateAnswers = v.object({ dueDate: v.optional(v.nullable(isoDate)) });

/** What the pickers of a command ask GitLab through. */
interface Asked extends AskedProject {
  readonly account: Account | undefined;
}

/** Changes of one issue or of many at once: from rows, from a selection, or with answers. */
export class TriageCommands {
  constructor(
    private readonly targets: IssueTargets,
    private readonly synchroniser: Synchroniser,
    private readonly identity: Identity,
    private readonly writer: BulkWriter,
    private readonly clock: Clock,
  ) {}

  register(run: CommandRunner): void {
    const { synchroniser } = this;
    this.add(run, commands.closeIssue, [], () => Promise.resolve(stateChange(synchroniser, 'closed')));
    this.add(run, commands.reopenIssue, [], () => Promise.resolve(stateChange(synchroniser, 'opened')));
    this.add(run, commands.editLabels, ['add', 'remove'], (targets, answers) => this.labels(targets, answers));
    this.add(run, commands.assign, ['usernames'], (targets, answers) => this.assignees(targets, answers));
    this.add(run, commands.assignToMe, [], (targets) => this.toMe(targets));
    this.add(run, commands.setMilestone, ['milestone'], (targets, answers) => this.milestone(targets, answers));
    this.add(run, commands.setDueDate, ['dueDate'], (targets, answers) => this.dueDate(targets, answers));
  }

  /** @param names of the answers beyond those that name the issues. */
  private add(
    run: CommandRunner,
    id: CommandId,
    names: readonly string[],
    ask: (targets: readonly IssueTarget[], answers: Answers | undefined) => Promise<BulkWrite | undefined>,
  ): void {
    run.register(id, async (input) => {
      const { answers } = input;
      if (answers) {
        const others = Object.entries(answers).filter(([name]) => !names.includes(name));
        readAnswers(issueAnswers, Object.fromEntries(others));
      }
      const targets = await this.targets.find(input);
      const write = targets.length > 0 ? await ask(targets, answers) : undefined;
      if (!write) return;
      await (answers ? this.writer.runFor(targets, write) : this.writer.runVisibly(targets, write));
    });
  }

  private async labels(targets: readonly IssueTarget[], answers: Answers | undefined): Promise<BulkWrite | undefined> {
    const { add, remove } = readAnswers(labelAnswers, answers ?? {});
    const issues = targets.map(({ issue }) => issue);
    const given = add || remove ? { addLabels: add ?? [], removeLabels: remove ?? [] } : undefined;
    const edit =
      given ??
      (await pickLabels(issues, async () => {
        const { gateway, project } = await this.askedOf(targets);
        return gateway.listLabels(project);
      }));
    if (!edit || edit.addLabels.length + edit.removeLabels.length === 0) return undefined;
    return changeOf(
      this.synchroniser,
      l10n.t('Changing labels'),
      ({ issue }) => relabelling(issue.labels, edit),
      changed,
    );
  }

  private async assignees(targets: readonly IssueTarget[], answers: Answers | undefined) {
    const { usernames } = readAnswers(assignAnswers, answers ?? {});
    const asked = await this.askedOf(targets);
    if (usernames) {
      const ids = await memberIds(asked, usernames);
      return this.assigning(asked, () => ids);
    }
    const edit = await pickAssignees(
      targets.map(({ issue }) => issue),
      (words) => asked.gateway.findPeople(asked.project, words),
      takesMany(asked.account),
    );
    return edit && this.assigning(asked, edit);
  }

  private async toMe(targets: readonly IssueTarget[]): Promise<BulkWrite | undefined> {
    const asked = await this.askedOf(targets);
    const me = asked.account && this.identity.me(asked.account);
    if (me === undefined) throw new GitLabError('invalid', { detail: 'unknownMe' });
    const id = await memberId(asked, me);
    // Where an issue has several assignees the others stay.
    return this.assigning(asked, (others) =>
      takesMany(asked.account) ? [...others.filter((other) => other !== id), id] : [id],
    );
  }

  /** @param assignees of an issue, from those that it has. GitLab takes the whole set: it is worked out from what it has now. */
  private assigning(asked: Asked, assignees: (ids: readonly number[]) => readonly number[]): BulkWrite {
    return changeOf(
      this.synchroniser,
      l10n.t('Assigning issues'),
      async ({ issue }) => {
        const now = takesMany(asked.account) ? await asked.gateway.findIssue(asked.project, issue.iid) : issue;
        const ids = now.assignees.map(({ id }) => id);
        const assigneeIds = assignees(ids);
        return isSameSet(ids, assigneeIds) ? undefined : { assigneeIds };
      },
      changed,
    );
  }

  private async milestone(targets: readonly IssueTarget[], answers: Answers | undefined) {
    const { milestone: title } = readAnswers(milestoneAnswers, answers ?? {});
    const asked = await this.askedOf(targets);
    const id = await (typeof title === 'string'
      ? milestoneId(asked, title)
      : title === null
        ? null
        : pickMilestone(
            targets.map(({ issue }) => issue),
            () => asked.gateway.listMilestones(asked.project),
          ));
    if (id === undefined) return undefined;
    return changeOf(
      this.synchroniser,
      l10n.t('Setting the milestone'),
      ({ issue }) => ((issue.milestone?.id ?? null) === id ? undefined : { milestoneId: id }),
      changed,
    );
  }

  private async dueDate(targets: readonly IssueTarget[], answers: Answers | undefined) {
    const given = readAnswers(dueDateAnswers, answers ?? {}).dueDate;
    const issues = targets.map(({ issue }) => issue);
    const dueDate = given === undefined ? await askDueDate(issues, () => this.clock.now()) : given;
    if (dueDate === undefined) return undefined;
    return changeOf(
      this.synchroniser,
      l10n.t('Setting the due date'),
      ({ issue }) => ((issue.dueDate ?? null) === dueDate ? undefined : { dueDate }),
      changed,
    );
  }

  /** What issues can be given is asked of their project. People and milestones of one mean nothing in another. */
  private async askedOf(targets: readonly IssueTarget[]): Promise<Asked> {
    const [tracker = '', another] = new Set(targets.map((target) => target.tracker));
    if (another !== undefined) throw new GitLabError('invalid', { detail: 'severalProjects' });
    const account = this.synchroniser.trackers.find(({ key }) => key === tracker)?.account;
    return { ...(await this.synchroniser.issues.gatewayOf(tracker)), account };
  }
}

/** Of a scope an issue has one label: GitLab takes the others off, and some editions do not. */
function relabelling(
  labels: readonly string[],
  edit: { addLabels: readonly string[]; removeLabels: readonly string[] },
) {
  const addLabels = edit.addLabels.filter((label) => !labels.includes(label));
  const scopes = new Set(addLabels.map(labelScope).filter((scope) => scope !== undefined));
  const excluded = labels.filter((label) => scopes.has(labelScope(label) ?? '') && !addLabels.includes(label));
  const removeLabels = [...new Set([...edit.removeLabels.filter((label) => labels.includes(label)), ...excluded])];
  return addLabels.length + removeLabels.length === 0 ? undefined : { addLabels, removeLabels };
}

/** Several assignees come with the Enterprise Edition; whether its licence has them, the server says by what it keeps. */
function takesMany(account: Account | undefined): boolean {
  return account?.serverVersion.includes('-ee') === true;
}

function isSameSet(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
