import * as l10n from '@vscode/l10n';
import type { GitLabErrorFacts } from './errorReason.ts';

/** The message for `invalid`: the user's input, or a command's argument, isn't valid or isn't possible. */
export function invalidText(host: string, facts: GitLabErrorFacts<'invalid'>): string {
  const { detail, serverMessage, explanation, named, actual } = facts;
  switch (detail) {
    case 'instanceUrl':
      return l10n.t("This isn't a valid GitLab address. Enter a URL such as https://gitlab.example.com.");
    case 'plainHttp':
      return l10n.t(
        "The connection to {0} wouldn't be encrypted, and others could read the access token. Use https://, or allow HTTP explicitly.",
        host,
      );
    case 'noToken':
      return l10n.t('An access token is required to sign in to {0}.', host);
    case 'arguments':
      return l10n.t('Invalid command argument: {0}.', named ?? '');
    case 'notConfirmed':
      return l10n.t("Renewing a token invalidates the old one everywhere. Call the command with 'confirm': true.");
    case 'expiry':
      return l10n.t('Enter a date (YYYY-MM-DD) between tomorrow and 365 days from now.');
    case 'notRenewable':
      return l10n.t(
        "This token can't be renewed from VS Code. Renewal requires GitLab 16.10 or later and the 'api' or 'self_rotate' scope. Create a new token and sign in again.",
        host,
      );
    case 'username':
      return l10n.t("'{0}' isn't a valid username. Enter the username of a person, not a bot.", named ?? '');
    case 'notMe':
      return l10n.t('The access token for {0} belongs to @{1}, not to @{2}.', host, actual ?? '', named ?? '');
    case 'notMember':
      return l10n.t("@{0} isn't a member of {1} on {2}. Check the username.", named ?? '', actual ?? '', host);
    case 'noSuchUser':
      return l10n.t("The user @{0} wasn't found on {1}. Check the username.", named ?? '', host);
    case 'otherInstance':
      return l10n.t(
        "'{0}' isn't a project on {1}. Enter the path or URL of a project on that instance.",
        named ?? '',
        host,
      );
    case 'otherProject':
      return l10n.t(
        "This token belongs to the project {0} and can't be used for {1}. Create a token in that project.",
        actual ?? '',
        named ?? '',
      );
    case 'otherGroup':
      return l10n.t(
        "This token belongs to the group {0}, which doesn't contain {1}. Create a token in that project or in a parent group.",
        actual ?? '',
        named ?? '',
      );
    case 'notSignedIn':
      return l10n.t("You aren't signed in to {0}. Sign in and try again.", host);
    case 'notInWindow':
      return l10n.t(
        "This project is no longer open in this window. Open its folder again, or add it with 'GitLab Issues: Add Project…'.",
      );
    case 'notSent':
      return l10n.t('Nothing was sent to {0}. You signed out, or the project is no longer open.', host);
    case 'noDraft':
      return l10n.t('Open a draft of an issue first.');
    case 'draft':
      return l10n.t("The draft wasn't sent. {0}", explanation ?? '');
    case 'unsavedDraft':
      return l10n.t("The draft couldn't be saved, or was changed in another window. Save it and try again.");
    case 'notWaiting':
      return l10n.t(
        "GitLab might already have this change, so you can't edit or discard it now. If it's still waiting in a minute, try again.",
      );
    case 'discardedDraft':
      return l10n.t('This draft was discarded. Copy its text to a new draft.');
    case 'query':
      return explanation ?? '';
    case 'unknownQuery':
      return l10n.t("Unknown query '{0}'. Queries are defined in the 'gitlabIssues.queries' setting.", named ?? '');
    case 'noQuery':
      return l10n.t('At least one query must be visible.');
    case 'queryName':
      return l10n.t("The query name '{0}' is empty, too long, or already in use.", named ?? '');
    case 'noTitle':
      return l10n.t('Enter a title.');
    case 'closedUnread':
      return l10n.t('Only open issues can be marked as unread. Reopen the issue first.');
    case 'severalTitles':
      return l10n.t('You can edit only one title at a time. Select one issue.');
    case 'noLinks':
      return l10n.t(
        "{0} doesn't support linked issues. In GitLab Community Edition, they require version 13.4 or later.",
        host,
      );
    case 'noBlocking':
      return l10n.t('Blocking issues require GitLab Premium. On {0}, you can only mark issues as related.', host);
    case 'noEditor':
      return l10n.t('No active text editor found. Open a file and try again.');
    case 'captcha':
      return l10n.t('{0} requires you to solve a CAPTCHA. Continue in the browser.', host);
    case 'spam':
      return l10n.t('{0} rejected the text as spam. Change it and try again, or continue in the browser.', host);
    case 'noTodo':
      return l10n.t('No TODO or FIXME found in this line. Move the cursor to a line with one, and try again.');
    case 'noProblem':
      return l10n.t('No problem found at the cursor. Move the cursor to a problem, and try again.');
    case 'emptyClipboard':
      return l10n.t('The clipboard contains no text. Copy some text and try again.');
    case 'noFailedTest':
      return l10n.t('No failed test selected. Run the command from the menu of a message in the Test Results view.');
    case 'noProjectToMoveTo':
      return l10n.t('Specify the project to move the issues to.');
    case 'sameProject':
      return l10n.t('The issues are already in {0}.', named ?? '');
    case 'deletionNotConfirmed':
      return l10n.t("Deleting an issue is permanent. Call the command with 'confirm': true.");
    case 'noText':
      return l10n.t('Enter a comment.');
    case 'timeAmount':
      return l10n.t('Enter a valid amount of time, such as 1h 30m or 2d.');
    case 'issueName':
      return l10n.t('Enter an issue as #12, group/project#12, or a URL.');
    case 'goneLabel':
      return l10n.t("The label '{0}' no longer exists in the project. Refresh and try again.", named ?? '');
    case 'severalProjects':
      return l10n.t('The issues belong to different projects. Select issues from one project at a time.');
    case 'unknownMe':
      return l10n.t("The token belongs to a bot user. To select your username, run 'GitLab Issues: Manage Accounts…'.");
    case 'unknownMember':
      return l10n.t("'{0}' isn't a member of the project. Check the username.", named ?? '');
    case 'unknownMilestone':
      return l10n.t("The milestone '{0}' wasn't found in the project. Check its title.", named ?? '');
    case 'trackerNotConfirmed':
      return l10n.t(
        "This workspace is configured to use issues from {0}, and changes to them haven't been allowed yet. Call the command with 'confirm': true.",
        named ?? '',
      );
    case 'tracker':
      return l10n.t("'{0}' isn't a valid project or group. Enter a path or URL.", named ?? '');
    case 'unknownFolder':
      return l10n.t("'{0}' isn't a folder in this workspace.", named ?? '');
    case 'namesakes':
      return l10n.t("Several folders in this workspace are named '{0}'. Use the URI of one of them.", named ?? '');
    case 'notAdded':
      return l10n.t('You can remove only projects that you added, not projects that belong to workspace folders.');
    case 'unknownProject':
      return l10n.t("'{0}' isn't a project in this workspace. Open its folder, or check the path.", named ?? '');
    case 'noTokenForInstance':
      return l10n.t("Couldn't find a usable access token for {0} in '{1}'. Paste a token instead.", host, named ?? '');
    case 'noUsableToken':
      return l10n.t(
        "Couldn't find a usable access token in '{0}'. The GitLab CLI might keep its token in the keyring, or might have signed in through the browser. Create an access token instead.",
        named ?? '',
      );
    case undefined:
      return serverMessage
        ? l10n.t('{0} rejected the request ({1}).', host, serverMessage)
        : l10n.t('{0} rejected the request. Check your input and try again.', host);
  }
}
