import * as l10n from '@vscode/l10n';
import { can, type CapabilityName, firstVersionOf, type ServerKind } from '../capabilities.ts';
import type { IssueFilter, MilestoneWord } from '../issueFilter.ts';
import type { IssueListOrder, IssueListRequest } from '../gateway/issueGateway.ts';
import { formatSort, formatTerm } from './formatQuery.ts';
import { issueMatcher, type IssueTest, wordsOf } from './issueMatcher.ts';
import type { DueWord, IssueQuery, IssueSort, QueryTerm } from './issueQuery.ts';
import { whyServerNeeded } from './whyServerNeeded.ts';
import { rangeOf } from './timeSpan.ts';

/** The parameters of a list request, without paging. */
export type ListParameters = Omit<IssueListRequest, 'page' | 'perPage' | 'etag'>;

/** The other inputs for building a list request. */
export interface ListContext extends ServerKind {
  /** The username that `@me` stands for. */
  readonly me?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Converts a query to a list request. If GitLab's filters return more than the query, `keep` is the test for the issues to
 * keep, so that the result is exact. If GitLab doesn't support some terms, returns one sentence
 * for each of them instead, because partial results would look complete.
 */
export function listParameters(
  query: IssueQuery,
  context: ListContext,
): { readonly parameters: ListParameters; readonly keep?: IssueTest } | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  let filter: IssueFilter = {};
  const names: Names = { assignees: [], labels: [], otherAssignees: [], otherLabels: [] };
  let times: Pick<ListParameters, 'createdAfter' | 'createdBefore' | 'updatedAfter' | 'updatedBefore'> = {};
  let state: ListParameters['state'] = 'opened';
  for (const term of query.terms) {
    if (term.key === 'text' || (term.key === 'in' && wordsOf(query).length === 0)) continue;
    if (term.key === 'state') state = term.value;
    else if (term.key === 'created') {
      const { after, before } = rangeOf(term.value, context.now);
      times = {
        ...times,
        ...(after === undefined ? {} : { createdAfter: after }),
        ...(before === undefined ? {} : { createdBefore: before }),
      };
    } else if (term.key === 'updated') {
      const { after, before } = rangeOf(term.value, context.now);
      times = {
        ...times,
        ...(after === undefined ? {} : { updatedAfter: after }),
        ...(before === undefined ? {} : { updatedBefore: before }),
      };
    } else {
      const next = withTerm(filter, term, names, context);
      if (typeof next === 'string') problems.push(whereSentence(query, formatTerm(term), next));
      else filter = next;
    }
  }
  const sort = query.sort ?? defaultSort;
  const whyNot = whyUnsorted(sort, context);
  if (whyNot !== undefined) problems.push(whereSentence(query, `sort:${formatSort(sort)}`, whyNot));
  if (problems.length > 0) return { problems };
  const search = searchOf(wordsOf(query));
  const keep = keptBy(query, filter, context);
  return {
    parameters: {
      state,
      orderBy: orderOf[sort.by],
      sort: sort.direction,
      ...times,
      ...(search === '' ? {} : { search }),
      filter,
    },
    ...(keep ? { keep } : {}),
  };
}

const defaultSort: IssueSort = { by: 'created', direction: 'desc' };

const orderOf: Readonly<Record<IssueSort['by'], IssueListOrder>> = {
  created: 'created_at',
  updated: 'updated_at',
  due: 'due_date',
  milestone: 'milestone_due',
  title: 'title',
  weight: 'weight',
  popularity: 'popularity',
  priority: 'priority',
  label_priority: 'label_priority',
};

type FilterTerm = Exclude<QueryTerm, { key: 'text' | 'state' | 'created' | 'updated' }>;

/** The names so far, in lists that grow, because copying a list for each name would take quadratic time. */
interface Names {
  readonly assignees: string[];
  readonly labels: string[];
  /** The excluded ones. */
  readonly otherAssignees: string[];
  readonly otherLabels: string[];
}

