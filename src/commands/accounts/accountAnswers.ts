import * as v from 'valibot';
import type { Account } from '../../model/account.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { type InstanceUrl, instanceLabel, parseInstanceUrl } from '../../model/address/instanceUrl.ts';
import type { Answers } from '../run.ts';

/** The URL of an instance in the arguments. Undefined if it isn't valid. See {@link expectUrl}. */
export const givenUrl = v.pipe(
  v.string(),
  v.transform((text) => parseInstanceUrl(text)),
);

/** Rejects if a URL was given but isn't valid. */
export function expectUrl(answers: Answers, read: InstanceUrl | undefined): void {
  if (answers['url'] !== undefined && !read) throw new GitLabError('invalid', { detail: 'instanceUrl' });
}

/** The accounts on an instance, or the one with that key or username. Rejects if there is none. */
export function accountsNamed(
  accounts: readonly Account[],
  instance: InstanceUrl,
  name: string | undefined,
): Account[] {
  const named = accounts.filter(
    (account) =>
      account.instance === instance && (name === undefined || name === account.key || name === account.user.username),
  );
  if (named.length === 0) throw new GitLabError('invalid', { host: instanceLabel(instance), detail: 'notSignedIn' });
  return named;
}
