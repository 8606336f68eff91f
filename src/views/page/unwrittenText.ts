import { FileSystemError, l10n } from 'vscode';
import { plainText } from '../../model/text/plainText.ts';

/** Why a file couldn't be saved. @param thrown by `workspace.fs`. */
export function unwrittenText(fileName: string, thrown: unknown): string {
  const name = plainText(fileName);
  const code = thrown instanceof FileSystemError ? thrown.code : '';
  const told = thrown instanceof Error ? thrown.message : '';
  if (code === 'NoPermissions' || /\bE(?:ACCES|PERM)\b/.test(told)) {
    return l10n.t("Couldn't save {0}. You don't have permission to write to this folder.", name);
  }
  if (code === 'FileIsADirectory') return l10n.t("Couldn't save {0}. A folder with this name already exists.", name);
  // VS Code has no code for these.
  if (/\b(?:ENOSPC|EDQUOT)\b/.test(told)) return l10n.t("Couldn't save {0}. The disk is full.", name);
  if (/\bEROFS\b/.test(told)) return l10n.t("Couldn't save {0}. The disk is read-only.", name);
  if (code === 'FileNotFound' || /\b(?:ENOTDIR|ENOENT)\b|is not a directory/i.test(told)) {
    return l10n.t("Couldn't save {0}. The folder doesn't exist.", name);
  }
  return l10n.t("Couldn't save {0} to this folder.", name);
}
