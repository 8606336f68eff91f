import * as l10n from '@vscode/l10n';
import { formatQuery, formatTerm } from './formatQuery.ts';
import { issueMatcher, type IssueTest, wordsOf } from './issueMatcher.ts';
import type { IssueQuery } from './issueQuery.ts';
import { listParameters, type ListContext, type ListParameters } from './listParameters.ts';
import { whyServerNeeded } from './whyServerNeeded.ts';
import { filteredQuery } from './filteredQuery.ts';
import { parseQuery } from './parseQuery.ts';

/** The other inputs for a plan. */
export interface PlanContext extends ListContext {
  /** Whether the mirror contains all open issues. */
  readonly isWhole: boolean;
  /** The IDs of the issues with all the words in their description, if the descriptions are available. */
  readonly descriptionsOf?: (words: readonly string[]) => ReadonlySet<number> | undefined;
}

/** The source that can fully answer a query with a filter. */
export type FilteredPlan =
  /** The mirror, with the issues that match. If `matches` is undefined, with all its issues. */
  | { readonly from: 'mirror'; readonly matches: IssueTest | undefined }
  | {
      readonly from: 'gitlab';
      /** Identifies the request. Requests for the same query have the same key, regardless of the time. */
      readonly question: string;
      readonly parameters: ListParameters;
      /** Whether an issue from the results can still match after it changed. */
      readonly canMatch: IssueTest;
      /** The issues of GitLab's list to keep. Absent if the list is exact. */
      readonly keep?: IssueTest;
    }
  | { readonly from: 'nowhere'; readonly problems: readonly string[] }
  /** The query uses `@me`, but the user's username is unknown. */
  | { readonly from: 'unknownMe' }
  /** No issue can match both the query and the filter. */
  | { readonly from: 'nothing' };

/** @param query includes the sort order of the results. */
export function planFilteredQuery(
  query: IssueQuery,
  filter: Pick<IssueQuery, 'terms'>,
  context: PlanContext,
): FilteredPlan {
  const whole = filteredQuery(query, filter);
  if (!whole) return { from: 'nothing' };
  if (context.me === undefined && whole.terms.some(({ key, value }) => value === 'me' && key !== 'text'))
    return { from: 'unknownMe' };
  // Shows all stored issues. If they aren't all open issues, the view indicates it.
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
    ...list,
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

/** Why query and filter can't be one request. The mirror evaluates them separately, but GitLab needs a single query. */
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
