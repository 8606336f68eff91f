import { authentication, type AuthenticationProvider, type Disposable, l10n } from 'vscode';
import { authenticationId } from '../manifest.ts';

/** Lets VS Code's Accounts menu show the accounts, and other extensions ask for one. Give it back by disposing of it. */
export function offerSessions(provider: AuthenticationProvider): Disposable {
  return authentication.registerAuthenticationProvider(authenticationId, l10n.t('GitLab Issues'), provider, {
    supportsMultipleAccounts: true,
  });
}
