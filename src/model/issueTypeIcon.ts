import * as l10n from '@vscode/l10n';
import type { IssueType } from './issue.ts';

const icons: Readonly<Record<string, string>> = {
  incident: 'flame',
  task: 'tasklist',
  test_case: 'beaker',
  requirement: 'checklist',
  ticket: 'mail',
  epic: 'layers',
  objective: 'target',
  key_result: 'key',
};

/** The name of a VS Code icon. https://code.visualstudio.com/api/references/icons-in-labels */
export function issueTypeIcon(type: IssueType): string {
  return icons[type] ?? 'issues';
}

/** The display name. An unknown type is shown as an issue. */
export function issueTypeName(type: IssueType): string {
  switch (type) {
    case 'incident':
      return l10n.t('Incident');
    case 'task':
      return l10n.t('Task');
    case 'test_case':
      return l10n.t('Test case');
    case 'requirement':
      return l10n.t('Requirement');
    case 'ticket':
      return l10n.t('Ticket');
    case 'epic':
      return l10n.t('Epic');
    case 'objective':
      return l10n.t('Objective');
    case 'key_result':
      return l10n.t('Key result');
    default:
      return l10n.t('Issue');
  }
}
