import { l10n, ProgressLocation, window } from 'vscode';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { plainMessage, plainText } from '../../model/text/plainText.ts';
import { loadEmoji } from '../../model/text/shownTitle.ts';
import type { Clock } from '../../model/time/clock.ts';
import { whenSlow } from '../../model/time/whenSlow.ts';
import type { IssueAct, IssueCommand } from '../../model/issueCommand.ts';
import type { AccountSource, Log } from '../../model/ports.ts';
import type { WriteConsent } from '../../views/writeConsent.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import type { IssueSender } from '../../sync/writes/issueSender.ts';
import type { Kept } from '../../sync/writes/outbox.ts';
import type { TrackerIssues } from '../../sync/mirror/trackerIssues.ts';
import type { UndoableAct, UndoHistory } from '../../sync/writes/undoHistory.ts';
import { type ErrorAction, errorAction } from '../errorAction.ts';
import { runAction } from '../runAction.ts';
import { messageName } from '../../model/text/messageName.ts';
import { keptText, showKept } from './showKept.ts';

/** The maximum number of concurrent writes. */
const atOnce = 4;
/** With fewer issues than this, progress appears only in the status bar. */
const fewIssues = 3;
/** Progress of shorter work would only flash. In milliseconds. */
const timeUntilProgress = 1_000;
/** How long a message without buttons stays in the status bar, in milliseconds. */
const timeInStatusBar = 5_000;
/** The number of failed issues for which a message shows the reason. It lists the others only by number. */
const mostExplained = 5;
const mostNumbers = 30;

/** A change to each of several issues. */
export interface BulkWrite {
  /** Shown while it runs, such as "Closing 30 issues". */
  readonly title: string;
  /**
   * The message after it, such as `Closed #114 "Login fails".` or `Closed 6 issues.`. @param name of the issue, if there
   * is only one. See {@link messageName}.
   */
  readonly done: (count: number, name: string) => string;
  /** A sentence to add to that message. Empty for none. */
  readonly remark?: () => string;
  /**
   * Resolves to `unchanged` if the issue already had the value, and nothing was sent.
   * @param mayKeep whether the outbox may keep the change if GitLab can't be reached. A caller that provides arguments
   * expects it to be done, or to fail.
   */
  readonly act: (target: TrackedIssue, mayKeep: boolean) => Promise<'done' | 'unchanged' | Kept>;
  /**
   * Called before each try of a visible change. The function that it returns is called with the issues that weren't
   * changed.
   */
  readonly begin?: (targets: readonly TrackedIssue[]) => (unchanged: readonly TrackedIssue[]) => void;
  /** The act that undoes the change of one issue. Absent if that isn't possible. Undefined if nothing has changed. */
  readonly inverse?: (target: TrackedIssue) => IssueAct | undefined;
  /** Whether it undoes another change, which the history doesn't keep. */
  readonly isUndo?: boolean;
}

/** The parts of the sync that it uses. */
export interface BulkWriterSync extends Pick<Synchronizer, 'tracker'> {
  readonly issues: Pick<TrackerIssues, 'command'>;
  readonly sender: Pick<IssueSender, 'expectDone'>;
}

type Act = (target: TrackedIssue) => ReturnType<BulkWrite['act']>;

interface Failure {
  readonly target: TrackedIssue;
  readonly error: GitLabError;
}

/** The result for each issue. */
export interface Outcome {
  readonly done: readonly TrackedIssue[];
  readonly unchanged: number;
  /** The outbox sends these later. */
  readonly kept: readonly Kept[];
  readonly failed: readonly Failure[];
}

/** Applies a change to many issues, a few at a time, and reports every failure. */
export class BulkWriter {
  /** Each change in the history, with its issues and the commands that undo it. Retry can add to them. */
  private readonly remembered = new WeakMap<
    BulkWrite,
    {
      readonly act: UndoableAct;
      readonly targets: ReadonlySet<TrackedIssue>;
      readonly commands: Map<TrackedIssue, IssueCommand>;
    }
  >();

  constructor(
    private readonly log: Log,
    private readonly consent: Pick<WriteConsent, 'ask' | 'expect'>,
    private readonly synchronizer: BulkWriterSync,
    private readonly history: UndoHistory,
    private readonly accounts: Pick<AccountSource, 'accounts'>,
    private readonly clock: Clock,
  ) {}

