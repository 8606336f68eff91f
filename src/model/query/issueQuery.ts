/*
 * What a query says, in GitLab's own words: https://docs.gitlab.com/user/project/issues/managing_issues/#filter-the-list-of-issues
 * docs/queries.md has the whole language.
 */

/** A query as {@link parseQuery} read it, without duplicates and contradictions. */
export interface IssueQuery {
  /** All must hold, in the order they were written. */
  readonly terms: readonly QueryTerm[];
  readonly sort?: IssueSort;
  readonly group?: IssueGrouping;
}

export type QueryTerm = AssigneeTerm | AuthorTerm | LabelTerm | MilestoneTerm | WeightTerm | PlainTerm;

/** Neither of the two can also be meant as a name: a name that reads like one is written in quotes. */
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
  /** A scope stands for each of its labels: `workflow` for `workflow::done` and its like. */
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
  /** The name of an emoji with which the person reacted. */
  | { readonly key: 'reaction'; readonly value: NoneOrAny | { readonly emoji: string } }
  | { readonly key: 'in'; readonly value: 'title' | 'description' }
  /** A word, or some that stand together. */
  | { readonly key: 'text'; readonly value: string };

export type Comparison = '=' | '<' | '<=' | '>' | '>=';

/**
 * How long ago (`<`: less than that), or days in UTC as `YYYY-MM-DD`, both included.
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

/** What GitLab sorts by. https://docs.gitlab.com/user/project/issues/sorting_issue_lists/ */
export interface IssueSort {
  readonly by: (typeof sortNames)[number];
  readonly direction: 'asc' | 'desc';
}

export const groupingNames = ['milestone', 'label', 'assignee', 'author', 'due', 'type', 'none'] as const;

/** `workflow::*` is a group for each label of that scope, as on a board. */
export type IssueGrouping = (typeof groupingNames)[number] | `${string}::*`;
