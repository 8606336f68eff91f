import type { AvatarAddress } from '../model/address/avatarAddress.ts';
import { networkError } from './networkError.ts';
import { fetchFile, isStorage, type ResolveName } from './storedFile.ts';
import { GitLabError } from '../model/error/gitLabError.ts';

const longestWait = 10_000;
/** GitLab scales its own avatars to some widths. This one is sharp at 20 pixels and a zoom of 300%. */
const width = '64';

/**
 * Loads avatars. GitLab serves them on its website, which accepts no tokens, so no request includes one.
 * https://gitlab.com/gitlab-org/gitlab/-/blob/master/app/models/concerns/avatarable.rb
 */
export class AvatarFiles {
  constructor(private readonly resolveName: ResolveName) {}

  /**
   * Another host, or the target of a redirect, must not be on this machine or in a private network, unless the instance
   * is there too. Rejects with a {@link GitLabError}: `notFound` if there is no such file, `badData` if it is too large.
   */
  async load({ url, isOwn, instance }: AvatarAddress, mostBytes: number): Promise<Uint8Array> {
    const { resolveName } = this;
    const facts = { host: url.host };
    const target = isOwn ? scaled(url) : url;
    const mayFetch = async (next: URL) =>
      isOwn && next === target ? true : isStorage(next, isOwn ? target : instance, resolveName);
    try {
      return await fetchFile(target, mayFetch, {
        // Looks up the global fetch at each call, because VS Code routes it through its proxy and certificate settings.
        fetch: (input, init) => globalThis.fetch(input, init),
        resolveName,
        signal: AbortSignal.timeout(longestWait),
        mostBytes,
        facts,
        onHeaders: () => undefined,
        onBytes: () => undefined,
      });
    } catch (thrown) {
      throw GitLabError.is(thrown) ? thrown : networkError(thrown, facts);
    }
  }
}

function scaled(url: URL): URL {
  const target = new URL(url);
  if (target.pathname.includes('/uploads/-/system/user/avatar/')) target.searchParams.set('width', width);
  return target;
}
