import * as l10n from '@vscode/l10n';
import { plainMessage } from '../text/plainText.ts';
import { pointInTime } from '../text/pointInTime.ts';
import type { GitLabErrorFacts, GitLabErrorReason } from './errorReason.ts';
import { invalidText } from './invalidText.ts';

/**
 * One sentence for people: what is wrong and what to do next. The sentences of a reason stand together, the general
 * one last; the committed table of test/unit/gitlab/errorCatalogue.json shows what each answer of GitLab becomes.
 */
export function errorText(reason: GitLabErrorReason, facts: GitLabErrorFacts): string {
  const host = facts.host ?? l10n.t('the GitLab server');
  if (facts.detail === 'unconfirmed') {
    return l10n.t('{0} did not confirm this: look whether it was done before you try again.', host);
  }
  if (facts.detail === 'renewalUnanswered') {
    return l10n.t(
      '{0} did not say whether it renewed the token. The old one still works, so most likely it did not: look at your tokens there before you try again.',
      host,
    );
  }
  if (facts.detail === 'renewalUnknown') {
    return l10n.t(
      '{0} did not say whether it renewed the token, and cannot be asked now: look at your tokens there. If it was renewed, the new one is lost: create another one and sign in again.',
      host,
    );
  }
  if (facts.detail === 'someFailed') {
    return plainMessage(l10n.t('Some issues were not changed: {0}', facts.serverMessage ?? ''));
  }
  // VS Code makes links, command links too, of what looks like one in a message; a server must not be able to.
  return plainMessage(sentences[reason](host, facts));
}

