import * as l10n from '@vscode/l10n';
import { type Account, canBeRenewed, isFineGrained, isReadOnly } from '../account.ts';
import { isSupported, oldestMajor } from '../capabilities.ts';
import {
  type CheckedAccount,
  type CheckedProject,
  type ConnectionFacts,
  isGitLab,
  wasReached,
} from './connectionFacts.ts';
import type { ConnectionStep } from './connectionReport.ts';
import { fineGrainedNote } from '../text/fineGrainedNote.ts';
import type { GitLabError } from '../error/gitLabError.ts';
import { signInAgainText } from '../error/signInAgainText.ts';
import { instanceLabel, subPathOf } from '../address/instanceUrl.ts';
import { permissionsText } from '../text/permissionsText.ts';
import { roleName } from '../text/roleName.ts';
import { plainText } from '../text/plainText.ts';

const day = 86_400_000;
/** The report suggests renewing a token this many days before it expires. */
const soon = 14;
/** The lowest role that can edit other people's issues. https://docs.gitlab.com/api/members/#roles */
const planner = 15;

/**
 * The steps that depend on GitLab: address, server, tokens, projects, and rate limit.
 * @param isExplained whether a network step already explains why there's no response. If not, the GitLab step does.
 */
export function serverSteps(facts: ConnectionFacts, isExplained: boolean): ConnectionStep[] {
  const obstacle = obstacleOf(facts);
  return [
    addressStep(facts),
    gitLabStep(facts, isExplained),
    ...(obstacle === undefined ? tokenSteps(facts) : [skipped('token', obstacle)]),
    ...(obstacle === undefined ? projectSteps(facts) : [skipped('project', obstacle)]),
    rateLimitStep(facts),
  ];
}

function skipped(name: ConnectionStep['name'], found: string): ConnectionStep {
  return { name, verdict: 'skipped', found };
}

/** Why the check skipped the steps that need a token. Undefined if it ran them. */
function obstacleOf({ answer }: ConnectionFacts): string | undefined {
  if (!wasReached(answer)) return l10n.t("Skipped because the server couldn't be reached.");
  if (answer.error?.reason === 'rateLimited') return l10n.t('Skipped because the server is rate limiting requests.');
  if (!isGitLab(answer)) return l10n.t('Skipped because no GitLab server was found at this address.');
  return undefined;
}

function addressStep({ answer, instance, betterAddress }: ConnectionFacts): ConnectionStep {
  const name = 'address';
  const { error } = answer;
  if (!wasReached(answer)) return skipped(name, l10n.t("Skipped because the server couldn't be reached."));
  const api = `${instance}/api/v4/`;
  if (isGitLab(answer)) {
    const subPath = subPathOf(instance);
    const found = subPath
      ? l10n.t('The GitLab API is available at {0}, under the subpath {1}.', api, subPath)
      : l10n.t('The GitLab API is available at {0}, without a subpath.', api);
    return { name, verdict: 'passed', found };
  }
  if (error?.reason === 'server' || error?.reason === 'rateLimited')
    return skipped(name, l10n.t("Couldn't be determined because the server returned {0}.", statusOf(error)));
  return {
    name,
    verdict: 'failed',
    found: l10n.t("{0} returned {1}, which isn't a GitLab response.", api, statusOf(error)),
    fix: betterAddress
      ? l10n.t('GitLab was found at {0}. Sign in there.', betterAddress)
      : (error?.message ?? l10n.t('Check the address.')),
    ...(betterAddress ? { action: { kind: 'signIn', instance: betterAddress } } : {}),
  };
}

