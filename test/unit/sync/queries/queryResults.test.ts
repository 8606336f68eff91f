import assert from 'node:assert/strict';
import { planFilteredQuery } from '../../../../src/model/query/planFilteredQuery.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import type { QueryQuestion } from '../../../../src/sync/queries/queryResult.ts';
import { QueryResults } from '../../../../src/sync/queries/queryResults.ts';
import { waitUntil } from '../../waitUntil.ts';
import { MirrorHarness } from '../mirrorHarness.ts';
import { changeIssue } from '../sendAct.ts';

describe('QueryResults', () => {
  let world: MirrorHarness;
  let results: QueryResults;
  let tracker: string;
  beforeEach(async () => {
    world = await MirrorHarness.start({ projects: 1, issues: 600 });
    results = new QueryResults(world.synchronizer, world.store, world.clock, world.log);
    await world.fill();
    tracker = world.synchronizer.trackers[0]?.key ?? '';
    world.requests();
  });
  afterEach(async () => {
    results.dispose();
    await world.close();
  });

  const projectId = () => [...world.gitlab.world.projects.keys()][0] ?? 0;
  const closed = () => world.gitlab.world.issues(projectId()).filter(({ state }) => state === 'closed');
  const question = (text: string): QueryQuestion => {
    const context = { me: 'me', now: world.clock.now(), edition: 'ee', isWhole: true } as const;
    const plan = planFilteredQuery(parseQuery(text).query, { terms: [] }, context);
    assert.ok(plan.from === 'gitlab');
    return { tracker, ...plan };
  };
  const recent = () => question('state:closed sort:updated');
  const answered = async (asked: QueryQuestion, condition = (): boolean => true) => {
    await waitUntil(() => results.of(asked)?.loading === false && condition(), 'the answer');
    const answer = results.of(asked);
    assert.ok(answer);
    return answer;
  };
  const lists = () => world.requests().filter((request) => request.includes('state=closed'));

  it('sends one request when a view shows it, and reports the total', async () => {
    let events = 0;
    results.onDidChange(() => (events += 1));
    results.watch(recent());
    results.watch(recent());
    assert.equal(results.of(recent())?.loading, true);
    const { issues, total, rest } = await answered(recent());
    assert.equal(total, closed().length);
    assert.equal(issues.length, 100);
    assert.equal(rest, 'more');
    assert.ok(issues.every(({ state }) => state === 'closed'));
    const times = issues.map(({ updatedAt }) => updatedAt);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
    results.watch(recent());
    assert.equal(lists().length, 1);
    assert.equal(events, 1);
    assert.equal(results.find(tracker, issues[0]?.id ?? 0), issues[0]);
  });

  it('reads page by page, and each issue once', async () => {
    results.watch(recent());
    await answered(recent());
    while (results.of(recent())?.rest === 'more') await results.more(recent());
    const ids = results.of(recent())?.issues.map(({ iid }) => iid) ?? [];
    assert.deepEqual(
      ids.toSorted((a, b) => a - b),
      closed()
        .map(({ iid }) => iid)
        .sort((a, b) => a - b),
    );
  });

  it('requests again after a poll with news, with one request, and not while it is collapsed', async () => {
    results.watch(recent());
    const { total = 0 } = await answered(recent());
    world.requests();
    const [first, second] = world.store.issues(tracker);
    assert.ok(first && second);
    world.gitlab.world.updateIssue(projectId(), first.iid, { state: 'closed' });
    await world.pass(75_000);
    await waitUntil(() => results.of(recent())?.total === total + 1, 'the closed issue');
    assert.equal(lists().length, 1);
    assert.ok(results.of(recent())?.issues.some(({ id }) => id === first.id));

    results.unwatch(recent());
    world.gitlab.world.updateIssue(projectId(), second.iid, { state: 'closed' });
    await world.pass(75_000);
    assert.equal(lists().length, 0);
    assert.equal(results.of(recent())?.isOutdated, true);
    results.watch(recent());
    await waitUntil(() => results.of(recent())?.total === total + 2, 'the other closed issue');
  });

  it('is not requested if it is collapsed before its turn, and again when it is expanded', async () => {
    world.gitlab.addFault({ path: '/api/v4/projects/*/issues', count: 4, do: { kind: 'hang' } });
    const { gateway, scope } = await world.synchronizer.issues.scopeAccess(tracker);
    const hanging = new AbortController();
    const busy = Array.from({ length: 4 }, (_, page) =>
      gateway
        .listIssues(scope, { state: 'all', orderBy: 'created_at', sort: 'desc', page, perPage: 1 }, hanging.signal)
        .catch(() => undefined),
    );
    await waitUntil(() => world.gitlab.requests.length === 4, 'busy slots');
    results.watch(recent());
    await world.clock.advance(0);
    results.unwatch(recent());
    await answered(recent());
    assert.equal(results.of(recent())?.error, undefined);
    hanging.abort();
    await Promise.all(busy);
    await world.synchronizer.refresh();
    assert.deepEqual(lists(), []);
    results.watch(recent());
    assert.equal((await answered(recent(), () => results.of(recent())?.asOf !== undefined)).issues.length, 100);
  });

  it('sends nothing while nothing changes, and conditional requests for an unchanged list', async () => {
    results.watch(recent());
    await answered(recent());
    world.requests();
    await world.pass(300_000);
    assert.equal(lists().length, 0);
    await results.refresh();
    const [again] = lists();
    assert.match(again ?? '', / 304$/);
  });

  it('applies the response of a write: a reopened issue is removed immediately', async () => {
    results.watch(recent());
    const { issues, total = 0 } = await answered(recent());
    const [issue] = issues;
    assert.ok(issue);
    await changeIssue(world.synchronizer, tracker, issue, { state: 'opened' });
    assert.ok(!results.of(recent())?.issues.some(({ id }) => id === issue.id));
    assert.equal(results.of(recent())?.total, total - 1);
    assert.equal(results.find(tracker, issue.id)?.state, 'opened');
    const other = issues[1];
    assert.ok(other);
    await changeIssue(world.synchronizer, tracker, other, { title: 'Another title' });
    assert.equal(results.find(tracker, other.id)?.title, 'Another title');
    world.store.addTombstone(tracker, other);
    assert.ok(!results.of(recent())?.issues.some(({ id }) => id === other.id));
  });

  it('A12: keeps its issues when GitLab fails, reports why and how old they are, and tries again when it is shown again', async () => {
    results.watch(recent());
    const before = await answered(recent());
    const heal = world.gitlab.addFault({ do: { kind: 'error', case: 'forbidden' } });
    await results.refresh();
    const failed = await answered(recent());
    assert.equal(failed.error?.reason, 'forbidden');
    assert.deepEqual([failed.issues, failed.asOf], [before.issues, before.asOf]);
    heal();
    world.requests();
    results.watch(recent());
    assert.equal(lists().length, 0, 'drawing it again is no reason');
    results.unwatch(recent());
    results.watch(recent());
    const after = await answered(recent(), () => results.of(recent())?.error === undefined);
    assert.equal(after.total, before.total);
  });

  it('S: removes everything when the user signs out, including pending requests', async () => {
    results.watch(recent());
    const { issues } = await answered(recent());
    results.watch(question('state:all'));
    world.accounts.value = [];
    assert.equal(results.of(recent()), undefined);
    assert.equal(results.of(question('state:all')), undefined);
    assert.equal(results.find(tracker, issues[0]?.id ?? 0), undefined);
  });
});
