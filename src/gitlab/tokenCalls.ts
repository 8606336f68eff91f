import { fineGrained } from '../model/account.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { IssueUser } from '../model/issue.ts';
import * as decode from './decode.ts';
import { type LibraryCalls, signalled } from './libraryCalls.ts';

/** The facts about the token that the request is made with. Every method rejects with a `GitLabError` only. */
export class TokenCalls {
  constructor(private readonly library: LibraryCalls) {}

  /** The user that the token belongs to. https://docs.gitlab.com/api/users/#get-the-current-user */
  async user(signal?: AbortSignal): Promise<IssueUser> {
    const { body } = await this.library.call('Users', (users) => users.showCurrentUser(), signalled(signal));
    return this.library.decoded(() => decode.decodeUser(body));
  }

  /**
   * Scopes and expiry of the token itself; undefined where the server does not report them (before 15.5).
   * https://docs.gitlab.com/api/personal_access_tokens/#get-details-on-a-personal-access-token
   */
  async details(signal?: AbortSignal): Promise<decode.TokenDetails | undefined> {
    try {
      const { body } = await this.library.call('PersonalAccessTokens', (tokens) => tokens.show(), signalled(signal));
      return this.library.decoded(() => decode.decodeTokenDetails(body));
    } catch (error) {
      // 404 where there is no such call; 400 and 405 where `self` is taken for an id, or can only be deleted.
      if (GitLabError.is(error, 'notFound', 'invalid')) return undefined;
      // A fine-grained token may lack the permission to read about itself; then that is what is known of it.
      if (GitLabError.is(error, 'scope') && error.facts.detail !== undefined) return { scopes: [fineGrained] };
      throw error;
    }
  }

  /**
   * Replaces the token by a new one that is valid until `expiresOn` (`YYYY-MM-DD`); the old one is dead then. Never to be
   * repeated: using the old token once more would revoke the new one. Needs GitLab 16.10 and the scope `api` or `self_rotate`.
   * https://docs.gitlab.com/api/personal_access_tokens/#rotate-a-personal-access-token
   */
  async rotate(expiresOn: string): Promise<Partial<decode.TokenDetails> & { readonly token: string }> {
    const rotate = { expiresAt: expiresOn };
    const { body } = await this.library.call('PersonalAccessTokens', (tokens) => tokens.rotate('self', rotate), {});
    return this.library.decoded(() => decode.decodeNewToken(body));
  }

  /** Resolves if the token may read more than its own user; otherwise rejects with `scope`. For servers that do not report scopes. */
  async mayReadApi(signal?: AbortSignal): Promise<void> {
    const all = { membership: true, simple: true, perPage: 1, maxPages: 1 } as const;
    await this.library.call('Projects', (projects) => projects.all(all), signalled(signal));
  }

  /** The path of a project or group by its id: what a project or group token is bound to. */
  async pathOf(kind: 'project' | 'group', id: number, signal?: AbortSignal): Promise<string> {
    if (kind === 'project') {
      const { body } = await this.library.call('Projects', (projects) => projects.show(id), signalled(signal));
      return this.library.decoded(() => decode.decodeProject(body).path);
    }
    const { body } = await this.library.call(
      'Groups',
      (groups) => groups.show(id, { withProjects: false }),
      signalled(signal),
    );
    return this.library.decoded(() => decode.decodeGroup(body).path);
  }
}