function gitLabStep({ answer, accounts }: ConnectionFacts, isExplained: boolean): ConnectionStep {
  const name = 'gitlab';
  const { error } = answer;
  if (error && !wasReached(answer) && !isExplained) {
    const found = l10n.t("The server accepts connections but didn't respond ({0}).", statusOf(error));
    return { name, verdict: 'failed', found, fix: error.message };
  }
  if (!wasReached(answer)) return skipped(name, l10n.t("Skipped because the server couldn't be reached."));
  if (error && error.reason !== 'auth') {
    if (error.reason !== 'rateLimited' && error.reason !== 'server' && !isGitLab(answer))
      return skipped(name, l10n.t('Skipped because the address is incorrect.'));
    const found = l10n.t('The server returned {0}.', statusOf(error));
    return { name, verdict: 'failed', found, fix: error.message };
  }
  const checked = accounts.find(({ error, account }) => !error && account.serverVersion !== '')?.account.serverVersion;
  if (checked === undefined) {
    const found = answer.isMarked
      ? l10n.t('GitLab (version available only after sign-in).')
      : l10n.t("The server appears to be GitLab, but its responses don't include the X-Gitlab-Meta header.");
    return { name, verdict: 'passed', found };
  }
  if (!isSupported(checked))
    return {
      name,
      verdict: 'failed',
      found: l10n.t("GitLab {0}, which isn't supported.", checked),
      fix: l10n.t('This extension requires GitLab {0} or later. Ask the administrator to update GitLab.', oldestMajor),
    };
  return { name, verdict: 'passed', found: l10n.t('GitLab {0}.', checked) };
}

function tokenSteps({ accounts, answer, now, instance }: ConnectionFacts): ConnectionStep[] {
  if (accounts.length === 0)
    return [
      {
        name: 'token',
        verdict: 'skipped',
        found: l10n.t("You aren't signed in to {0} on this computer.", instanceLabel(instance)),
        fix: l10n.t("Run 'GitLab Issues: Sign In…'."),
        action: { kind: 'signIn', instance },
      },
    ];
  return accounts.map((account) => tokenStep(account, answer.serverTime ?? now));
}

function tokenStep({ account, error }: CheckedAccount, now: number): ConnectionStep {
  const whose = ownerOf(account);
  if (error)
    return {
      name: 'token',
      verdict: 'failed',
      found: l10n.t('{0}. It was rejected ({1}).', whose, statusOf(error)),
      fix: error.message,
      ...(signInAgainText(error) === undefined ? {} : { action: { kind: 'signIn', instance: account.instance } }),
    };
  const { scopes } = account;
  const rights = isFineGrained(account)
    ? fineGrainedText(account)
    : scopes.length > 0
      ? l10n.t('scopes {0}', scopes.join(', '))
      : l10n.t('scopes not reported by the server');
  const daysLeft =
    account.expiresOn === undefined ? undefined : Math.floor((Date.parse(account.expiresOn) - now) / day);
  return {
    name: 'token',
    verdict: 'passed',
    found: `${whose}, ${rights}, ${expiry(account, daysLeft)}.`,
    ...tokenFix(account, daysLeft),
  };
}

function ownerOf({ kind, user, boundTo }: Account): string {
  switch (kind) {
    case 'personal':
      return l10n.t('Personal access token for user {0}', plainText(user.username));
    case 'project':
      return l10n.t('Project access token for {0}, user {1}', boundTo?.path ?? '?', plainText(user.username));
    case 'group':
      return l10n.t('Group access token for {0}, user {1}', boundTo?.path ?? '?', plainText(user.username));
  }
}

function expiry(account: Account, daysLeft: number | undefined): string {
  const { expiresOn, scopes } = account;
  if (expiresOn === undefined || daysLeft === undefined)
    return scopes.length > 0 && !isFineGrained(account)
      ? l10n.t('never expires')
      : l10n.t('expiration date not reported by the server');
  return daysLeft === 1
    ? l10n.t('expires on {0} (tomorrow)', expiresOn)
    : l10n.t('expires on {0} (in {1} days)', expiresOn, Math.max(daysLeft, 0));
}

function fineGrainedText({ permissions }: Account): string {
  return permissions
    ? l10n.t('fine-grained, permissions {0}', permissionsText(permissions))
    : l10n.t('fine-grained, permissions unknown');
}

