import * as l10n from '@vscode/l10n';
import { formatQuery, formatTerm } from './formatQuery.ts';
import { issueMatcher, type IssueTest, wordsOf } from './issueMatcher.ts';
import type { IssueQuery } from './issueQuery.ts';
import { listParameters, type ListContext, type ListParameters } from './listParameters.ts';
import { whyServerNeeded } from './whyServerNeeded.ts';
import { filteredQuery } from './filteredQuery.ts';
import { parseQuery } from './parseQuery.ts';

/** What a plan needs to know beside the query and the filter. */
export interface PlanContext extends ListContext {
  /** Whether the mirror holds all open issues. */
  readonly isWhole: boolean;
  /** The ids of the issues whose description has all of the words, as far as it is known. */
  readonly descriptionsOf?: (words: readonly string[]) => ReadonlySet<number> | undefined;
}

/** Who answers a query under a filter, whole. */
export type FilteredPlan =
  /** The mirror, with those that pass; `undefined`: with all that it has. */
  | { readonly from: 'mirror'; readonly matches: IssueTest | undefined }
  | {
      readonly from: 'gitlab';
      /** Equal ones are the same question, whenever it is asked. */
      readonly question: string;
      readonly parameters: ListParameters;
      /** Whether an issue that was an answer can still be one, after a change of it. */
      readonly canMatch: IssueTest;
    }
  | { readonly from: 'nowhere'; readonly problems: readonly string[] }
  /** It uses `@me`, but the user's name is unknown. */
  | { readonly from: 'unknownMe' }
  /** No issue can be both. */
  | { readonly from: 'nothing' };

/** @param query with the order that is wanted. */
export function planFilteredQuery(
  query: IssueQuery,
  filter: Pick<IssueQuery, 'terms'>,
  context: PlanContext,
): FilteredPlan {
  const whole = filteredQuery(query, filter);
  if (!whole) return { from: 'nothing' };
  if (context.me === undefined && whole.terms.some(({ key, value }) => value === 'me' && key !== 'text'))
    return { from: 'unknownMe' };
  // All that is held is shown, though it may be a part only: the view says so.
  if (whole.terms.length === 0) return { from: 'mirror', matches: undefined };
  if (whyServerNeeded(whole, context.isWhole ? 'all' : 'part') === undefined)
    return { from: 'mirror', matches: both(tests(query, context), tests(filter, context)) };
  const clash = clashOf(whole, query, filter);
  if (clash !== undefined) return { from: 'nowhere', problems: [clash] };
  const list = listParameters(whole, context);
  if ('problems' in list) return { from: 'nowhere', problems: list.problems };
  return {
    from: 'gitlab',
    question: `${context.me ?? ''} ${formatQuery({ terms: whole.terms, ...(query.sort ? { sort: query.sort } : {}) })}`,
    parameters: list.parameters,
    canMatch: issueMatcher({ terms: whole.terms.filter(isToldByRows) }, context),
  };
}

function tests({ terms }: Pick<IssueQuery, 'terms'>, { descriptionsOf, ...context }: PlanContext): IssueTest {
  const words = wordsOf({ terms });
  const descriptions = words.length > 0 ? descriptionsOf?.(words) : undefined;
  return issueMatcher({ terms }, { ...context, ...(descriptions ? { descriptions } : {}) });
}

function both(first: IssueTest, second: IssueTest): IssueTest {
  return (issue) => first(issue) && second(issue);
}

/** Why query and filter cannot be one question: a mirror takes each for itself, GitLab one of its kind. */
function clashOf(
  whole: IssueQuery,
  query: Pick<IssueQuery, 'terms'>,
  filter: Pick<IssueQuery, 'terms'>,
): string | undefined {
  const [problem] = parseQuery(formatQuery({ terms: whole.terms })).problems;
  const places = [query, filter]
    .filter((each) => wordsOf(each).length > 0)
    .map(({ terms }) => terms.filter(({ key }) => key === 'in').map(formatTerm)[0]);
  if (problem) return l10n.t("The query and the filter can't be combined. {0}", problem.message);
  return new Set(places).size > 1
    ? l10n.t("The query and the filter can't be combined because they search in different places.")
    : undefined;
}

function isToldByRows({ key, value }: IssueQuery['terms'][number]): boolean {
  return key !== 'reaction' && key !== 'text' && key !== 'in' && !(key === 'milestone' && value === 'upcoming');
}
