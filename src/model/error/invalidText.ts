import * as l10n from '@vscode/l10n';
import type { GitLabErrorFacts } from './errorReason.ts';

/** What somebody entered, or called a command with, makes no sense or cannot be done: the sentence for `invalid`. */
export function invalidText(host: string, { detail, serverMessage, named, actual }: GitLabErrorFacts): string {
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
    case 'notInWindow':
      return l10n.t(
        'This project is not open in this window any more: open its folder again, or add it with "GitLab Issues: Add Project…".',
      );
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
    case 'goneLabel':
      return l10n.t('The project has no label {0} any more: refresh to see what there is.', named ?? '');
    case 'severalProjects':
      return l10n.t('The issues are of several projects: choose those of one at a time.');
    case 'unknownMe':
      return l10n.t('It is not known who you are: the token is a bot’s. "GitLab Issues: Manage Accounts" asks for it.');
    case 'unknownMember':
      return l10n.t('{0} is no member of the project: check the user name.', serverMessage ?? '');
    case 'unknownMilestone':
      return l10n.t('The project has no milestone {0}: check its title.', serverMessage ?? '');
    case 'trackerNotConfirmed':
      return l10n.t(
        'The settings of this workspace chose {0}, and nothing was changed there yet: call the command with "confirm": true.',
        named ?? '',
      );
    case 'tracker':
      return l10n.t('{0} names no project or group: give its path, or its address on GitLab.', named ?? '');
    case 'unknownFolder':
      return l10n.t('{0} is no folder of this workspace.', named ?? '');
    case 'notAdded':
      return l10n.t('There is no project that was added: those of the folders stay with their folders.');
    case 'unknownProject':
      return l10n.t('{0} is not a project of this workspace: open its folder, or check the path.', serverMessage ?? '');
    default:
      return serverMessage
        ? l10n.t('{0} did not accept this: {1}', host, serverMessage)
        : l10n.t('{0} did not accept this: check what you entered.', host);
  }
}
