/** Why there is a row of words instead of issues. */
export type Notice =
  /** Of a project. */
  | 'noAccount'
  | 'failed'
  | 'issuesOff'
  | 'loading'
  /** Of a query. */
  | 'empty'
  | 'none'
  | 'noMatch'
  | 'unknownMe'
  | 'wrong'
  | 'cut';

/**
 * A row of the issue tree. The tree makes them and knows its own: whoever is handed one (a command from a menu) can ask
 * {@link IssueTree.owns}. A row says which issue it is about, not what is in it: the same row lives on when the issue changes.
 * `query` is the {@link ViewQuery.id} of the row that it is under.
 */
export type TreeNode =
  | { readonly kind: 'project'; readonly tracker: string }
  | { readonly kind: 'query'; readonly tracker: string; readonly query: string }
  /** Issues that have something in common; see `IssueGroup.key`. */
  | { readonly kind: 'group'; readonly tracker: string; readonly query: string; readonly group: string }
  /** An issue has a row under each of its queries, and in each of its groups there. */
  | {
      readonly kind: 'issue';
      readonly tracker: string;
      readonly query: string;
      readonly issueId: number;
      readonly group?: string;
    }
  | { readonly kind: 'notice'; readonly tracker: string; readonly notice: Notice; readonly query?: string }
  | {
      readonly kind: 'more';
      readonly tracker: string;
      readonly query: string;
      /** How many are not shown; undefined if unknown. */
      readonly hidden: number | undefined;
      readonly group?: string;
    };
