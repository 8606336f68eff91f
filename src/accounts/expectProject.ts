import type { GitLabClient } from '../gitlab/gitLabClient.ts';
import type { Account } from '../model/account.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { InstanceSite } from '../model/address/instanceBases.ts';
import { instanceLabel } from '../model/address/instanceUrl.ts';
import { readHomePath } from '../model/address/tokenPage.ts';

/** Returns the path of a project from a path or a URL on the instance. Rejects anything else. */
export function expectProjectPath(text: string, site: InstanceSite): string {
  const path = readHomePath(text, site, 'project');
  if (path !== undefined) return path;
  throw new GitLabError('invalid', {
    host: instanceLabel(site.instance),
    detail: 'otherInstance',
    named: text.slice(0, 200),
  });
}

/**
 * Verifies that an account serves a project. A project token serves only its own project, a group token the projects of
 * its group, and a personal token every project it can access. Rejects with `invalid` or `notFound` otherwise.
 * @param path from {@link expectProjectPath}. The old path of a moved project also works.
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
    // A project token has access to little else, so an inaccessible project must be a different one.
    throw kind === 'project' && GitLabError.is(error, 'notFound', 'forbidden') ? mismatch : error;
  }
  const isServed =
    kind === 'personal' ||
    (kind === 'project' && project.id === boundTo?.id) ||
    (kind === 'group' && project.path.toLowerCase().startsWith(`${boundTo?.path.toLowerCase() ?? ''}/`));
  if (!isServed) throw mismatch;
}
