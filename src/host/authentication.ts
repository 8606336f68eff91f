import { authentication, type AuthenticationProvider, type Disposable, l10n } from 'vscode';
import { authenticationId } from '../manifest.ts';

/** Shows the accounts in VS Code's Accounts menu, and offers them to other extensions. Dispose to stop. */
export function offerSessions(provider: AuthenticationProvider): Disposable {
  return authentication.registerAuthenticationProvider(authenticationId, l10n.t('GitLab Issues'), provider, {
    supportsMultipleAccounts: true,
  });
}
