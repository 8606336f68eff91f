import { fineGrained, isFineGrained } from '../model/account.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import * as decode from './decode/decode.ts';
import { type LibraryCalls, signalled } from './libraryCalls.ts';

/** Requests about the token itself. Every method rejects with a `GitLabError` only. */
export class TokenCalls {
  constructor(private readonly library: LibraryCalls) {}

  /** The token's user. https://docs.gitlab.com/api/users/#get-the-current-user */
  async user(signal?: AbortSignal): Promise<decode.TokenUser> {
    const answer = await this.library.call('Users', (users) => users.showCurrentUser(), signalled(signal));
    return this.library.decoded(answer, decode.decodeUser);
  }

  /**
   * The token's scopes and expiry. Undefined if the server doesn't report them.
   * https://docs.gitlab.com/api/personal_access_tokens/#get-details-on-a-personal-access-token
   */
  async details(signal?: AbortSignal): Promise<decode.TokenDetails | undefined> {
    try {
      const answer = await this.library.call('PersonalAccessTokens', (tokens) => tokens.show(), signalled(signal));
      const details = this.library.decoded(answer, decode.decodeTokenDetails);
      if (!isFineGrained(details) || details.permissions) return details;
      const permissions = await this.permissionsOf(decode.decodeTokenId(answer.body), signal);
      return { ...details, ...(permissions ? { permissions } : {}) };
    } catch (error) {
      // 404 if the endpoint doesn't exist. 400 or 405 if the server treats `self` as an id, or only supports deleting
      // it.
      if (GitLabError.is(error, 'notFound', 'invalid')) return undefined;
      // 401 in 15.1 to 15.4, which treat `self` as an id, too. The user shows whether the token is valid.
      if (GitLabError.is(error, 'auth') && error.facts.detail === undefined) {
        await this.user(signal);
        return undefined;
      }
      // A fine-grained token may not have permission to read its own details. The error then reveals its type.
      if (GitLabError.is(error, 'scope') && error.facts.detail !== undefined) return { scopes: [fineGrained] };
      throw error;
    }
  }

  /** The permissions of a fine-grained token, which some versions return only by its ID. */
  private async permissionsOf(
    tokenId: number | undefined,
    signal?: AbortSignal,
  ): Promise<decode.TokenDetails['permissions'] | undefined> {
    if (tokenId === undefined) return undefined;
    try {
      const show = this.library.call('PersonalAccessTokens', (tokens) => tokens.show({ tokenId }), signalled(signal));
      const { body } = await show;
      return decode.decodeTokenDetails(body).permissions;
    } catch (error) {
      // The token may not have this permission, either.
      if (GitLabError.is(error, 'canceled')) throw error;
      return undefined;
    }
  }

  /**
   * Replaces the token with a new one that is valid until `expiresOn` (`YYYY-MM-DD`), and revokes the old one. Never
   * repeat this request, because using the old token again would revoke the new one. Requires GitLab 16.10 and the
   * scope `api` or `self_rotate`.
   * https://docs.gitlab.com/api/personal_access_tokens/#rotate-a-personal-access-token
   */
  async rotate(expiresOn: string): Promise<Partial<decode.TokenDetails> & { readonly token: string }> {
    const rotate = { expiresAt: expiresOn };
    const answer = await this.library.call('PersonalAccessTokens', (tokens) => tokens.rotate('self', rotate), {});
    return this.library.decoded(answer, decode.decodeNewToken);
  }

  /**
   * For servers that don't report scopes. Resolves if the token can read more than its own user. Otherwise rejects with
   * `scope`.
   */
  async mayReadApi(signal?: AbortSignal): Promise<void> {
    const all = { membership: true, simple: true, perPage: 1, maxPages: 1 } as const;
    await this.library.call('Projects', (projects) => projects.all(all), signalled(signal));
  }

  /** The path of a project or group by its id, for a project or group token. */
  async pathOf(kind: 'project' | 'group', id: number, signal?: AbortSignal): Promise<string> {
    if (kind === 'project') {
      const answer = await this.library.call('Projects', (projects) => projects.show(id), signalled(signal));
      return this.library.decoded(answer, (body) => decode.decodeProject(body).path);
    }
    const answer = await this.library.call(
      'Groups',
      (groups) => groups.show(id, { withProjects: false }),
      signalled(signal),
    );
    return this.library.decoded(answer, (body) => decode.decodeGroup(body).path);
  }
}
