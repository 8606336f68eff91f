import * as l10n from '@vscode/l10n';
import type { TokenPermission } from '../account.ts';
import { permissionsText } from './permissionsText.ts';

/**
 * The note about a fine-grained token. It lists the required permissions by their GitLab names, because the extension
 * doesn't check them in advance. GitLab has called the permissions for issues both Issue and Work Item.
 * https://docs.gitlab.com/auth/tokens/fine_grained_access_tokens/
 */
export function fineGrainedNote(permissions?: readonly TokenPermission[]): string {
  if (permissions)
    return l10n.t(
      'This token is fine-grained. It has these permissions: {0}. To read issues, it requires User: Read, Metadata: Read, Project: Read, and Work Item (or Issue): Read. To edit issues, it also requires Create and Update.',
      permissionsText(permissions),
    );
  return l10n.t(
    "This token is fine-grained, so its permissions can't be checked in advance. To read issues, it requires the permissions User: Read, Metadata: Read, Project: Read, and Work Item (or Issue): Read. To edit issues, it also requires Create and Update. If a permission is missing, it's listed in the error message.",
  );
}
