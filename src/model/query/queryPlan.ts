import * as l10n from '@vscode/l10n';
import type { IssueQuery } from './issueQuery.ts';
import { listParameters, type ListContext, type ListParameters } from './listParameters.ts';
import { localObstacle, type LocalObstacle } from './localObstacle.ts';

/** Who answers a query, whole: the mirror, or GitLab, or (with what to tell people) neither. */
export type QueryPlan =
  | { readonly from: 'mirror' }
  | { readonly from: 'gitlab'; readonly parameters: ListParameters; readonly why: LocalObstacle }
  | { readonly from: 'nowhere'; readonly problems: readonly string[] };

/** @param context with whether the mirror holds all open issues. */
export function queryPlan(query: IssueQuery, context: ListContext & { readonly isWhole: boolean }): QueryPlan {
  const why = localObstacle(query, context.isWhole);
  if (why === undefined) {
    const asksForMe = query.terms.some(({ key, value }) => value === 'me' && key !== 'text');
    if (!asksForMe || context.me !== undefined) return { from: 'mirror' };
    return { from: 'nowhere', problems: [l10n.t('Who "@me" is, is not known.')] };
  }
  const question = listParameters(query, context);
  return 'problems' in question
    ? { from: 'nowhere', problems: question.problems }
    : { from: 'gitlab', parameters: question.parameters, why };
}
