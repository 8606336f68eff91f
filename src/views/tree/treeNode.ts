import type { DocumentPlace } from '../../sync/documents/issueDocuments.ts';

/** Why there is a notice row instead of issues. */
export type Notice =
  /** For a project. */
  | 'noAccount'
  | 'failed'
  | 'issuesOff'
  | 'loading'
  /** For a query. */
  | 'empty'
  | 'none'
  | 'noMatch'
  | 'unknownMe'
  | 'wrong'
  | 'cut';

/** Why there is a row instead of the items of a To-Do List, or after them. */
export type TodoNotice = 'loading' | 'none' | 'failed' | 'more';

/**
 * A row of the issue tree. The tree creates them and recognizes its own: a command from a menu can check
 * {@link IssueTree.owns}. A row identifies an issue without its content, so the same row stays when the issue changes.
 * `query` is the {@link ViewQuery.id} of the row that it is under.
 */
export type TreeNode =
  | { readonly kind: 'project'; readonly tracker: string }
  | { readonly kind: 'query'; readonly tracker: string; readonly query: string }
  /** Issues with a common value. See `IssueGroup.key`. */
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
      /** The number of issues that are not shown. Undefined if it is unknown. */
      readonly hidden: number | undefined;
      readonly group?: string;
    }
  /** The To-Do List of an account. It belongs to no tracker. */
  | { readonly kind: 'todos'; readonly tracker: ''; readonly account: string }
  /** An item on it. The tracker is one that includes the issue. Empty if there is none. */
  | { readonly kind: 'todo'; readonly tracker: string; readonly account: string; readonly todoId: number }
  | { readonly kind: 'todoNotice'; readonly tracker: ''; readonly account: string; readonly notice: TodoNotice }
  /** The drafts of new issues. They belong to no tracker. */
  | { readonly kind: 'drafts'; readonly tracker: '' }
  | { readonly kind: 'draft'; readonly tracker: ''; readonly place: DocumentPlace }
  /** The changes that GitLab doesn't have yet, by the id of their command. They belong to no tracker. */
  | { readonly kind: 'waiting'; readonly tracker: '' }
  | { readonly kind: 'waitingChange'; readonly tracker: ''; readonly command: string };