/** Adds a term to the filter, or explains why GitLab doesn't support it. */
function withTerm(filter: IssueFilter, term: FilterTerm, names: Names, context: ListContext): IssueFilter | string {
  const { not = {} } = filter;
  switch (term.key) {
    case 'assignee': {
      const { value, isNot } = term;
      if (value === 'none' || value === 'any') return { ...filter, assignees: wildcardOf[value] };
      const name = value === 'me' ? context.me : value.username;
      if (name === undefined) return unknownMe();
      const { assignees, otherAssignees } = names;
      const alike = isNot ? otherAssignees : assignees;
      if (alike.length > 0 && !can(context, 'severalAssignees'))
        return isNot
          ? l10n.t('GitLab Community Edition can exclude only one assignee.')
          : l10n.t('GitLab Community Edition can filter by only one assignee.');
      alike.push(name);
      return isNot ? { ...filter, not: { ...not, assignees: otherAssignees } } : { ...filter, assignees };
    }
    case 'author': {
      const name = term.value === 'me' ? context.me : term.value.username;
      if (name === undefined) return unknownMe();
      if (!term.isNot) return { ...filter, author: name };
      return not.author === undefined ? { ...filter, not: { ...not, author: name } } : leavesOutOne();
    }
    case 'label': {
      const { value, isNot } = term;
      if (value === 'none' || value === 'any') return { ...filter, labels: wildcardOf[value] };
      if ('scope' in value) return l10n.t("GitLab can't reliably find all labels in a scope.");
      if (/^(none|any)$/i.test(value.title)) return l10n.t('This name is reserved in GitLab.');
      const { labels, otherLabels } = names;
      (isNot ? otherLabels : labels).push(value.title);
      return isNot ? { ...filter, not: { ...not, labels: otherLabels } } : { ...filter, labels };
    }
    case 'milestone': {
      const { value, isNot } = term;
      if (typeof value === 'string') return { ...filter, milestone: milestoneWord[value] };
      if (/^(none|any|#upcoming|#started)$/i.test(value.title)) return l10n.t('This name is reserved in GitLab.');
      if (!isNot) return { ...filter, milestone: { title: value.title } };
      return not.milestone === undefined ? { ...filter, not: { ...not, milestone: value.title } } : leavesOutOne();
    }
    case 'weight': {
      const { value, isNot } = term;
      if (!can(context, 'weights')) return noWeights();
      if (value === 'none' || value === 'any') return { ...filter, weight: wildcardOf[value] };
      if (value.is !== '=')
        return l10n.t("GitLab can't compare weights. Use an exact weight, such as {0}.", `weight:${value.weight}`);
      if (!isNot) return { ...filter, weight: value.weight };
      return not.weight === undefined ? { ...filter, not: { ...not, weight: value.weight } } : leavesOutOne();
    }
    case 'due': {
      const due = dueFilter(term.value, context);
      return { ...filter, ...(due === undefined ? {} : { due }) };
    }
    case 'type': {
      const name = typeFilters[term.value] ?? 'typeFilter';
      return can(context, name) ? { ...filter, type: term.value } : requiresVersion(name, context);
    }
    case 'confidential':
      return { ...filter, confidential: term.value === 'yes' };
    case 'reaction':
      return { ...filter, reaction: typeof term.value === 'string' ? wildcardOf[term.value] : term.value };
    case 'in':
      return { ...filter, searchIn: term.value };
  }
}

/** GitLab added these types later than the filter. */
const typeFilters: Readonly<Partial<Record<string, CapabilityName>>> = { task: 'taskFilter', ticket: 'ticketFilter' };

const wildcardOf = { none: 'None', any: 'Any' } as const;

const milestoneWord: Readonly<Record<'none' | 'any' | 'started' | 'upcoming', MilestoneWord>> = {
  ...wildcardOf,
  // GitLab's word depends on the server's day.
  started: 'Any',
  upcoming: 'Upcoming',
};

/** The words in the syntax of GitLab's search, with phrases in quotes. */
function searchOf(words: readonly string[]): string {
  return words
    .map((word) => word.replaceAll('"', ' ').trim())
    .map((word) => (/\s/.test(word) ? `"${word}"` : word))
    .filter((word) => word !== '')
    .join(' ');
}

/** Explains why a term isn't supported. It includes why the mirror, which supports the term, can't run the query. */
function whereSentence(query: IssueQuery, term: string, why: string): string {
  switch (whyServerNeeded(query, 'part')) {
    case 'closed':
      return l10n.t("'{0}' isn't supported for closed issues. {1}", term, why);
    case 'reaction':
      return l10n.t("'{0}' can't be combined with a reaction. {1}", term, why);
    case 'upcoming':
      return l10n.t("'{0}' can't be combined with the upcoming milestone. {1}", term, why);
    default:
      return l10n.t("'{0}' isn't supported when only some issues are stored on this computer. {1}", term, why);
  }
}

/**
 * The narrowest filter of GitLab that includes all matches. GitLab's words for days depend on the server's day, which isn't
 * always the local one, and which GitLab doesn't return.
 */
function dueFilter(word: DueWord, context: ListContext): IssueFilter['due'] {
  if (!can(context, 'dueDateFilter')) return undefined;
  if (word === 'none') return '0';
  if (word === 'today' || word === 'tomorrow' || word === 'week') return 'next_month_and_previous_two_weeks';
  return can(context, 'dueDateWords') ? 'any' : undefined;
}

/** The issues to keep of a list. Undefined if GitLab filters it exactly. */
function keptBy({ terms }: IssueQuery, filter: IssueFilter, context: ListContext): IssueTest | undefined {
  const inexact = terms.filter(
    ({ key, value }) =>
      (key === 'milestone' && value === 'started') ||
      (key === 'due' && !(value === 'none' && filter.due === '0') && !(value === 'any' && filter.due === 'any')),
  );
  // Without this term, only open issues match.
  const anyState = { key: 'state', value: 'all' } as const;
  return inexact.length > 0 ? issueMatcher({ terms: [...inexact, anyState] }, context) : undefined;
}

/** Why GitLab can't sort a list like this. Servers ignore or reject the sort orders that they lack. */
function whyUnsorted(sort: IssueSort, context: ListContext): string | undefined {
  if (sort.by === 'weight' && !can(context, 'weights')) return noWeights();
  return sort.by === 'title' && !can(context, 'titleOrder') ? requiresVersion('titleOrder', context) : undefined;
}

/** Servers ignore or reject the filters that they lack. */
function requiresVersion(name: CapabilityName, { serverVersion = '' }: ServerKind): string {
  return l10n.t('This requires GitLab {0} or later. The server has {1}.', firstVersionOf(name), serverVersion);
}

function unknownMe(): string {
  return l10n.t("'@me' can't be used because your username isn't set.");
}

function noWeights(): string {
  return l10n.t("Weights aren't available in GitLab Community Edition.");
}

function leavesOutOne(): string {
  return l10n.t('GitLab can exclude only one value per filter.');
}
