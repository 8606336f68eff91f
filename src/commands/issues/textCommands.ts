import * as v from 'valibot';
import { l10n } from 'vscode';
import { type CommandId, commands } from '../../manifest.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { inverseAct } from '../../model/inverseAct.ts';
import type { IssueAct } from '../../model/issueCommand.ts';
import { readTimeAmount } from '../../model/time/timeAmount.ts';
import type { Drafts } from '../../sync/page/drafts.ts';
import { readPaletteDraft } from '../../sync/page/paletteDraft.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { Kept } from '../../sync/writes/outbox.ts';
import { type BulkWrite, type BulkWriter, failureOf } from './bulkWrite.ts';
import { issueEntries } from './issueTargets.ts';
import { changedTexts, changeOf } from './issueWrites.ts';
import { asChanged, sendOrKeep, sendTo } from './sendTo.ts';
import { askAndSend } from '../pickers/sendingBox.ts';
import { titleProblem } from '../../model/titleProblem.ts';
import type { WriteCommands } from './writeCommands.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';

const titleAnswers = v.strictObject({ ...issueEntries, title: v.optional(v.string()) });
const commentAnswers = v.strictObject({
  ...issueEntries,
  body: v.optional(v.string()),
  internal: v.optional(v.boolean()),
});
const spentAnswers = v.strictObject({
  ...issueEntries,
  duration: v.optional(v.string()),
  summary: v.optional(v.string()),
});
const estimateAnswers = v.strictObject({ ...issueEntries, duration: v.optional(v.nullable(v.string())) });
const weightAnswers = v.strictObject({
  ...issueEntries,
  weight: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)))),
});
/** Commands with text input: title, comment, time spent, and weight. */
export class TextCommands {
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly writer: BulkWriter,
    private readonly drafts: Drafts,
  ) {}

  register(write: WriteCommands): void {
    write.add(commands.editTitle, titleAnswers, (targets, given) => this.title(targets, given ?? {}));
    write.add(commands.comment, commentAnswers, (targets, given) => this.comment(targets, given ?? {}));
    write.add(commands.addSpentTime, spentAnswers, (targets, given) => this.spend(targets, given ?? {}));
    write.add(commands.setEstimate, estimateAnswers, (targets, given) => this.estimate(targets, given ?? {}));
    write.add(commands.setWeight, weightAnswers, (targets, given) => this.weight(targets, given ?? {}));
  }

  private title(targets: readonly TrackedIssue[], { title: given }: v.InferOutput<typeof titleAnswers>) {
    const [target, another] = targets;
    if (!target || another) throw new GitLabError('invalid', { detail: 'severalTitles' });
    // After a conflict, the title that someone else entered, which the user then replaces.
    let base = asChanged(this.synchronizer, target).title;
    const writeOf = (text: string): BulkWrite => {
      const title = text.trim();
      if (title === '') throw new GitLabError('invalid', { detail: 'noTitle' });
      let inverse: IssueAct | undefined;
      return {
        title: l10n.t('Updating the title'),
        done: changedTexts.title,
        act: async (_, mayKeep) => {
          if (title === base) return 'unchanged';
          const send = mayKeep ? sendOrKeep : sendTo;
          const sent = await send(this.synchronizer, target, { kind: 'title', title, base }).catch(
            (thrown: unknown) => {
              const { detail, named } = GitLabError.from(thrown).facts;
              if (detail === 'newTitle') base = named ?? base;
              throw thrown;
            },
          );
          if (sent.how === 'kept') return sent;
          if (sent.issue) inverse = inverseAct({ title }, target.issue, sent.issue);
          return 'done';
        },
        inverse: () => inverse,
      };
    };
    if (given !== undefined) return writeOf(given);
    return this.ask(commands.editTitle, targets, {
      title: l10n.t('Title of #{0}', target.issue.iid),
      prompt: l10n.t('Enter a new title'),
      value: base,
      problem: titleProblem,
      writeOf,
    });
  }

  private comment(
    targets: readonly TrackedIssue[],
    { body: given, internal = false }: v.InferOutput<typeof commentAnswers>,
  ) {
    const writeOf = (body: string): BulkWrite => {
      if (body.trim() === '') throw new GitLabError('invalid', { detail: 'noText' });
      return {
        title: l10n.t('Commenting'),
        done: (count, name) =>
          count === 1 ? l10n.t('Commented on #{0}.', name) : l10n.t('Commented on {0} issues.', count),
        act: this.sending({ kind: 'comment', body, internal, thread: false }),
      };
    };
    if (given !== undefined) return writeOf(given);
    return this.ask(commands.comment, targets, {
      title: this.titleOf(targets, l10n.t('Comment on')),
      prompt: l10n.t('Enter a comment. You can use Markdown and quick actions such as /close.'),
      value: '',
      problem: () => undefined,
      writeOf,
    });
  }

  private spend(targets: readonly TrackedIssue[], { duration: given, summary }: v.InferOutput<typeof spentAnswers>) {
    const writeOf = (text: string): BulkWrite => {
      const duration = expectAmount(text, 'spent');
      const taken = duration.startsWith('-') ? duration.slice(1) : `-${duration}`;
      return {
        title: l10n.t('Adding time spent'),
        done: (count, name) =>
          count === 1
            ? l10n.t('Updated time spent on #{0} ({1}).', name, duration)
            : l10n.t('Updated time spent on {0} issues ({1}).', count, duration),
        act: this.sending({ kind: 'addSpentTime', duration, ...(summary === undefined ? {} : { summary }) }),
        inverse: () => ({ kind: 'addSpentTime', duration: taken }),
      };
    };
    if (given !== undefined) return writeOf(given);
    return this.ask(commands.addSpentTime, targets, {
      title: this.titleOf(targets, l10n.t('Time Spent on')),
      prompt: l10n.t('Enter an amount of time, such as 1h 30m or 2d. Use a minus sign to subtract time.'),
      value: '',
      problem: (text) => amountProblem(text, 'spent'),
      writeOf,
    });
  }

  private estimate(targets: readonly TrackedIssue[], { duration: given }: v.InferOutput<typeof estimateAnswers>) {
    const writeOf = (text: string | null): BulkWrite => {
      const duration = isNone(text) ? null : expectAmount(text, 'estimate');
      return {
        title: l10n.t('Setting the estimate'),
        done: changedTexts.estimate,
        act: this.sending({ kind: 'setEstimate', duration }),
      };
    };
    if (given !== undefined) return writeOf(given);
    return this.ask(commands.setEstimate, targets, {
      title: this.titleOf(targets, l10n.t('Estimate for')),
      prompt: l10n.t('Enter an amount of time, such as 1h 30m or 2d. Leave empty to remove the estimate.'),
      value: '',
      problem: (text) => (isNone(text) ? undefined : amountProblem(text, 'estimate')),
      writeOf,
    });
  }

  private weight(targets: readonly TrackedIssue[], { weight: given }: v.InferOutput<typeof weightAnswers>) {
    const writeOf = (weight: number | null) =>
      changeOf(
        this.synchronizer,
        l10n.t('Setting the weight'),
        ({ issue }) => ((issue.weight ?? null) === weight ? undefined : { weight }),
        changedTexts.weight,
      );
    if (given !== undefined) return writeOf(given);
    const [current, another] = new Set(targets.map(({ issue }) => issue.weight));
    const isSame = another === undefined;
    return this.ask(commands.setWeight, targets, {
      title: this.titleOf(targets, l10n.t('Weight for')),
      prompt: isSame
        ? l10n.t('Enter a whole number (0 or greater). Leave empty to remove the weight.')
        : l10n.t("Enter a whole number (0 or greater), or 'none' to remove the weight."),
      value: isSame ? `${current ?? ''}` : '',
      // The box is also empty if the issues have different weights. Leaving it empty must not clear them.
      problem: (text) =>
        readWeight(text) === undefined || (!isSame && text.trim() === '')
          ? l10n.t("Enter a whole number (0 or greater), or 'none'.")
          : undefined,
      writeOf: (text) => writeOf(readWeight(text) ?? null),
    });
  }

  private sending(act: IssueAct): BulkWrite['act'] {
    return async (target, mayKeep) => {
      const sent = await (mayKeep ? sendOrKeep : sendTo)(this.synchronizer, target, act);
      return sent.how === 'kept' ? sent : 'done';
    };
  }

  /**
   * Shows a box that stays open until everything is sent, so that no text is lost. After a failure, it sends the text
   * only to the remaining issues.
   */
  private async ask(
    id: CommandId,
    targets: readonly TrackedIssue[],
    box: {
      readonly title: string;
      readonly prompt: string;
      readonly value: string;
      readonly problem: (text: string) => string | undefined;
      readonly writeOf: (text: string) => BulkWrite;
    },
  ): Promise<undefined> {
    // Asks this first, so that the typed text can't be lost to a later question.
    if (!(await this.writer.mayWrite(targets))) return undefined;
    let left = targets;
    const done: TrackedIssue[] = [];
    const kept: Kept[] = [];
    // The user can change the text for those that failed. Each change has its own way to undo it.
    const writes = new Map<TrackedIssue, BulkWrite>();
    let last: BulkWrite | undefined;
    const draft = await this.draftOf(id, targets);
    const send = async (typed: string) => {
      const write = box.writeOf(typed);
      last = write;
      const outcome = await this.writer.attempt(left, write);
      for (const target of outcome.done) writes.set(target, write);
      done.push(...outcome.done);
      kept.push(...outcome.kept);
      left = outcome.failed.map(({ target }) => target);
      const failure = failureOf(outcome);
      if (failure) throw failure;
    };
    try {
      await askAndSend({ ...box, draft, send });
    } finally {
      if (last) {
        const inverse = (target: TrackedIssue) => writes.get(target)?.inverse?.(target);
        this.writer.sayDone(done, kept, last.inverse ? { ...last, inverse } : last);
      }
    }
    return undefined;
  }

  private async draftOf(id: CommandId, targets: readonly TrackedIssue[]) {
    const account = this.synchronizer.tracker(targets[0]?.tracker)?.account?.key;
    const issues = targets.map(({ issue }) => issue);
    if (account === undefined) return undefined;
    return readPaletteDraft(this.drafts, { command: id, account }, issues);
  }

  private titleOf(targets: readonly TrackedIssue[], what: string): string {
    const [only, another] = targets;
    return another ? l10n.t('{0} {1} Issues', what, targets.length) : `${what} #${only?.issue.iid ?? ''}`;
  }
}

function expectAmount(text: string | null, use: 'estimate' | 'spent'): string {
  const amount = readTimeAmount(text ?? '', use);
  if (amount === undefined) throw new GitLabError('invalid', { detail: 'timeAmount' });
  return amount;
}

function amountProblem(text: string, use: 'estimate' | 'spent'): string | undefined {
  if (text.trim() === '' || readTimeAmount(text, use) !== undefined) return undefined;
  return new GitLabError('invalid', { detail: 'timeAmount' }).message;
}

function isNone(text: string | null): boolean {
  return text === null || ['', '0', 'none'].includes(text.trim().toLowerCase());
}

/** The weight that the user typed. Null for none, and undefined for an invalid one. */
function readWeight(text: string): number | null | undefined {
  const words = text.trim().toLowerCase();
  if (['', 'none'].includes(words)) return null;
  return /^\d{1,9}$/.test(words) ? Number(words) : undefined;
}