function tokenFix(account: Account, daysLeft: number | undefined): Pick<ConnectionStep, 'fix' | 'action'> {
  const { instance, permissions } = account;
  const readOnlyNote = l10n.t("It's read-only. To edit issues, sign in with a token that has the 'api' scope.");
  if (daysLeft !== undefined && daysLeft <= soon) {
    if (canBeRenewed(account)) return { fix: l10n.t('Renew it before it expires.'), action: { kind: 'renew' } };
    const create = l10n.t('Create a new token before it expires, and sign in with it.');
    const fix = isReadOnly(account) ? `${create} ${readOnlyNote}` : create;
    return { fix, action: { kind: isReadOnly(account) ? 'upgrade' : 'signIn', instance } };
  }
  if (isFineGrained(account)) return { fix: fineGrainedNote(permissions) };
  return isReadOnly(account) ? { fix: readOnlyNote, action: { kind: 'upgrade', instance } } : {};
}

function projectSteps({ projects, remotes, instance }: ConnectionFacts): ConnectionStep[] {
  if (projects.length > 0) return projects.map(projectStep);
  switch (remotes) {
    case 'untrusted':
      return [
        {
          name: 'project',
          verdict: 'skipped',
          found: l10n.t('Skipped because the workspace is in Restricted Mode.'),
          fix: l10n.t("To trust the workspace, run 'Workspaces: Manage Workspace Trust'."),
          action: { kind: 'trust' },
        },
      ];
    case 'noFolder':
      return [skipped('project', l10n.t('No folder is open.'))];
    case 'noGit':
      return [skipped('project', l10n.t('The workspace has no Git repository, or Git is turned off.'))];
    case 'starting':
      return [skipped('project', l10n.t('Git is still scanning the workspace for repositories.'))];
    case 'ready':
      return [
        skipped(
          'project',
          l10n.t('No Git remote in the workspace points to a project on {0}.', instanceLabel(instance)),
        ),
      ];
  }
}

function projectStep({ path, project, error }: CheckedProject): ConnectionStep {
  const name = 'project';
  if (error) {
    const found = l10n.t("Couldn't load {0} ({1}).", path, statusOf(error));
    const isElsewhere = error.reason === 'notFound' || error.reason === 'forbidden';
    const action = isElsewhere ? { action: { kind: 'chooseSource' } as const } : {};
    return { name, verdict: 'failed', found, fix: error.message, ...action };
  }
  if (!project) return skipped(name, l10n.t('{0}: skipped because no valid token is available.', path));
  const role =
    project.accessLevel === undefined
      ? l10n.t('{0}: the token has no role in the project', project.path)
      : l10n.t('{0}: the role is {1}', project.path, roleName(project.accessLevel));
  const archived = project.archived ? ` ${l10n.t("The project is archived and can't be changed.")}` : '';
  if (!project.issuesEnabled)
    return {
      name,
      verdict: 'failed',
      found: `${l10n.t('{0}, and issues are turned off.', role)}${archived}`,
      fix: l10n.t('Ask a Maintainer to turn on issues in the project settings (General > Visibility > Issues).'),
      action: { kind: 'open', url: `${project.webUrl}/edit` },
    };
  const found = `${l10n.t('{0}, and issues are turned on.', role)}${archived}`;
  if ((project.accessLevel ?? 0) >= planner) return { name, verdict: 'passed', found };
  const fix = l10n.t(
    'To edit issues created by others, you need the Planner or Reporter role. Ask a Maintainer to change your role.',
  );
  return { name, verdict: 'passed', found, fix };
}

function rateLimitStep(facts: ConnectionFacts): ConnectionStep {
  const name = 'rateLimit';
  const { answer, accounts, projects, rateLimit } = facts;
  const limited = [answer, ...accounts, ...projects].find(({ error }) => error?.reason === 'rateLimited')?.error;
  if (limited)
    return {
      name,
      verdict: 'failed',
      found: l10n.t('The server received too many requests (429).'),
      fix: limited.message,
    };
  if (!wasReached(answer)) return skipped(name, l10n.t("Skipped because the server couldn't be reached."));
  if (!rateLimit) return skipped(name, l10n.t('Not reported by the server.'));
  const found =
    rateLimit.remaining === undefined
      ? l10n.t('{0} requests per minute.', rateLimit.limit)
      : l10n.t('{0} requests per minute, {1} remaining.', rateLimit.limit, rateLimit.remaining);
  return { name, verdict: 'passed', found };
}

function statusOf(error: GitLabError | undefined): string {
  return `${error?.facts.status ?? error?.facts.code ?? error?.reason ?? ''}`;
}
