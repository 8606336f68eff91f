import * as l10n from '@vscode/l10n';
import type { IssueField } from '../issueBase.ts';

/** The message if a field of an issue has another value than the change started from. */
export function changedFieldText(field: IssueField | undefined): string {
  switch (field) {
    case 'title':
      return l10n.t('The title has changed since then. Nothing was overwritten.');
    case 'state':
      return l10n.t('The issue was closed or reopened since then. Nothing was overwritten.');
    case 'labels':
      return l10n.t('These labels have changed since then. Nothing was overwritten.');
    case 'assigneeIds':
      return l10n.t('The assignees have changed since then. Nothing was overwritten.');
    case 'milestoneId':
      return l10n.t('The milestone has changed since then. Nothing was overwritten.');
    case 'dueDate':
      return l10n.t('The due date has changed since then. Nothing was overwritten.');
    case 'weight':
      return l10n.t('The weight has changed since then. Nothing was overwritten.');
    case 'confidential':
      return l10n.t('The confidentiality has changed since then. Nothing was overwritten.');
    case 'locked':
      return l10n.t('The discussion was locked or unlocked since then. Nothing was overwritten.');
    case undefined:
      return l10n.t('The issue has changed since then. Nothing was overwritten.');
  }
}
