import * as l10n from '@vscode/l10n';
import type { IssueField } from '../issueBase.ts';
import { plainMessage, plainText } from '../text/plainText.ts';
import { pointInTime } from '../time/pointInTime.ts';
import type { FailureFacts, FailureOutcome, GitLabErrorFacts, GitLabErrorReason } from './errorReason.ts';
import { changedFieldText } from './changedFieldText.ts';
import { invalidText } from './invalidText.ts';

/**
 * The message that the user sees: what went wrong and what to do next. The messages of a reason are grouped, with the
 * general one last. test/unit/gitlab/errorCatalogue.json lists the message for each GitLab response.
 */
export function errorText<R extends GitLabErrorReason>(reason: R, given: GitLabErrorFacts<R>): string {
  const facts = withPlainTexts(given);
  const host = facts.host ?? l10n.t('GitLab');
  // VS Code turns Markdown links in a message into links, even command links. A server must not be able to add one.
  return plainMessage(facts.outcome ? outcomeText(facts.outcome, host, facts) : sentences[reason](host, facts));
}

/** Isolates each text from a server or a user, so that it can't affect the rest of the message. */
function withPlainTexts<F extends object>(facts: F): F {
  const plain = (value: unknown) => (typeof value === 'string' ? plainText(value) : value);
  const entries = Object.entries(facts).map(([name, value]: [string, unknown]) => [
    name,
    Array.isArray(value) ? value.map(plain) : plain(value),
  ]);
  return Object.fromEntries(entries) as F;
}

function outcomeText(outcome: FailureOutcome, host: string, { explanation }: FailureFacts): string {
  switch (outcome) {
    case 'unconfirmed':
      return l10n.t("{0} didn't confirm the change. Check whether it was made before you try again.", host);
    case 'renewalUnanswered':
      return l10n.t(
        "{0} didn't confirm that the token was renewed. The old token still works, so it probably wasn't renewed. Check your tokens on GitLab before you try again.",
        host,
      );
    case 'renewalUnknown':
      return l10n.t(
        "{0} didn't confirm that the token was renewed, and can't be reached now. Check your tokens on GitLab. If the token was renewed, the new one is lost. Create another token and sign in again.",
        host,
      );
    case 'someFailed':
      return l10n.t("Some issues weren't changed. {0}", explanation ?? '');
  }
}

/** The server and the request that it returned a bad response to, so that an administrator can find it. */
function named(host: string, { method, path }: FailureFacts): string {
  return method === undefined || path === undefined ? host : `${host} (${method} ${path})`;
}

