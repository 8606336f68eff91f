import { l10n, window } from 'vscode';
import type { Memory } from '../host/memory.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { instanceLabel } from '../model/address/instanceUrl.ts';
import { plainMessage } from '../model/text/plainText.ts';
import type { Synchronizer } from '../sync/synchronizer.ts';
import { trackerTitle } from '../sync/trackers/trackerNames.ts';
import type { TrackerState } from '../sync/trackers/trackerState.ts';

const memoryKey = 'confirmedTrackers';

/**
 * Asks once before changes to a project that a workspace's settings selected, because someone else may have written
 * those settings. The workspace stores the answer. A project selected by a command needs no question.
 */
export class WriteConsent {
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly memory: Pick<Memory, 'read' | 'write'>,
  ) {}

  /** Asks the user if necessary. @param trackers the keys of the trackers to change issues in. */
  async ask(trackers: readonly string[]): Promise<boolean> {
    const open = this.openOf(trackers);
    if (open.length === 0) return true;
    const names = open
      .map((tracker) => `${plainMessage(trackerTitle(tracker))} (${instanceLabel(tracker.instance)})`)
      .join(', ');
    const change = l10n.t('Allow');
    const answer = await window.showWarningMessage(
      l10n.t('This workspace is configured to use issues from {0}. Allow changes to them?', names),
      {
        modal: true,
        detail: l10n.t("The source is set in the workspace settings, not by a Git remote. You won't be asked again."),
      },
      change,
    );
    if (answer !== change) return false;
    for (const { key } of open) this.remember(key);
    return true;
  }

  /**
   * For a caller with arguments, which never shows a question. Rejects unless it confirms, or the user allowed it
   * before.
   */
  expect(trackers: readonly string[], isConfirmed: boolean): void {
    const [open] = this.openOf(trackers);
    if (open && !isConfirmed)
      throw new GitLabError('invalid', { detail: 'trackerNotConfirmed', named: trackerTitle(open) });
    for (const { key } of this.openOf(trackers)) this.remember(key);
  }

  /** The user selected the project. */
  remember(tracker: string): void {
    this.memory.write(memoryKey, [...new Set([...this.confirmed, tracker])]);
  }

  private openOf(trackers: readonly string[]): TrackerState[] {
    const { confirmed } = this;
    return this.synchronizer.trackers.filter(
      ({ key, chosen }) => trackers.includes(key) && chosen?.byWorkspace && !confirmed.includes(key),
    );
  }

  private get confirmed(): readonly unknown[] {
    const value = this.memory.read(memoryKey);
    return Array.isArray(value) ? (value as readonly unknown[]) : [];
  }
}
