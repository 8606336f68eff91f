import * as l10n from '@vscode/l10n';
import { commands, settings } from '../manifest.ts';
import { type Account, isReadOnly } from '../model/account.ts';
import { instanceLabel } from '../model/address/instanceUrl.ts';
import type { GitLabErrorReason } from '../model/error/errorReason.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { signInAgainText } from '../model/error/signInAgainText.ts';

/** A button of an error message. */
export interface ErrorAction {
  readonly title: string;
  readonly command: string;
  readonly args: readonly unknown[];
}

const aboutNetwork: readonly GitLabErrorReason[] = ['offline', 'tls', 'proxy', 'timeout', 'redirected', 'notGitLab'];

/** The action that helps after an error. Undefined if there is none. The user can open the log in any case. */
export function errorAction(error: GitLabError, accounts: readonly Account[]): ErrorAction | undefined {
  const { page } = error.facts;
  if (page !== undefined) return { title: l10n.t('Open in Browser'), command: 'vscode.open', args: [page] };
  const account = accounts.find(({ instance }) => instanceLabel(instance) === error.facts.host);
  // Asks only for what isn't known.
  const there = account ? [{ url: account.instance }] : [];
  if (aboutNetwork.includes(error.reason)) {
    const args = there.map((known) => ({ ...known, show: true }));
    return { title: l10n.t('Check Connection'), command: commands.checkConnection, args };
  }
  if (signInAgainText(error) !== undefined) return { title: l10n.t('Sign In'), command: commands.signIn, args: there };
  if (error.reason === 'scope') {
    const command = account && isReadOnly(account) ? commands.useWritingToken : commands.signIn;
    return { title: l10n.t('Sign In'), command, args: there };
  }
  if (GitLabError.is(error, 'notFound', 'conflict'))
    return { title: l10n.t('Refresh'), command: commands.refresh, args: [] };
  if (GitLabError.is(error, 'storage') && error.facts.detail === 'settings')
    return { title: l10n.t('Open Settings (JSON)'), command: 'workbench.action.openSettingsJson', args: [] };
  return GitLabError.is(error, 'invalid') ? actionForInput(error) : undefined;
}

function actionForInput({ facts: { detail } }: GitLabError<'invalid'>): ErrorAction | undefined {
  switch (detail) {
    case 'notSignedIn':
      return { title: l10n.t('Sign In'), command: commands.signIn, args: [] };
    case 'notRenewable':
    case 'noUsableToken':
      return { title: l10n.t('Create Access Token'), command: commands.openTokenPage, args: [] };
    case 'unknownMe':
      return { title: l10n.t('Select Your Username'), command: commands.manageAccounts, args: [] };
    case 'notInWindow':
      return { title: l10n.t('Add Project'), command: commands.addProject, args: [] };
    case 'unknownQuery':
    case 'queryName': {
      const setting = `${settings.section}.${settings.queries}`;
      return { title: l10n.t('Open Settings'), command: 'workbench.action.openSettings', args: [setting] };
    }
    default:
      return undefined;
  }
}
