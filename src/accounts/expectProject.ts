import type { GitLabClient } from '../gitlab/gitLabClient.ts';
import type { Account } from '../model/account.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { type InstanceUrl, instanceLabel } from '../model/instanceUrl.ts';
import { readHomePath } from '../model/tokenPage.ts';

/** The path of the project that a caller named, by its path or its address on the instance. Rejects what is none. */
export function expectProjectPath(text: string, instance: InstanceUrl): string {
  const path = readHomePath(text, instance, 'project');
  if (path !== undefined) return path;
  throw new GitLabError('invalid', {
    host: instanceLabel(instance),
    detail: 'otherInstance',
    named: text.slice(0, 200),
  });
}

/**
 * Makes sure that an account serves a project: a project token is for its own project and no other, a group token for
 * those of its group, a personal one for what it can see. Rejects with `invalid` or `notFound` where it does not.
 * @param path as {@link expectProjectPath} gives it; an old path of a project that moved will do.
 */
export async function expectProject(
  client: Pick<GitLabClient, 'findProject'>,
  account: Account,
  path: string,
  signal?: AbortSignal,
): Promise<void> {
  const { kind, boundTo } = account;
  if (kind === 'project' && boundTo?.path.toLowerCase() === path.toLowerCase()) return;
  const mismatch = new GitLabError('invalid', {
    host: instanceLabel(account.instance),
    detail: kind === 'group' ? 'otherGroup' : 'otherProject',
    named: path,
    actual: boundTo?.path ?? '',
  });
  let project;
  try {
    project = await client.findProject(path, signal);
  } catch (error) {
    // A project token sees little but its own project: what it does not see is another one.
    throw kind === 'project' && GitLabError.is(error, 'notFound', 'forbidden') ? mismatch : error;
  }
  const isServed =
    kind === 'personal' ||
    (kind === 'project' && project.id === boundTo?.id) ||
    (kind === 'group' && project.path.toLowerCase().startsWith(`${boundTo?.path.toLowerCase() ?? ''}/`));
  if (!isServed) throw mismatch;
}
