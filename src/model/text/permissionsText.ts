import * as l10n from '@vscode/l10n';
import type { TokenPermission } from '../account.ts';
import { plainText } from './plainText.ts';

/** The permissions of a fine-grained token in GitLab's words: `read_issue, create_note (project 12)`. */
export function permissionsText(all: readonly TokenPermission[]): string {
  if (all.length === 0) return l10n.t('none');
  return all
    .map(({ permissions, ...place }) => l10n.t('{0} ({1})', permissions.map(plainText).join(', '), placeText(place)))
    .join('; ');
}

function placeText({ access, projectId, groupId }: Omit<TokenPermission, 'permissions'>): string {
  if (projectId !== undefined) return l10n.t('project {0}', projectId);
  if (groupId !== undefined) return l10n.t('group {0}', groupId);
  return access.replaceAll('_', ' ');
}
