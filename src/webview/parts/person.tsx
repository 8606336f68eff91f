import * as l10n from '@vscode/l10n';
import type { IssueUser } from '../../model/issue.ts';
import { Avatar } from './avatar.tsx';

/** A user's avatar and name. */
export function Person({ user }: { readonly user: IssueUser | undefined }) {
  return (
    <span class="gl-person" title={user && `@${user.username}`}>
      <Avatar user={user} />
      <span class="gl-person-name" dir="auto">
        {user?.name ?? l10n.t('Deleted user')}
      </span>
    </span>
  );
}
