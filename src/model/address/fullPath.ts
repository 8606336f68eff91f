/**
 * The first segments of GitLab's own pages, which no group, user, or project has.
 * https://docs.gitlab.com/user/reserved_names/#reserved-group-names
 */
const reserved =
  /^(?:-|\.well-known|\d{3}\.html|admin|api|apple-touch-icon.*|assets|dashboard|deploy\.html|explore|favicon\..*|files|groups|health_check|help|import|jwt|login|oauth|profile|projects|public|robots\.txt|s|search|sitemap.*|slash-command-logo\.png|snippets|unsubscribes|uploads|users|v2)$/i;

/**
 * Whether a text can be the full path of a project, a group, or a user: `group/sub/project`.
 * https://docs.gitlab.com/user/reserved_names/#limitations-on-usernames-project-and-group-names-and-slugs
 */
export function isFullPath(text: string): boolean {
  const segments = text.split('/');
  return !reserved.test(segments[0] ?? '') && segments.every((segment) => /^(?!\.{1,2}$)[\w.][\w.-]*$/.test(segment));
}
