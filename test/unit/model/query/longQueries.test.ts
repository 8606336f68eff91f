import { filteredQuery } from '../../../../src/model/query/filteredQuery.ts';
import { formatQuery } from '../../../../src/model/query/formatQuery.ts';
import { issueMatcher } from '../../../../src/model/query/issueMatcher.ts';
import type { IssueQuery } from '../../../../src/model/query/issueQuery.ts';
import { listParameters } from '../../../../src/model/query/listParameters.ts';
import { planFilteredQuery } from '../../../../src/model/query/planFilteredQuery.ts';
import { assertLinear } from '../../assertLinear.ts';
import { anIssue } from './anIssue.ts';

/** Returns a query with many labels, as a saved query and a filter can have together. */
function labels(count: number): IssueQuery {
  return {
    terms: Array.from({ length: count }, (_, index) => ({ key: 'label', isNot: true, value: { title: `l${index}` } })),
  };
}

describe('A query of 4,000 labels', () => {
  const context = { now: 0, edition: 'ee', isWhole: true } as const;
  const issue = anIssue({ labels: ['a', 'b'] });
  const uses: Readonly<Record<string, (query: IssueQuery) => void>> = {
    format: (query) => formatQuery(query),
    match: (query) => issueMatcher(query, { now: 0 })(issue),
    combine: (query) => filteredQuery(query, query),
    request: (query) => listParameters(query, context),
    plan: (query) => planFilteredQuery({ terms: [...query.terms, { key: 'state', value: 'all' }] }, query, context),
  };
  for (const [name, use] of Object.entries(uses)) {
    it(`S15: takes linear time to ${name}`, () => {
      assertLinear(name, 250, (count) => {
        use(labels(count));
      });
    });
  }
});
