import { dueWords, groupingNames, queryTypes, sortNames, type IssueSort } from './issueQuery.ts';

/** What can stand before a colon. */
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

/** What GitLab can leave out (`not[…]`). https://docs.gitlab.com/api/issues/#list-project-issues */
export const negatableKeys: readonly string[] = ['assignee', 'author', 'label', 'milestone', 'weight'];

/** Of these several may be asked for at once; of all others one. */
export const manyOf: readonly string[] = ['assignee', 'label'];

/** The words that a name takes besides, or instead of, what people called their things. */
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

/** Whether a name reads as one of the words of a key, whatever its case. */
export function isReserved(key: QueryKey, name: string): boolean {
  return wordsOf[key].includes(name.toLowerCase());
}

/** The direction that people mean when they name none, as on GitLab's pages. */
export function naturalDirection(by: string): IssueSort['direction'] {
  return by === 'created' || by === 'updated' || by === 'popularity' ? 'desc' : 'asc';
}
