import type { InstanceUrl } from './instanceUrl.ts';

/**
 * The page where a personal access token is made, with name and scope filled in where GitLab can (16.7 and later).
 * https://docs.gitlab.com/user/profile/personal_access_tokens/#create-a-personal-access-token-with-prefilled-name-description-and-scopes
 */
export function personalTokenPage(instance: InstanceUrl): string {
  const filledIn = new URLSearchParams({ name: 'VS Code', description: 'Issues for GitLab in VS Code', scopes: 'api' });
  return `${instance}/-/user_settings/personal_access_tokens?${filledIn.toString()}`;
}
