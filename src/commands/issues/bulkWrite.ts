import { l10n, ProgressLocation, window } from 'vscode';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { plainMessage, plainText } from '../../model/text/plainText.ts';
import type { Log } from '../../model/ports.ts';
import type { WriteConsent } from '../../views/writeConsent.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';

/** The maximum number of concurrent writes. */
const atOnce = 4;
/** With fewer issues than this, a progress notification would only flash. */
const fewIssues = 3;
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
   * The message after it, such as "Closed #114." or "Closed 6 issues.". @param iid the number of the issue, if there is
   * only one.
   */
  readonly done: (count: number, iid: number) => string;
  /** A sentence to add to that message. Empty for none. */
  readonly remark?: () => string;
  /** Resolves to `unchanged` if the issue already had the value, and nothing was sent. */
  readonly act: (target: TrackedIssue) => Promise<'done' | 'unchanged'>;
  /** Undoes the change of one issue. Absent if that isn't possible. */
  readonly undo?: (target: TrackedIssue) => Promise<void>;
}

interface Failure {
  readonly target: TrackedIssue;
  readonly error: GitLabError;
}

/** The result for each issue. */
export interface Outcome {
  readonly done: readonly TrackedIssue[];
  readonly unchanged: number;
  readonly failed: readonly Failure[];
}

/** Applies a change to many issues, a few at a time, and reports every failure. */
export class BulkWriter {
  constructor(
    private readonly log: Log,
    private readonly consent: Pick<WriteConsent, 'ask' | 'expect'>,
  ) {}

  /**
   * For a caller that provides arguments. Tries all issues, then rejects if any failed.
   * @param isConfirmed confirms changes to a project that the workspace's settings selected.
   */
  async runFor(targets: readonly TrackedIssue[], write: BulkWrite, isConfirmed = false): Promise<void> {
    this.consent.expect(trackersOf(targets), isConfirmed);
    const error = failureOf(await each(targets, write.act, () => false));
    if (error) throw error;
  }

  /** For an issue page, which shows the result itself. Shows only a status bar message, and rejects on failure. */
  async runOnPage(target: TrackedIssue, write: BulkWrite): Promise<void> {
    if (!(await this.mayWrite([target]))) return;
    const outcome = await this.withProgress([target], write.title, write.act);
    const error = failureOf(outcome);
    if (error) throw error;
    const text = outcome.done.length > 0 ? write.done(1, target.issue.iid) : l10n.t('No changes to make.');
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
    const act: BulkWrite['act'] = async (target) => {
      this.consent.expect([target.tracker], false);
      return write.act(target);
    };
    return each(targets, act, () => false);
  }

  /** Shows the final message with Undo, for a caller that made the changes through {@link attempt}. */
  sayDone(done: readonly TrackedIssue[], write: BulkWrite): void {
    if (done.length > 0) void this.showOutcome(0, write, { done, unchanged: 0, failed: [] });
  }

  /**
   * Shows progress that the user can cancel, then one message, with Undo or Retry if they apply.
   * @param before the issues changed by an earlier try. Undo includes them.
   */
  async runVisibly(
    targets: readonly TrackedIssue[],
    write: BulkWrite,
    before: readonly TrackedIssue[] = [],
  ): Promise<void> {
    if (targets.length === 0 || !(await this.mayWrite(targets))) return;
    const { done, ...rest } = await this.withProgress(targets, write.title, write.act);
    for (const failure of rest.failed) this.log.warn(`${write.title}: ${named(failure)}`);
    // The message may stay open for long, so the command doesn't wait for it.
    void this.showOutcome(targets.length - done.length, write, { done: [...before, ...done], ...rest });
  }

  private async showOutcome(rest: number, write: BulkWrite, { done, unchanged, failed }: Outcome): Promise<void> {
    const undo = l10n.t('Undo');
    const retry = l10n.t('Retry');
    const canUndo = write.undo !== undefined && done.length > 0;
    if (failed.length > 0) {
      const untried = leftText(rest - unchanged - failed.length);
      const text = [failureText(failed, done.length + rest), untried].filter((part) => part !== '').join(' ');
      const answer = await window.showErrorMessage(text, retry, ...(canUndo ? [undo] : []));
      const again = failed.map(({ target }) => target);
      if (answer === retry) await this.runVisibly(again, write, done);
      if (answer === undo) await this.undo(done, write);
      return;
    }
    const texts = [
      done.length > 0 ? write.done(done.length, done[0]?.issue.iid ?? 0) : '',
      done.length > 0 ? (write.remark?.() ?? '') : '',
      done.length === 0 && unchanged > 0 ? l10n.t('No changes to make.') : '',
      leftText(rest - unchanged),
    ];
    const text = texts.filter((part) => part !== '').join(' ');
    if (!canUndo) window.setStatusBarMessage(text, timeInStatusBar);
    else if ((await window.showInformationMessage(text, undo)) === undo) await this.undo(done, write);
  }

  private async undo(done: readonly TrackedIssue[], { undo }: BulkWrite): Promise<void> {
    await this.runVisibly(done, {
      title: l10n.t('Undoing'),
      done: (count, iid) =>
        count === 1 ? l10n.t('Undid the change to #{0}.', iid) : l10n.t('Undid the change to {0} issues.', count),
      act: async (target) => {
        await undo?.(target);
        return 'done';
      },
    });
  }

  private async withProgress(targets: readonly TrackedIssue[], title: string, act: BulkWrite['act']): Promise<Outcome> {
    if (targets.length < fewIssues)
      return window.withProgress({ location: ProgressLocation.Window, title }, () => each(targets, act, () => false));
    return window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        let count = 0;
        return each(
          targets,
          async (target) => {
            const result = await act(target);
            count += 1;
            progress.report({ increment: 100 / targets.length, message: `${count}/${targets.length}` });
            return result;
          },
          () => token.isCancellationRequested,
        );
      },
    );
  }
}

function trackersOf(targets: readonly TrackedIssue[]): string[] {
  return targets.map(({ tracker }) => tracker);
}

/** Tries all issues, even after a failure. Canceled ones are in neither list. */
async function each(
  targets: readonly TrackedIssue[],
  act: BulkWrite['act'],
  isCancelled: () => boolean,
): Promise<Outcome> {
  const waiting = [...targets];
  const done: TrackedIssue[] = [];
  const failed: Failure[] = [];
  let unchanged = 0;
  const work = async () => {
    for (let target = waiting.shift(); target && !isCancelled(); target = waiting.shift()) {
      try {
        if ((await act(target)) === 'done') done.push(target);
        else unchanged += 1;
      } catch (error) {
        failed.push({ target, error: GitLabError.from(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { done, unchanged, failed };
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
  return `#${target.issue.iid}: ${error.message}`;
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

function failureText(failed: readonly Failure[], count: number): string {
  const [first] = failed;
  if (first && count === 1) return named(first);
  const reasons = new Set(failed.map(({ error }) => error.message));
  const [only = ''] = reasons;
  if (reasons.size === 1)
    return l10n.t("Couldn't change {0} of {1} issues ({2}). {3}", failed.length, count, numbers(failed), only);
  const explained = failed.slice(0, mostExplained).map(named).join(' ');
  const others = failed.slice(mostExplained);
  const also = others.length > 0 ? ` ${l10n.t('Also not changed: {0}.', numbers(others))}` : '';
  return l10n.t("Couldn't change {0} of {1} issues. {2}", failed.length, count, explained + also);
}
