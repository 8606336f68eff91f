import { dueWords, groupingNames, queryTypes, sortNames, type IssueSort } from './issueQuery.ts';

/** The filter names, which precede a colon. */
export const queryKeys = [
  'assignee',
  'author',
  'label',
  'milestone',
  'due',
  'state',
  'type',
  'confidential',
  'weight',
  'created',
  'updated',
  'reaction',
  'in',
  'sort',
  'group',
] as const;
export type QueryKey = (typeof queryKeys)[number];

/** The filters that GitLab can negate (`not[…]`). https://docs.gitlab.com/api/issues/#list-project-issues */
export const negatableKeys: readonly string[] = ['assignee', 'author', 'label', 'milestone', 'weight'];

/** The filters that a query can use more than once. */
export const manyOf: readonly string[] = ['assignee', 'label'];

/** The keywords of each filter. Some filters also accept names, such as labels. */
export const wordsOf: Readonly<Record<QueryKey, readonly string[]>> = {
  assignee: ['@me', 'none', 'any'],
  author: ['@me'],
  label: ['none', 'any'],
  milestone: ['started', 'upcoming', 'none', 'any'],
  due: dueWords,
  state: ['opened', 'closed', 'all'],
  type: queryTypes,
  confidential: ['yes', 'no'],
  weight: ['none', 'any'],
  created: [],
  updated: [],
  reaction: ['none', 'any'],
  in: ['title', 'description'],
  sort: sortNames,
  group: groupingNames,
};

export function isQueryKey(name: string): name is QueryKey {
  return (queryKeys as readonly string[]).includes(name);
}

/** Whether a name is also a keyword of the filter, ignoring case. */
export function isReserved(key: QueryKey, name: string): boolean {
  return wordsOf[key].includes(name.toLowerCase());
}

/** The default sort direction, as on GitLab's pages. */
export function naturalDirection(by: string): IssueSort['direction'] {
  return by === 'created' || by === 'updated' || by === 'popularity' ? 'desc' : 'asc';
}
