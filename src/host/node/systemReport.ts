import { release } from 'node:os';
import { UIKind, env, l10n, version } from 'vscode';

/** The versions and the operating system for a bug report, one per line. */
export function systemReport(ownVersion: string): readonly string[] {
  const where = env.remoteName ?? (env.uiKind === UIKind.Web ? 'web' : undefined);
  return [
    `Issues for GitLab ${ownVersion}`,
    `${env.appName} ${version}, Node ${process.versions.node}`,
    `${process.platform} ${process.arch} ${release()}`,
    where === undefined
      ? l10n.t('Tested from this computer')
      : l10n.t('Tested from the remote machine, where extensions run ({0})', where),
  ];
}
