/** Where to load an avatar from. */
export interface AvatarAddress {
  readonly url: URL;
  /** Whether it is on the user's GitLab, and not for example on Gravatar. */
  readonly isOwn: boolean;
  readonly instance: URL;
}

/**
 * Resolves the avatar URL in a response of GitLab. Undefined if it's invalid.
 * @param bases the base URLs of the instance, as `basesOf` returns them.
 */
export function avatarAddress(avatarUrl: string, bases: readonly string[]): AvatarAddress | undefined {
  const [web, api = web] = bases;
  if (web === undefined || api === undefined || !URL.canParse(avatarUrl, web)) return undefined;
  const url = new URL(avatarUrl, web);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return { url, isOwn: bases.some((base) => new URL(base).origin === url.origin), instance: new URL(api) };
}