  /**
   * For a caller that provides arguments. Tries all issues, then rejects if any failed.
   * @param isConfirmed confirms changes to a project that the workspace's settings selected.
   */
  async runFor(targets: readonly TrackedIssue[], write: BulkWrite, isConfirmed = false): Promise<void> {
    this.consent.expect(trackersOf(targets), isConfirmed);
    const outcome = await each(
      targets,
      (target) => write.act(target, false),
      () => false,
    );
    this.remember(outcome.done, write);
    const error = failureOf(outcome);
    if (error) throw error;
  }

  /** For an issue page, which shows the result itself. Shows only a status bar message, and rejects on failure. */
  async runOnPage(target: TrackedIssue, write: BulkWrite): Promise<void> {
    if (!(await this.mayWrite([target]))) return;
    const outcome = await this.withProgress([target], write.title, write.act);
    this.remember(outcome.done, write);
    const error = failureOf(outcome);
    if (error) throw error;
    if (outcome.kept.length > 0) {
      this.rememberKept(outcome.kept, write);
      void showKept(outcome.kept, this.accounts);
      return;
    }
    const text = outcome.done.length > 0 ? write.done(1, messageName(target.issue)) : l10n.t('No changes to make.');
    window.setStatusBarMessage(text, timeInStatusBar);
  }

  /** Whether the user allows changes there. Callers of {@link attempt} ask first. */
  mayWrite(targets: readonly TrackedIssue[]): Promise<boolean> {
    return this.consent.ask(trackersOf(targets));
  }

  /**
   * For callers that report the outcome themselves. Shows nothing and never rejects. All changes fail if the user
   * hasn't allowed them.
   */
  async attempt(targets: readonly TrackedIssue[], write: BulkWrite): Promise<Outcome> {
    const act: Act = async (target) => {
      this.consent.expect([target.tracker], false);
      return write.act(target, true);
    };
    return each(targets, act, () => false);
  }

  /** Shows the final message with Undo, for a caller that made the changes through {@link attempt}. */
  sayDone(done: readonly TrackedIssue[], kept: readonly Kept[], write: BulkWrite): void {
    void showKept(kept, this.accounts);
    this.rememberKept(kept, write);
    if (done.length === 0) return;
    const act = this.remember(done, write);
    void this.showOutcome(0, write, { done, unchanged: 0, kept: [], failed: [] }, act);
  }

  /**
   * Shows progress that the user can cancel if the work takes a while, then one message, with Undo or Retry if they
   * apply.
   * @param before the issues changed by an earlier try. Undo includes them.
   * @returns the issues that weren't changed.
   */
  async runVisibly(
    targets: readonly TrackedIssue[],
    write: BulkWrite,
    before: readonly TrackedIssue[] = [],
  ): Promise<readonly TrackedIssue[]> {
    if (targets.length === 0) return [];
    if (!(await this.mayWrite(targets))) return targets;
    const end = write.begin?.(targets);
    const { done, ...rest } = await this.withProgress(targets, write.title, write.act);
    const changed = new Set(done);
    const unchanged = targets.filter((target) => !changed.has(target));
    end?.(unchanged);
    const act = this.remember([...before, ...done], write);
    this.rememberKept(rest.kept, write);
    void showKept(rest.kept, this.accounts);
    for (const failure of rest.failed) this.log.warn(`${write.title}: ${named(failure)}`);
    // The message may stay open for long, so the command doesn't wait for it.
    const left = targets.length - done.length - rest.kept.length;
    const isAllKept = done.length === 0 && left === 0 && before.length === 0;
    if (!isAllKept) void this.showOutcome(left, write, { done: [...before, ...done], ...rest }, act);
    return unchanged;
  }