const sentences: { readonly [R in GitLabErrorReason]: (host: string, facts: GitLabErrorFacts<R>) => string } = {
  auth: (host, { detail }) => {
    switch (detail) {
      case 'expired':
        return l10n.t('The access token for {0} has expired. Create a new one and sign in again.', host);
      case 'revoked':
        return l10n.t('The access token for {0} was revoked. Create a new one and sign in again.', host);
      case 'renewalLost':
        return l10n.t(
          '{0} renewed the token, but the response that contained the new token was lost. Create another token and sign in again.',
          host,
        );
      case 'malformed':
        return l10n.t("This isn't a valid access token. Copy the token again.");
      case 'proofRequired':
        return l10n.t(
          "{0} requires proof of possession (DPoP), which this extension doesn't support. Turn it off in your GitLab preferences.",
          host,
        );
      case 'restricted':
        return l10n.t(
          '{0} restricts access tokens to approved clients. Ask your administrator to allow this extension.',
          host,
        );
      case undefined:
        return l10n.t(
          '{0} rejected the access token. Make sure you copied the whole token, or create a new one.',
          host,
        );
    }
  },
  scope: (host, { detail, scopes, neededScopes, serverMessage }) => {
    switch (detail) {
      case 'asked':
        return l10n.t(
          'The access token for {0} has insufficient scope ({1}). The extension that requested access needs {2}.',
          host,
          scopes?.join(', ') ?? '',
          neededScopes?.join(', ') ?? '',
        );
      case 'fineGrainedUnsupported':
        return l10n.t(
          "{0} doesn't support this with fine-grained access tokens. Use a token with the 'api' scope.",
          host,
        );
      case 'fineGrained': {
        // For example: Access denied: Your Personal Access Token lacks the required permissions:
        // [Project: Read] for "group/project".
        const missing = /\[([^\]]+)/.exec(serverMessage ?? '')?.[1];
        if (missing !== undefined) {
          return l10n.t(
            "The fine-grained access token for {0} lacks a permission ({1}). Add it on GitLab, or use a token with the 'api' scope.",
            host,
            missing,
          );
        }
        return l10n.t(
          "The fine-grained access token for {0} lacks a required permission. Add it on GitLab, or use a token with the 'api' scope.",
          host,
        );
      }
      case undefined:
        if (scopes?.length) {
          return l10n.t(
            "The access token for {0} has insufficient scope ({1}). Use a token with the 'api' scope ('read_api' for read-only access).",
            host,
            scopes.join(', '),
          );
        }
        return l10n.t("The access token for {0} has insufficient scope. Use a token with the 'api' scope.", host);
    }
  },
  forbidden: (host, { detail, serverMessage }) => {
    switch (detail) {
      case 'account':
        return l10n.t('{0} blocked your account ({1}). Sign in on the website for details.', host, serverMessage ?? '');
      case 'readOnlyInstance':
        return l10n.t('{0} is read-only at the moment. Try again later.', host);
      case undefined:
        return l10n.t(
          "You don't have permission to do this on {0}. Your role in the project might be too low, or the feature might be turned off.",
          host,
        );
    }
  },
  notFound: (host, { detail }) => {
    switch (detail) {
      case 'project':
        return l10n.t(
          "The project wasn't found on {0}, or your access token can't access it. Check the address, or request access.",
          host,
        );
      case 'group':
        return l10n.t(
          "The group wasn't found on {0}, or your access token can't access it. Check the address, or request access.",
          host,
        );
      case 'issue':
        return l10n.t(
          "The issue wasn't found on {0}. It was deleted or moved, or you don't have access to it. Refresh and try again.",
          host,
        );
      case 'file':
        return l10n.t(
          "The file wasn't found on {0}, or your access token can't access it. Try opening it in the browser.",
          host,
        );
      case 'oldUploads':
        return l10n.t(
          'Opening files from {0} with an access token requires GitLab 17.4 or later. Open the file in the browser.',
          host,
        );
      case 'moved':
        return l10n.t('The project was moved on {0}. Refresh and try again.', host);
      case 'route':
        return l10n.t(
          "{0} doesn't support this request. Its GitLab version might not be compatible with this extension.",
          host,
        );
      case 'note':
      case undefined:
        return l10n.t(
          "The requested item wasn't found on {0}, or your access token can't access it. Refresh and try again.",
          host,
        );
    }
  },
  invalid: invalidText,
  conflict: (host, { detail, named, serverMessage }) => {
    switch (detail) {
      case 'label':
        return l10n.t(
          "{0} didn't apply the label '{1}'. It might have been deleted, or your role might not let you create it.",
          host,
          named ?? '',
        );
      case 'assignee':
        return l10n.t(
          "{0} didn't assign everyone. Someone might have left the project, or this GitLab edition supports only one assignee.",
          host,
        );
      case 'oneAssignee':
        return l10n.t(
          '{0} kept the assignee. Multiple assignees require GitLab Premium. Try again to replace the assignee.',
          host,
        );
      case 'milestone':
        return l10n.t("{0} didn't set the milestone because it no longer exists. Refresh and try again.", host);
      case 'weight':
        return l10n.t("{0} didn't set the weight. Weights require GitLab Premium.", host);
      case 'dueDate':
      case 'state':
      case 'confidential':
      case 'locked':
        return l10n.t("{0} didn't apply the change. Refresh and try again.", host);
      case 'newTitle':
        return l10n.t("Someone else changed the title to '{0}'. To replace it, send yours again.", named ?? '');
      case 'changedText':
        return l10n.t('The text has changed since then. Nothing was overwritten.');
      case 'task':
        return l10n.t('Someone else changed this list since you opened it. Refresh and try again.');
      case 'changedSince':
        return changedFieldText(named as IssueField | undefined);
      case undefined:
        return serverMessage
          ? l10n.t('{0} rejected the change ({1}). Refresh and try again.', host, serverMessage)
          : l10n.t('{0} rejected the change. Refresh and try again.', host);
    }
  },
  rateLimited: (host, { detail, until }) => {
    if (until === undefined) return l10n.t('{0} is rate limiting requests. Wait a minute and try again.', host);
    const time = pointInTime(until, until);
    switch (detail) {
      case 'endpoint':
        return l10n.t('{0} is rate limiting this type of request. Try again after {1}.', host, time);
      case undefined:
        return l10n.t('{0} is rate limiting requests. Requests are paused until {1}.', host, time);
    }
  },
  offline: (host, { code }) => {
    switch (code) {
      case 'ENOTFOUND':
      case 'EAI_AGAIN':
        return l10n.t("Couldn't find {0}. Check the address, your network, and your VPN connection.", host);
      case 'ECONNREFUSED':
        return l10n.t(
          '{0} refused the connection. Check the address and the port, and whether the server is running.',
          host,
        );
      default:
        return l10n.t("Couldn't reach {0}. Check your network and your VPN connection.", host);
    }
  },
  tls: (host, { detail, code }) => {
    switch (detail) {
      case 'expired':
        return l10n.t(
          "The certificate for {0} isn't currently valid ({1}). Ask the server's administrator to renew it, and check this computer's clock.",
          host,
          code ?? '',
        );
      case 'wrongName':
        return l10n.t(
          'The certificate for {0} was issued for a different name ({1}). Check the address.',
          host,
          code ?? '',
        );
      case undefined:
        return l10n.t(
          "The certificate for {0} isn't trusted ({1}). Add its certificate authority to your operating system's trust store, and restart VS Code.",
          host,
          code ?? '',
        );
    }
  },
  proxy: (host, { status }) =>
    status === 407
      ? l10n.t("The proxy for {0} requires a username and password. Check the 'http.proxy' setting.", host)
      : l10n.t("Couldn't use the proxy for {0}. Check the 'http.proxy' setting.", host),
  timeout: (host) =>
    l10n.t("{0} didn't respond in time. Check your network and your VPN connection, or try again later.", host),
  redirected: (host) =>
    l10n.t(
      "{0} redirects to another address. To protect your token, the redirect wasn't followed. Check the address of the instance.",
      host,
    ),
  notGitLab: (host, facts) => {
    const { detail, code } = facts;
    switch (detail) {
      case 'https':
        return l10n.t('{0} requires HTTPS. Use its https:// address.', host);
      case 'elsewhere':
        return l10n.t(
          "{0} redirects to {1}. To protect your token, the redirect wasn't followed. If {1} is your GitLab instance, sign in there.",
          host,
          code ?? '',
        );
      case 'signInPage':
        return l10n.t(
          '{0} returned a sign-in page. Connect through your VPN or single sign-on, and try again.',
          named(host, facts),
        );
      case undefined:
        return l10n.t(
          "{0} didn't respond like a GitLab server. Check the address, including any subpath, and your VPN connection.",
          named(host, facts),
        );
    }
  },
  badData: (host, facts) => {
    switch (facts.detail) {
      case 'tooLarge':
        return l10n.t("{0} returned a response that's too large. See the log for details.", named(host, facts));
      case undefined:
        return l10n.t(
          "{0} returned a response that couldn't be read. Try again. If the problem persists, see the log.",
          named(host, facts),
        );
    }
  },
  server: (host, { detail, status }) => {
    switch (detail) {
      case 'maintenance':
        return l10n.t("{0} is under maintenance and isn't accepting changes. Try again later.", host);
      case undefined:
        return l10n.t('{0} returned a server error ({1}). Try again later.', host, `${status ?? ''}`);
    }
  },
  storage: (_host, { detail }) => {
    switch (detail) {
      case 'settings':
        return l10n.t("Couldn't write your settings. Check settings.json for errors and try again.");
      case 'token':
        return l10n.t(
          "Couldn't read the access token from VS Code's secret storage. Check your operating system's keyring.",
        );
      case 'lock':
        return l10n.t(
          "Couldn't lock the token before renewing it, so it wasn't renewed. Check whether the disk is full or read-only, and try again.",
        );
      case 'claim':
        return l10n.t(
          "Couldn't lock the token before renewing it, so it wasn't renewed. Check your operating system's keyring, and try again.",
        );
      case 'otherWindow':
        return l10n.t("The token wasn't renewed here because another window might already be renewing it. Try again.");
      case 'change':
        return l10n.t(
          "Couldn't write to the extension's storage folder. Check whether the disk is full or read-only, and try again.",
        );
      case 'changeElsewhere':
        return l10n.t('Another window is sending this change.');
      case undefined:
        return l10n.t(
          "Couldn't remove the access token from VS Code's secret storage. Check your operating system's keyring, and sign out again.",
        );
    }
  },
  canceled: (_host, { detail }) => {
    switch (detail) {
      case 'signIn':
        return l10n.t('Sign-in to GitLab was canceled.');
      case undefined:
        return l10n.t('Canceled.');
    }
  },
};
