import * as l10n from '@vscode/l10n';

/**
 * The note about a fine-grained token: its permissions, by GitLab's names for them, and that they cannot be read
 * beforehand. GitLab has called those of issues both Issue and Work Item.
 * https://docs.gitlab.com/auth/tokens/fine_grained_access_tokens/
 */
export function fineGrainedNote(): string {
  return l10n.t(
    "This token is fine-grained, so its permissions can't be checked in advance. To read issues, it needs the permissions User: Read, Metadata: Read, Project: Read, and Work Item (or Issue): Read. To edit issues, it also needs Create and Update. If a permission is missing, the error message tells you which one.",
  );
}
