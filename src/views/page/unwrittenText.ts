import { FileSystemError, l10n } from 'vscode';

/** Why a file could not be written where somebody wanted it. @param thrown by `workspace.fs`. */
export function unwrittenText(name: string, thrown: unknown): string {
  const code = thrown instanceof FileSystemError ? thrown.code : '';
  const told = thrown instanceof Error ? thrown.message : '';
  if (code === 'NoPermissions' || /\bE(?:ACCES|PERM)\b/.test(told)) {
    return l10n.t('{0} could not be written there: you have no permission to.', name);
  }
  if (code === 'FileIsADirectory') return l10n.t('{0} could not be written there: a folder has that name.', name);
  // VS Code has no code for these.
  if (/\b(?:ENOSPC|EDQUOT)\b/.test(told)) return l10n.t('{0} could not be written there: the disk is full.', name);
  if (/\bEROFS\b/.test(told)) return l10n.t('{0} could not be written there: that disk cannot be changed.', name);
  if (code === 'FileNotFound' || /\b(?:ENOTDIR|ENOENT)\b|is not a directory/i.test(told)) {
    return l10n.t('{0} could not be written there: that folder is not there.', name);
  }
  return l10n.t('{0} could not be written there: the disk did not take it.', name);
}
