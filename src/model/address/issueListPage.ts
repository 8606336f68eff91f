import type { Account } from '../account.ts';
import { pagesOf } from './instanceBases.ts';
import type { InstanceUrl } from './instanceUrl.ts';
import type { IssueScope, IssueScopeKind } from '../issueScope.ts';

/** The issues of a project or group, or those assigned to a user. */
interface ListedIssues {
  readonly instance: InstanceUrl;
  readonly kind: IssueScopeKind;
  /** The full path of the project or group. */
  readonly path: string;
  /** Known after the first look-up. A project or group can have another path then. */
  readonly scope?: IssueScope | undefined;
  readonly account?: Pick<Account, 'instance' | 'webAddress' | 'user'> | undefined;
}

/** GitLab's web page with these issues. */
export function issueListPage({ instance, kind, path, scope, account }: ListedIssues): string {
  const pages = account ? pagesOf(account) : instance;
  if (kind === 'assigned') {
    const { username = '' } = account?.user ?? {};
    return `${pages}/dashboard/issues?${new URLSearchParams({ assignee_username: username }).toString()}`;
  }
  const current = scope && 'path' in scope ? scope.path : path;
  const segments = current.split('/').map(encodeURIComponent).join('/');
  return `${pages}/${kind === 'group' ? 'groups/' : ''}${segments}/-/issues`;
}
