import * as l10n from '@vscode/l10n';
import { plainMessage } from './plainText.ts';
import { pointInTime } from './pointInTime.ts';
import type { GitLabErrorFacts, GitLabErrorReason } from './errorReason.ts';

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
  invalid: (host, { detail, serverMessage, named, actual }) => {
    switch (detail) {
      case 'instanceUrl':
        return l10n.t('This is no address of a GitLab instance: enter one such as https://gitlab.example.com.');
      case 'plainHttp':
        return l10n.t(
          '{0} would be spoken to without encryption, so that others could read the access token: use https, or allow it explicitly.',
          host,
        );
      case 'noToken':
        return l10n.t('An access token is needed to sign in to {0}.', host);
      case 'arguments':
        return l10n.t('The command was called with an argument it does not know: {0}.', serverMessage ?? '');
      case 'notConfirmed':
        return l10n.t('Renewing a token makes the old one useless everywhere: call the command with "confirm": true.');
      case 'expiry':
        return l10n.t('The new expiry must be a day (YYYY-MM-DD) between tomorrow and 365 days from now.');
      case 'notRenewable':
        return l10n.t(
          '{0} cannot renew this token by itself: it takes GitLab 16.10 and the scope "api" or "self_rotate". Create a new token and sign in again.',
          host,
        );
      case 'username':
        return l10n.t('This is no GitLab user name of a person: {0}.', named ?? '');
      case 'notMe':
        return l10n.t('The access token for {0} belongs to @{1}, not to @{2}.', host, actual ?? '', named ?? '');
      case 'notMember':
        return l10n.t('@{0} is not a member of {1} on {2}: check the user name.', named ?? '', actual ?? '', host);
      case 'noSuchUser':
        return l10n.t('There is no user @{0} on {1}: check the user name.', named ?? '', host);
      case 'otherInstance':
        return l10n.t('{0} is no project on {1}: give its path, or its address there.', named ?? '', host);
      case 'otherProject':
        return l10n.t(
          'This is a token of the project {0}, which is of no use for {1}: create one in that project.',
          actual ?? '',
          named ?? '',
        );
      case 'otherGroup':
        return l10n.t(
          'This is a token of the group {0}, which does not hold {1}: create one in that project, or in a group above it.',
          actual ?? '',
          named ?? '',
        );
      case 'notSignedIn':
        return l10n.t('You are not signed in to {0}: sign in first.', host);
      case 'notSent':
        return l10n.t('Nothing was sent to {0}: you have signed out there, or the project is not open any more.', host);
      case 'query':
        return serverMessage ?? '';
      case 'unknownQuery':
        return l10n.t(
          'There is no query {0} of yours: the setting "gitlabIssues.queries" has them.',
          serverMessage ?? '',
        );
      case 'queryName':
        return l10n.t('A query needs a name that no other has: {0}.', serverMessage ?? '');
      case 'noTitle':
        return l10n.t('An issue needs a title: type one.');
      case 'closedUnread':
        return l10n.t('Only open issues can be unread: reopen the issue first.');
      case 'severalTitles':
        return l10n.t('Titles are changed one at a time: choose one issue.');
      case 'noEditor':
        return l10n.t('There is no text editor to put the reference into: open a file first.');
      case 'noProjectToMoveTo':
        return l10n.t('Name the project that the issues go to.');
      case 'sameProject':
        return l10n.t('The issues are in {0} already.', named ?? '');
      case 'deletionNotConfirmed':
        return l10n.t('A deleted issue is gone for good: call the command with "confirm": true.');
      case 'noText':
        return l10n.t('There is nothing to send: type something.');
      case 'timeAmount':
        return l10n.t('This is no amount of time: write it like 1h 30m or 2d.');
      case 'issueName':
        return l10n.t('This names no issue: write #12, group/project#12, or the address of its page.');
      case 'weight':
        return l10n.t('A weight is a whole number from 0 on.');
      case 'goneLabel':
        return l10n.t('The project has no label {0} any more: refresh to see what there is.', named ?? '');
      case 'severalProjects':
        return l10n.t('The issues are of several projects: choose those of one at a time.');
      case 'unknownMe':
        return l10n.t(
          'It is not known who you are: the token is a bot’s. "GitLab Issues: Manage Accounts" asks for it.',
        );
      case 'unknownMember':
        return l10n.t('{0} is no member of the project: check the user name.', serverMessage ?? '');
      case 'unknownMilestone':
        return l10n.t('The project has no milestone {0}: check its title.', serverMessage ?? '');
      case 'unknownProject':
        return l10n.t(
          '{0} is not a project of this workspace: open its folder, or check the path.',
          serverMessage ?? '',
        );
      default:
        return serverMessage
          ? l10n.t('{0} did not accept this: {1}', host, serverMessage)
          : l10n.t('{0} did not accept this: check what you entered.', host);
    }
  },
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
