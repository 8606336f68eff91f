/** Why a project shows a row of words instead of issues. */
export type Notice = 'noAccount' | 'failed' | 'issuesOff' | 'empty' | 'noMatch' | 'loading';

/**
 * A row of the issue tree. The tree makes them and knows its own: whoever is handed one (a command from a menu) can ask
 * {@link IssueTree.owns}. A row says which issue it is about, not what is in it: the same row lives on when the issue changes.
 */
export type TreeNode =
  | { readonly kind: 'project'; readonly tracker: string }
  /** Issues that have something in common; see `IssueGroup.key`. */
  | { readonly kind: 'group'; readonly tracker: string; readonly group: string }
  /** An issue has a row in each of its groups. */
  | { readonly kind: 'issue'; readonly tracker: string; readonly issueId: number; readonly group?: string }
  | { readonly kind: 'notice'; readonly tracker: string; readonly notice: Notice }
  | { readonly kind: 'more'; readonly tracker: string; readonly hidden: number; readonly group?: string };
