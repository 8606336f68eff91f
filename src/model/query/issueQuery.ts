/*
 * The parts of a query, named as in GitLab. docs/queries.md documents the query language.
 * https://docs.gitlab.com/user/project/issues/managing_issues/#filter-the-list-of-issues
 */

/** A query as {@link parseQuery} returns it, without duplicates and contradictions. */
export interface IssueQuery {
  /** An issue must match all of them. In written order. */
  readonly terms: readonly QueryTerm[];
  readonly sort?: IssueSort;
  readonly group?: IssueGrouping;
}

export type QueryTerm = AssigneeTerm | AuthorTerm | LabelTerm | MilestoneTerm | WeightTerm | PlainTerm;

/** A name that is spelled like one of these words must be in quotes. */
export type NoneOrAny = 'none' | 'any';

interface AssigneeTerm {
  readonly key: 'assignee';
  readonly isNot: boolean;
  readonly value: NoneOrAny | Person;
}

interface AuthorTerm {
  readonly key: 'author';
  readonly isNot: boolean;
  readonly value: Person;
}

type Person = 'me' | { readonly username: string };

interface LabelTerm {
  readonly key: 'label';
  readonly isNot: boolean;
  /** A scope matches all its labels: `workflow` matches `workflow::done`. */
  readonly value: NoneOrAny | { readonly title: string } | { readonly scope: string };
}

interface MilestoneTerm {
  readonly key: 'milestone';
  readonly isNot: boolean;
  readonly value: NoneOrAny | 'started' | 'upcoming' | { readonly title: string };
}

interface WeightTerm {
  readonly key: 'weight';
  readonly isNot: boolean;
  readonly value: NoneOrAny | { readonly is: Comparison; readonly weight: number };
}

type PlainTerm =
  | { readonly key: 'created'; readonly value: TimeSpan }
  | { readonly key: 'updated'; readonly value: TimeSpan }
  | { readonly key: 'state'; readonly value: 'opened' | 'closed' | 'all' }
  | { readonly key: 'due'; readonly value: DueWord }
  | { readonly key: 'type'; readonly value: (typeof queryTypes)[number] }
  | { readonly key: 'confidential'; readonly value: 'yes' | 'no' }
  /** The emoji of one of the user's reactions. */
  | { readonly key: 'reaction'; readonly value: NoneOrAny | { readonly emoji: string } }
  | { readonly key: 'in'; readonly value: 'title' | 'description' }
  /** A word, or a quoted phrase. */
  | { readonly key: 'text'; readonly value: string };

export type Comparison = '=' | '<' | '<=' | '>' | '>=';

/**
 * An age (`<` means less than that long ago), or a range of local days as `YYYY-MM-DD`, both ends inclusive.
 */
export type TimeSpan =
  | { readonly age: '<' | '>'; readonly count: number; readonly unit: AgeUnit }
  | { readonly from?: string; readonly to?: string };

/** Hours, days, weeks, and months of 30 days. */
export type AgeUnit = 'h' | 'd' | 'w' | 'mo';

export const dueWords = ['overdue', 'today', 'tomorrow', 'week', 'month', 'none', 'any'] as const;
export type DueWord = (typeof dueWords)[number];

/** The types that GitLab lists among issues. https://docs.gitlab.com/api/issues/ */
export const queryTypes = ['issue', 'incident', 'task', 'test_case', 'requirement', 'ticket'] as const;

export const sortNames = [
  'created',
  'updated',
  'due',
  'milestone',
  'title',
  'weight',
  'popularity',
  'priority',
  'label_priority',
] as const;

/** GitLab's sort orders. https://docs.gitlab.com/user/project/issues/sorting_issue_lists/ */
export interface IssueSort {
  readonly by: (typeof sortNames)[number];
  readonly direction: 'asc' | 'desc';
}

export const groupingNames = ['milestone', 'label', 'assignee', 'author', 'due', 'type', 'none'] as const;

/** `workflow::*` creates a group for each label of that scope, as on a board. */
export type IssueGrouping = (typeof groupingNames)[number] | `${string}::*`;
