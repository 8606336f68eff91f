import type { Issue } from '../issue.ts';
import { dueRange } from './dueDates.ts';
import type { Comparison, IssueQuery, QueryTerm } from './issueQuery.ts';
import { rangeOf } from './timeSpan.ts';
import { localDay } from '../time/calendarDay.ts';

/** The other inputs for matching a query. */
export interface MatchContext {
  /** The username that `@me` stands for. If undefined, `@me` matches no user. */
  readonly me?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The IDs of the issues with all words of the query in their description. If undefined, only titles are searched. */
  readonly descriptions?: ReadonlySet<number>;
}

export type IssueTest = (issue: Issue) => boolean;

/**
 * Matches issues like GitLab does, except that words match as substrings, whereas GitLab might match word forms. Use it
 * only if {@link whyServerNeeded} returns undefined. A term that depends on data outside the rows matches nothing.
 */
export function issueMatcher({ terms }: IssueQuery, context: MatchContext): IssueTest {
  const tests = terms.flatMap((term) => termTest(term, context) ?? []);
  if (!terms.some(({ key }) => key === 'state')) tests.unshift(({ state }) => state === 'opened');
  const words = textTest(terms, context);
  if (words) tests.push(words);
  return (issue) => tests.every((test) => test(issue));
}

/** The search words of a query. */
export function wordsOf({ terms }: IssueQuery): readonly string[] {
  return terms.flatMap((term) => (term.key === 'text' ? [term.value] : []));
}

function termTest(term: QueryTerm, context: MatchContext): IssueTest | undefined {
  const test = wantedTest(term, context);
  return test && 'isNot' in term && term.isNot ? (issue) => !test(issue) : test;
}

function wantedTest(term: QueryTerm, { me, now }: MatchContext): IssueTest | undefined {
  switch (term.key) {
    case 'assignee': {
      const { value } = term;
      if (value === 'none') return ({ assignees }) => assignees.length === 0;
      if (value === 'any') return ({ assignees }) => assignees.length > 0;
      const isPerson = personTest(value === 'me' ? me : value.username);
      return ({ assignees }) => assignees.some(({ username }) => isPerson(username));
    }
    case 'author': {
      const isPerson = personTest(term.value === 'me' ? me : term.value.username);
      return ({ author }) => author !== undefined && isPerson(author.username);
    }
    case 'label': {
      const { value } = term;
      if (value === 'none') return ({ labels }) => labels.length === 0;
      if (value === 'any') return ({ labels }) => labels.length > 0;
      if ('title' in value) return ({ labels }) => labels.includes(value.title);
      const prefix = `${value.scope}::`;
      return ({ labels }) => labels.some((label) => label.startsWith(prefix));
    }
    case 'milestone': {
      const { value } = term;
      if (value === 'none') return ({ milestone }) => milestone === undefined;
      if (value === 'any') return ({ milestone }) => milestone !== undefined;
      // The next milestone might have no issue here, so the rows can't determine it.
      if (value === 'upcoming') return () => false;
      if (value === 'started') return startedTest(localDay(now));
      return ({ milestone }) => milestone?.title === value.title;
    }
    case 'due': {
      const { value } = term;
      if (value === 'none') return ({ dueDate }) => dueDate === undefined;
      if (value === 'any') return ({ dueDate }) => dueDate !== undefined;
      const { from, to } = dueRange(value, now);
      return ({ dueDate }) => dueDate !== undefined && dueDate >= from && dueDate <= to;
    }
    case 'weight': {
      const { value } = term;
      if (value === 'none') return ({ weight }) => weight === undefined;
      if (value === 'any') return ({ weight }) => weight !== undefined;
      const isRight = comparisons[value.is];
      return ({ weight }) => weight !== undefined && isRight(weight, value.weight);
    }
    case 'created':
    case 'updated': {
      const { after = -Infinity, before = Infinity } = rangeOf(term.value, now);
      const timeOf = term.key === 'created' ? createdAt : updatedAt;
      return (issue) => timeOf(issue) >= after && timeOf(issue) <= before;
    }
    case 'state':
      return term.value === 'all' ? undefined : ({ state }) => state === term.value;
    case 'type':
      return ({ type }) => type === term.value;
    case 'confidential':
      return ({ confidential }) => confidential === (term.value === 'yes');
    case 'reaction':
      return () => false;
    case 'in':
    case 'text':
      return undefined;
  }
}

/** Matches if all words are in the title or all are in the description. */
function textTest(terms: readonly QueryTerm[], { descriptions }: MatchContext): IssueTest | undefined {
  const words = wordsOf({ terms }).map((word) => word.toLowerCase());
  if (words.length === 0) return undefined;
  const where = terms.find(({ key }) => key === 'in')?.value ?? 'both';
  return ({ id, title }) => {
    if (where !== 'title' && descriptions?.has(id)) return true;
    if (where === 'description') return false;
    const lower = title.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}

/** Matches an open milestone that has started, even if it's past due, like GitLab's `Milestone.started`. */
function startedTest(today: string): IssueTest {
  return ({ milestone }) =>
    milestone?.isActive === true && milestone.startDate !== undefined && milestone.startDate <= today;
}

/** Usernames are case-insensitive. */
function personTest(wanted: string | undefined): (username: string) => boolean {
  const lower = wanted?.toLowerCase();
  return (username) => username.toLowerCase() === lower;
}

const createdAt = (issue: Issue) => issue.createdAt;
const updatedAt = (issue: Issue) => issue.updatedAt;

const comparisons: Readonly<Record<Comparison, (weight: number, limit: number) => boolean>> = {
  '=': (weight, limit) => weight === limit,
  '<': (weight, limit) => weight < limit,
  '<=': (weight, limit) => weight <= limit,
  '>': (weight, limit) => weight > limit,
  '>=': (weight, limit) => weight >= limit,
};
