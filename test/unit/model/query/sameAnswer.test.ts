import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GitLabClient } from '../../../../src/gitlab/gitLabClient.ts';
import type { Issue } from '../../../../src/model/issue.ts';
import type { IssueListRequest } from '../../../../src/model/gateway/issueGateway.ts';
import type { Project } from '../../../../src/model/project.ts';
import { formatQuery } from '../../../../src/model/query/formatQuery.ts';
import { issueMatcher } from '../../../../src/model/query/issueMatcher.ts';
import { issueOrder } from '../../../../src/model/query/issueOrder.ts';
import { listParameters } from '../../../../src/model/query/listParameters.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import { day, noon } from '../../../gitlab/testRequest.ts';
import { transportTo } from '../../gitlab/startTransport.ts';
import { runs, seed } from '../../testRuns.ts';
import { queryArbitrary } from './queryArbitrary.ts';
import { dealIssues, worldNames } from './dealtWorld.ts';

const pairs = runs(2_000, 10_000);
/** The number of rounds. Each one generates new issues. */
const rounds = 25;
const me = 'mira.lindqvist';

describe('A query has the same result in the mirror and on GitLab', () => {
  let gitlab: StandInGitLab;
  let client: GitLabClient;
  let project: Project;
  let now = noon;
  before(async () => {
    gitlab = await StandInGitLab.start({ now: () => now, projects: 1, issues: 32 });
    client = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal }));
    project = await client.findProject('tanuki-tools/web-shop');
  });
  after(() => gitlab.close());

  const listAll = async (question: Omit<IssueListRequest, 'page' | 'perPage'>): Promise<readonly Issue[]> => {
    const { issues, isLast } = await client.listIssues(project, { ...question, page: 1, perPage: 100 });
    assert.ok(isLast);
    return issues;
  };

  it(`for ${pairs} pairs of query and issues`, async function () {
    this.timeout(120_000);
    let compared = 0;
    let kept = 0;
    for (let round = 0; round < rounds; round += 1) {
      // The times include the ends of days, weeks, and months.
      now = noon + round * 3 * day + (round % 3) * (day / 2 - 1);
      dealIssues(gitlab.world, project.id, now, seed + round);
      const priorities = new Map(gitlab.world.labelsOf(project.id).map(({ name, priority }) => [name, priority]));
      const all = await listAll({ state: 'all', orderBy: 'created_at', sort: 'desc' });
      const agrees = async (text: string): Promise<boolean> => {
        const { query, problems } = parseQuery(text);
        assert.deepEqual(problems, []);
        const question = listParameters(query, { me, now });
        if ('problems' in question) return false;
        const order = issueOrder(
          query.sort ?? { by: 'created', direction: 'desc' },
          (title) => priorities.get(title) ?? undefined,
        );
        const local = all.filter(issueMatcher(query, { me, now })).sort(order);
        const answer = (await listAll(question.parameters)).filter(question.keep ?? (() => true));
        assert.deepEqual(
          local.map(({ iid }) => iid),
          answer.map(({ iid }) => iid),
          text,
        );
        compared += 1;
        if (local.length > 0 && local.length < all.length) kept += 1;
        return true;
      };
      const comparable = queryArbitrary(worldNames).filter(
        ({ terms }) =>
          terms.length > 0 &&
          // Only GitLab has the reactions, and knows which milestone is next.
          !terms.some(({ key, value }) => key === 'reaction' || value === 'upcoming') &&
          !('problems' in listParameters({ terms }, { me, now })),
      );
      const texts = fc.array(comparable.map(formatQuery), { minLength: 20, maxLength: 20 });
      await fc.assert(
        fc.asyncProperty(texts, async (queries) => {
          await Promise.all(queries.map(agrees));
        }),
        { seed: seed + round, numRuns: pairs / rounds / 20, endOnFailure: true },
      );
    }
    assert.ok(compared >= pairs, `${compared} compared`);
    assert.ok(kept > pairs / 10, `only ${kept} of ${compared} kept some issues and left some out`);
  });
});
