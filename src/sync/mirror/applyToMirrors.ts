import type { Account } from '../../model/account.ts';
import type { ServerChange, TrackerMirror } from './trackerMirror.ts';

/**
 * Applies what the server returned to every tracker of the instance that shows the issue.
 *
 * @param whose `instance` also includes the trackers of other accounts, and `account` only those of this one.
 */
export async function applyToMirrors(
  mirrors: readonly TrackerMirror[],
  { key, instance }: Pick<Account, 'key' | 'instance'>,
  change: ServerChange,
  whose: 'instance' | 'account',
): Promise<void> {
  const applied = mirrors
    .filter(({ state }) => state.instance === instance)
    .map(async (mirror) => {
      const isSameAccount = mirror.state.account?.key === key;
      if (whose === 'instance' || isSameAccount) await mirror.applyServerChange(change, isSameAccount);
    });
  await Promise.all(applied);
}
