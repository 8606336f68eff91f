import * as l10n from '@vscode/l10n';

/** GitLab's name for an access level. https://docs.gitlab.com/api/members/#roles */
export function roleName(accessLevel: number): string {
  switch (accessLevel) {
    case 5:
      return l10n.t('Minimal Access');
    case 10:
      return l10n.t('Guest');
    case 15:
      return l10n.t('Planner');
    case 20:
      return l10n.t('Reporter');
    case 25:
      return l10n.t('Security Manager');
    case 30:
      return l10n.t('Developer');
    case 40:
      return l10n.t('Maintainer');
    case 50:
      return l10n.t('Owner');
    default:
      return l10n.t('Role {0}', accessLevel);
  }
}