  /**
   * Adds a change to the history, or to its entry there after Retry.
   * @param done all changed issues, also those of earlier tries.
   */
  private remember(done: readonly TrackedIssue[], write: BulkWrite): UndoableAct | undefined {
    const [first] = done;
    if (!first || write.isUndo) return undefined;
    const { targets, commands } = this.remembered.get(write) ?? { targets: new Set(), commands: new Map() };
    const added = done.filter((target) => !targets.has(target));
    for (const target of added) {
      const command = this.inverseCommand(target, write);
      if (command) commands.set(target, command);
    }
    const accounts = done.map(({ tracker }) => this.accountOf(tracker)).filter((key) => key !== undefined);
    const label = () => write.done(done.length, messageName(first.issue));
    const act: UndoableAct = {
      label,
      accounts: [...new Set(accounts)],
      isOver: () => write.inverse !== undefined && commands.size === 0,
      undo: write.inverse && (() => this.undo(commands, label)),
    };
    this.history.add(act, this.remembered.get(write)?.act);
    this.remembered.set(write, { act, targets: new Set(done), commands });
    return act;
  }

  /** So that Undo doesn't undo an earlier change instead without a question. The user can discard these in the view. */
  private rememberKept(kept: readonly Kept[], write: BulkWrite): void {
    if (kept.length === 0 || write.isUndo) return;
    this.history.add({ label: () => keptText(kept), accounts: [], isOver: () => false, undo: undefined });
  }

  private inverseCommand(target: TrackedIssue, write: BulkWrite): IssueCommand | undefined {
    const { tracker, issue } = target;
    const inverse = write.inverse?.(target);
    const isSignedIn = this.accountOf(tracker) !== undefined;
    return inverse && isSignedIn ? this.synchronizer.issues.command(tracker, issue, inverse) : undefined;
  }

  private accountOf(tracker: string): string | undefined {
    return this.synchronizer.tracker(tracker)?.account?.key;
  }

  /** @param act what was done, in the history. Undefined if nothing was done, or if it was itself an undo. */
  private async showOutcome(
    rest: number,
    write: BulkWrite,
    { done, unchanged, failed }: Outcome,
    act: UndoableAct | undefined,
  ): Promise<void> {
    await loadEmoji();
    const undo = l10n.t('Undo');
    const retry = l10n.t('Retry');
    const undoable = act?.undo && !act.isOver() ? act : undefined;
    if (failed.length > 0) {
      const untried = leftText(rest - unchanged - failed.length);
      const text = [failureText(failed, done.length + rest, write.isUndo), untried]
        .filter((part) => part !== '')
        .join(' ');
      const action = this.actionFor(failed);
      const others = [...(undoable ? [undo] : []), ...(action ? [action.title] : [])];
      const answer = await window.showErrorMessage(text, retry, ...others);
      const again = failed.map(({ target }) => target);
      if (answer === retry) await this.runVisibly(again, write, done);
      if (undoable && answer === undo) await this.history.undo(undoable);
      if (action && answer === action.title) await runAction(action.command, ...action.args);
      return;
    }
    const texts = [
      done[0] ? write.done(done.length, messageName(done[0].issue)) : '',
      done.length > 0 ? (write.remark?.() ?? '') : '',
      done.length === 0 && unchanged > 0 ? l10n.t('No changes to make.') : '',
      leftText(rest - unchanged),
    ];
    const text = texts.filter((part) => part !== '').join(' ');
    if (!undoable) window.setStatusBarMessage(text, timeInStatusBar);
    else if ((await window.showInformationMessage(text, undo)) === undo) await this.history.undo(undoable);
  }

  /** The action that helps if all changes failed for the same reason. */
  private actionFor([first, ...others]: readonly Failure[]): ErrorAction | undefined {
    const isSame = others.every(({ error }) => error.reason === first?.error.reason);
    return first && isSame ? errorAction(first.error, this.accounts.accounts ?? []) : undefined;
  }

  /**
   * @param commands undo the change of each issue. This removes those that are done, also after Retry, and those that
   * will never be.
   */
  private async undo(commands: Map<TrackedIssue, IssueCommand>, label: () => string): Promise<void> {
    const all = new Map(commands);
    await this.runVisibly([...all.keys()], {
      title: l10n.t('Undoing'),
      done: () => l10n.t('Undone: {0}', label()),
      isUndo: true,
      act: async (target) => {
        try {
          const command = all.get(target);
          if (command) await this.synchronizer.sender.expectDone(command, { issue: target.issue });
          commands.delete(target);
        } catch (error) {
          if (GitLabError.is(error, 'conflict', 'notFound')) commands.delete(target);
          throw error;
        }
        return 'done';
      },
    });
  }