const sentences: Record<GitLabErrorReason, (host: string, facts: GitLabErrorFacts) => string> = {
  auth: (host, { detail }) => {
    switch (detail) {
      case 'expired':
        return l10n.t('The access token for {0} has expired: create a new one and sign in again.', host);
      case 'revoked':
        return l10n.t('The access token for {0} was revoked: create a new one and sign in again.', host);
      case 'renewalLost':
        return l10n.t(
          '{0} renewed the token, but its answer never came, so that the new one is lost: create another token and sign in again.',
          host,
        );
      case 'malformed':
        return l10n.t('This is no access token: it holds a character that no token has. Copy the token again.');
      case 'proofRequired':
        return l10n.t(
          '{0} asks for a proof of possession (DPoP) with every token, which this extension cannot give: turn it off in your GitLab preferences.',
          host,
        );
      case 'restricted':
        return l10n.t(
          '{0} allows access tokens only in clients that your administrator chose: ask them to allow this one.',
          host,
        );
      default:
        return l10n.t(
          '{0} does not accept the access token: check that it was copied whole, or create a new one.',
          host,
        );
    }
  },
  scope: (host, { detail, scopes, serverMessage }) => {
    if (detail === 'asked') {
      return l10n.t(
        'You are signed in to {0}, but the access token has only the scope {1}: the extension that asked for it needs {2}.',
        host,
        scopes?.join(', ') ?? '',
        serverMessage ?? '',
      );
    }
    if (detail === 'fineGrainedUnsupported') {
      return l10n.t('{0} does not let fine-grained access tokens do this: use a token with the scope "api".', host);
    }
    if (detail === 'fineGrained') {
      // Access denied: Your Personal Access Token lacks the required permissions: [Project: Read] for "group/project".
      const missing = /\[([^\]]+)/.exec(serverMessage ?? '')?.[1];
      if (missing !== undefined) {
        return l10n.t(
          'The fine-grained access token for {0} lacks a permission ({1}): add it in GitLab, or use a token with the scope "api".',
          host,
          missing,
        );
      }
      return l10n.t(
        'The fine-grained access token for {0} lacks a permission that this needs: add it in GitLab, or use a token with the scope "api".',
        host,
      );
    }
    if (scopes?.length) {
      return l10n.t(
        'The access token for {0} has only the scope {1}: use one with the scope "api" (or "read_api" to only read).',
        host,
        scopes.join(', '),
      );
    }
    return l10n.t('The access token for {0} lacks the scope for this: use one with the scope "api".', host);
  },
  forbidden: (host, { detail, serverMessage }) => {
    switch (detail) {
      case 'account':
        return l10n.t(
          '{0} refuses your account ({1}): sign in on its website to see what it asks for.',
          host,
          serverMessage ?? '',
        );
      case 'readOnlyInstance':
        return l10n.t('{0} is read-only at the moment: try again later.', host);
      default:
        return l10n.t(
          '{0} does not allow you to do this: your role in the project is too low, or the feature is turned off there.',
          host,
        );
    }
  },
  notFound: (host, { detail }) => {
    switch (detail) {
      case 'project':
        return l10n.t(
          'The project was not found on {0}, or your access token may not see it: check the address and ask for access.',
          host,
        );
      case 'group':
        return l10n.t(
          'The group was not found on {0}, or your access token may not see it: check the address and ask for access.',
          host,
        );
      case 'issue':
        return l10n.t(
          'The issue was not found on {0}: it was deleted or moved, or you may not see it. Refresh to see what is there.',
          host,
        );
      case 'file':
        return l10n.t('{0} has no such file, or your access token may not see it: try it in the browser.', host);
      case 'oldUploads':
        return l10n.t('{0} gives files to an access token only from GitLab 17.4 on: open it in the browser.', host);
      case 'moved':
        return l10n.t('The project has moved on {0}: refresh, then try again.', host);
      case 'route':
        return l10n.t('{0} does not know this call: its GitLab is too old, or too new, for this extension.', host);
      default:
        return l10n.t(
          'This was not found on {0}, or your access token may not see it: refresh to see what is there.',
          host,
        );
    }
  },
  invalid: invalidText,
  conflict: (host, { detail, named, serverMessage }) =>
    detail?.startsWith('untaken')
      ? untakenText(host, detail, named ?? '')
      : serverMessage
        ? l10n.t('{0} refused this ({1}): refresh to see how things are, then try again.', host, serverMessage)
        : l10n.t('{0} refused this: refresh to see how things are, then try again.', host),
  rateLimited: (host, { until }) =>
    until === undefined
      ? l10n.t('{0} asks to slow down: wait a minute, then try again.', host)
      : l10n.t('{0} asks to slow down: requests are paused until {1}.', host, pointInTime(until, until)),
  offline: (host, { code }) => {
    switch (code) {
      case 'ENOTFOUND':
      case 'EAI_AGAIN':
        return l10n.t('{0} could not be found: check the address, your network or your VPN.', host);
      case 'ECONNREFUSED':
        return l10n.t(
          '{0} refuses connections: check the address and the port, or whether the server is running.',
          host,
        );
      default:
        return l10n.t('{0} could not be reached: check your network or your VPN.', host);
    }
  },
  tls: (host, { detail, code }) => {
    switch (detail) {
      case 'expired':
        return l10n.t(
          'The certificate of {0} is not valid today ({1}): ask its administrator to renew it, and check the clock of this computer.',
          host,
          code ?? '',
        );
      case 'wrongName':
        return l10n.t('The certificate of {0} belongs to another name ({1}): check the address.', host, code ?? '');
      default:
        return l10n.t(
          'The certificate of {0} is not trusted ({1}): add its certificate authority to the trust store of your operating system, then restart VS Code.',
          host,
          code ?? '',
        );
    }
  },
  proxy: (host, { status }) =>
    status === 407
      ? l10n.t('The proxy on the way to {0} asks for a user name and a password: check the setting "http.proxy".', host)
      : l10n.t('The proxy on the way to {0} could not be used: check the setting "http.proxy".', host),
  timeout: (host) => l10n.t('{0} did not answer in time: check your network or your VPN, or try again later.', host),
  redirected: (host) =>
    l10n.t(
      '{0} sends requests elsewhere, where the access token must not go: check the address of the instance.',
      host,
    ),
  notGitLab: (host, { detail, code }) => {
    if (detail === 'https') {
      return l10n.t('{0} wants to be spoken to with encryption: use its https address.', host);
    }
    if (detail === 'elsewhere') {
      return l10n.t(
        '{0} sends requests on to {1}, where the access token must not go: if that is your GitLab, sign in there.',
        host,
        code ?? '',
      );
    }
    return detail === 'signInPage'
      ? l10n.t(
          '{0} answered with a web page to sign in on: connect through your VPN or single sign-on first, then try again.',
          host,
        )
      : l10n.t(
          '{0} answered, but not as GitLab does: check the address, with the sub-path if GitLab lives under one, and your VPN.',
          host,
        );
  },
  badData: (host, { detail }) =>
    detail === 'tooLarge'
      ? l10n.t('{0} sent an answer that is too large to be read: see the log.', host)
      : l10n.t('{0} sent an answer that could not be read: try again, and see the log if it stays.', host),
  server: (host, { detail, status }) => {
    switch (detail) {
      case 'maintenance':
        return l10n.t('{0} is being maintained and accepts no changes: try again later.', host);
      default:
        return l10n.t('{0} has a problem of its own ({1}): try again later.', host, `${status ?? ''}`);
    }
  },
  storage: (_host, { detail }) =>
    detail === 'settings'
      ? l10n.t('VS Code could not write your settings: look for a mistake in settings.json, then try again.')
      : l10n.t(
          'The access token could not be removed from the secret storage of VS Code: check the keyring of your operating system, then sign out again.',
        ),
  cancelled: (_host, { detail }) =>
    detail === 'signIn' ? l10n.t('Signing in to GitLab was cancelled.') : l10n.t('Cancelled.'),
};

/** GitLab said that all is well, and left a part out. */
function untakenText(host: string, detail: string, name: string): string {
  switch (detail) {
    case 'untaken label':
      return l10n.t('{0} did not take the label {1}: it may be gone, or your role may not create it.', host, name);
    case 'untaken assignee':
      return l10n.t('{0} did not assign everybody: somebody left the project, or this GitLab takes only one.', host);
    case 'untaken milestone':
      return l10n.t('{0} did not take the milestone: it is not there any more. Refresh to see what there is.', host);
    case 'untaken weight':
      return l10n.t('{0} did not take the weight: weights come with GitLab Premium.', host);
    default:
      return l10n.t('{0} did not take the change: refresh to see how things are.', host);
  }
}
