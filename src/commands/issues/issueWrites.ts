import { l10n } from 'vscode';
import type { IssueAct } from '../../model/issueCommand.ts';
import type { IssueChange } from '../../model/issueChange.ts';
import type { Issue } from '../../model/issue.ts';
import { plainMessage } from '../../model/text/plainText.ts';
import { inverseAct } from '../../model/inverseAct.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { BulkWrite } from './bulkWrite.ts';
import { asChanged, sendOrKeep, sendTo } from './sendTo.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';

/**
 * Creates a change to each of several issues, with its undo.
 * @param change returns the change to send for an issue. Undefined if the issue already has the value.
 * @param done returns the message for one issue, and for several.
 */
export function changeOf(
  synchronizer: Synchronizer,
  title: string,
  change: (target: TrackedIssue) => IssueChange | undefined | Promise<IssueChange | undefined>,
  done: BulkWrite['done'],
): BulkWrite {
  const inverses = new Map<Issue, IssueAct>();
  const closed = new Set<string>();
  return {
    title,
    done,
    act: async (target, mayKeep) => {
      const wanted = await change(mayKeep ? { ...target, issue: asChanged(synchronizer, target) } : target);
      if (!wanted) return 'unchanged';
      const send = mayKeep ? sendOrKeep : sendTo;
      const sent = await send(synchronizer, target, { kind: 'change', change: wanted });
      if (sent.how === 'kept') return sent;
      const { issue: after } = sent;
      if (!after) return 'done';
      const inverse = inverseAct(wanted, target.issue, after);
      if (inverse) inverses.set(target.issue, inverse);
      const { milestone } = after;
      if (milestone?.id === wanted.milestoneId && milestone?.isActive === false) closed.add(milestone.title);
      return 'done';
    },
    // GitLab also accepts closed milestones, so the message mentions it.
    remark: () => {
      const [title] = closed;
      return title === undefined ? '' : l10n.t("The milestone '{0}' is closed.", plainMessage(title));
    },
    inverse: ({ issue }) => inverses.get(issue),
  };
}

/** Closes or reopens issues. */
export function stateChange(synchronizer: Synchronizer, state: 'opened' | 'closed'): BulkWrite {
  const isClosing = state === 'closed';
  return changeOf(
    synchronizer,
    isClosing ? l10n.t('Closing issues') : l10n.t('Reopening issues'),
    ({ issue }) => (issue.state === state ? undefined : { state }),
    (count, name) => {
      if (isClosing) return count === 1 ? l10n.t('Closed #{0}.', name) : l10n.t('Closed {0} issues.', count);
      return count === 1 ? l10n.t('Reopened #{0}.', name) : l10n.t('Reopened {0} issues.', count);
    },
  );
}

/** Each text names what was changed. */
export const changedTexts = {
  labels: (count, name) =>
    count === 1 ? l10n.t('Updated labels on #{0}.', name) : l10n.t('Updated labels on {0} issues.', count),
  assignees: (count, name) =>
    count === 1 ? l10n.t('Updated assignees on #{0}.', name) : l10n.t('Updated assignees on {0} issues.', count),
  milestone: (count, name) =>
    count === 1
      ? l10n.t('Updated the milestone on #{0}.', name)
      : l10n.t('Updated the milestone on {0} issues.', count),
  dueDate: (count, name) =>
    count === 1 ? l10n.t('Updated the due date on #{0}.', name) : l10n.t('Updated the due date on {0} issues.', count),
  title: (_, name) => l10n.t('Updated the title of #{0}.', name),
  weight: (count, name) =>
    count === 1 ? l10n.t('Updated the weight of #{0}.', name) : l10n.t('Updated the weight of {0} issues.', count),
  estimate: (count, name) =>
    count === 1
      ? l10n.t('Updated the estimate for #{0}.', name)
      : l10n.t('Updated the estimate for {0} issues.', count),
  confidential: (count, name) =>
    count === 1 ? l10n.t('Made #{0} confidential.', name) : l10n.t('Made {0} issues confidential.', count),
  public: (count, name) =>
    count === 1
      ? l10n.t('Turned off confidentiality for #{0}.', name)
      : l10n.t('Turned off confidentiality for {0} issues.', count),
  locked: (count, name) =>
    count === 1
      ? l10n.t('Locked the discussion of #{0}.', name)
      : l10n.t('Locked the discussions of {0} issues.', count),
  unlocked: (count, name) =>
    count === 1
      ? l10n.t('Unlocked the discussion of #{0}.', name)
      : l10n.t('Unlocked the discussions of {0} issues.', count),
} as const satisfies Record<string, BulkWrite['done']>;
