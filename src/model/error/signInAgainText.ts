import * as l10n from '@vscode/l10n';
import { plainMessage, plainText } from '../text/plainText.ts';
import { GitLabError } from './gitLabError.ts';

/**
 * The short message for an invalid token, for places that don't explain the cause, because a notification already does.
 * Undefined for any other error, and if another token wouldn't help.
 */
export function signInAgainText(error: GitLabError | undefined): string | undefined {
  if (!GitLabError.is(error, 'auth') || isAboutServer(error)) return undefined;
  return plainMessage(l10n.t('Sign in to {0} again.', plainText(error.facts.host ?? 'GitLab')));
}

/** Whether the server would reject another token, too. */
function isAboutServer({ facts: { detail } }: GitLabError<'auth'>): boolean {
  return detail === 'proofRequired' || detail === 'restricted';
}