  private async withProgress(targets: readonly TrackedIssue[], title: string, act: BulkWrite['act']): Promise<Outcome> {
    let count = 0;
    let isCancelled = false;
    let report: () => void = () => undefined;
    const counted: Act = async (target) => {
      const result = await act(target, true);
      count += 1;
      report();
      return result;
    };
    const work = each(targets, counted, () => isCancelled);
    const ended = work.then(() => undefined);
    let progressEnd: Thenable<void> | undefined;
    const outcome = await whenSlow(work, timeUntilProgress, this.clock, () => {
      const isShort = targets.length < fewIssues;
      const location = isShort ? ProgressLocation.Window : ProgressLocation.Notification;
      progressEnd = window.withProgress({ location, title, cancellable: !isShort }, (progress, token) => {
        token.onCancellationRequested(() => {
          isCancelled = true;
        });
        let reported = 0;
        report = () => {
          const increment = ((count - reported) * 100) / targets.length;
          reported = count;
          progress.report(isShort ? {} : { increment, message: `${count}/${targets.length}` });
        };
        report();
        return ended;
      });
    });
    // The message that it is done follows.
    await progressEnd;
    return outcome;
  }
}

function trackersOf(targets: readonly TrackedIssue[]): string[] {
  return targets.map(({ tracker }) => tracker);
}

/** Tries all issues, even after a failure. Canceled ones are in neither list. */
async function each(targets: readonly TrackedIssue[], act: Act, isCancelled: () => boolean): Promise<Outcome> {
  const waiting = [...targets];
  const done: TrackedIssue[] = [];
  const kept: Kept[] = [];
  const failed: Failure[] = [];
  let unchanged = 0;
  const work = async () => {
    for (let target = waiting.shift(); target && !isCancelled(); target = waiting.shift()) {
      try {
        const result = await act(target);
        if (result === 'done') done.push(target);
        else if (result === 'unchanged') unchanged += 1;
        else kept.push(result);
      } catch (error) {
        failed.push({ target, error: GitLabError.from(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { done, unchanged, kept, failed };
}

/** All failures as one error. Undefined if there are none. */
export function failureOf({ failed }: Outcome): GitLabError | undefined {
  const [first, another] = failed;
  if (!first || !another) return first?.error;
  return new GitLabError(first.error.reason, {
    ...first.error.facts,
    outcome: 'someFailed',
    explanation: failed.map(named).join('; '),
  });
}

function named({ target, error }: Failure): string {
  return `#${messageName(target.issue)}: ${error.message}`;
}

/** The numbers of the issues, with the project if there are several. */
function numbers(failed: readonly Failure[]): string {
  const isOfSeveral = new Set(failed.map(({ target }) => target.issue.projectId)).size > 1;
  const names = failed.map(({ target: { issue } }) => (isOfSeveral ? plainText(issue.reference) : `#${issue.iid}`));
  const more = names.length > mostNumbers ? ` +${names.length - mostNumbers}` : '';
  return plainMessage(names.slice(0, mostNumbers).join(', ') + more);
}

/** The number of issues left unchanged after a cancel. */
function leftText(left: number): string {
  if (left === 1) return l10n.t("Canceled. 1 issue wasn't changed.");
  return left > 0 ? l10n.t("Canceled. {0} issues weren't changed.", left) : '';
}

function failureText(failed: readonly Failure[], count: number, isUndo = false): string {
  const [first] = failed;
  if (first && count === 1) {
    const name = messageName(first.target.issue);
    return isUndo
      ? l10n.t("Couldn't undo the change to #{0}. {1}", name, first.error.message)
      : l10n.t("Couldn't change #{0}. {1}", name, first.error.message);
  }
  const reasons = new Set(failed.map(({ error }) => error.message));
  const [only = ''] = reasons;
  if (reasons.size === 1)
    return l10n.t("Couldn't change {0} of {1} issues ({2}). {3}", failed.length, count, numbers(failed), only);
  const explained = failed.slice(0, mostExplained).map(named).join(' ');
  const others = failed.slice(mostExplained);
  const also = others.length > 0 ? ` ${l10n.t('Also not changed: {0}.', numbers(others))}` : '';
  return l10n.t("Couldn't change {0} of {1} issues. {2}", failed.length, count, explained + also);
}
