import assert from 'node:assert/strict';
import { accept, gitlab, read, strict } from './contractSchemas.ts';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon } from './testRequest.ts';

const names = read('openapi-names.json') as {
  definitions: Record<string, string[]>;
  queries: Record<string, string[]>;
};

/** Group 10 contains projects 101 and 102. Its subgroup 11 contains project 103. */
describe('Groups and assigned issues', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 40, relativeRoot: '/gitlab' });
  });
  afterEach(() => standIn.close());

  const open = (...projects: number[]) =>
    projects.flatMap((id) => standIn.world.issues(id).filter(({ state }) => state === 'opened'));
  const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id).sort((a, b) => a - b);
  const total = async (path: string) => Number((await ask(standIn, path)).headers.get('x-total'));

  it('shows a group and finds groups by words, for members and for others who can see them', async () => {
    const { json } = await ask(standIn, '/groups/tanuki-tools%2Fplatform?with_projects=false');
    const known = new Set(names.definitions['API_Entities_GroupDetail']);
    for (const key of Object.keys(json)) assert.ok(known.has(key), `${key} is no key of a group`);
    const found = (await ask(standIn, '/groups?search=plat')).rows;
    assert.deepEqual(ids(found), [11]);
    const ofList = new Set(names.definitions['API_Entities_Group']);
    for (const key of Object.keys(found[0]!)) assert.ok(ofList.has(key), `${key} is no key of a group in a list`);
    assert.deepEqual(ids((await ask(standIn, '/groups')).rows), [10, 11]);
    assert.deepEqual(ids((await ask(standIn, '/groups?top_level_only=true')).rows), [10]);
    assert.deepEqual((await ask(standIn, '/groups', { token: 'outsider' })).rows, []);
    assert.deepEqual(ids((await ask(standIn, '/groups?all_available=true', { token: 'outsider' })).rows), [10, 11]);
  });

  it('lists the projects of a group, including those of subgroups on request', async () => {
    const direct = (await ask(standIn, '/groups/10/projects?simple=true')).rows;
    assert.deepEqual(ids(direct), [101, 102]);
    accept(gitlab('projects'), direct);
    assert.deepEqual(ids((await ask(standIn, '/groups/10/projects?include_subgroups=true')).rows), [101, 102, 103]);
    assert.deepEqual(ids((await ask(standIn, '/projects?membership=true&search=web-s')).rows), [101]);
    assert.deepEqual((await ask(standIn, '/projects?membership=true', { token: 'outsider' })).rows, []);
  });

  it('lists the issues of a group and its subgroups page by page, with an ETag', async () => {
    const all: { id: number }[] = [];
    for (let page = 1; page <= 9; page += 1) {
      const { rows, headers } = await ask(standIn, `/groups/10/issues?state=opened&per_page=50&page=${page}`);
      all.push(...rows);
      accept(gitlab('issues'), rows);
      for (const issue of rows) accept(strict('Issue'), issue);
      if (headers.get('x-next-page') === '') break;
    }
    assert.deepEqual(ids(all), ids(open(101, 102, 103)));
    const first = await ask(standIn, '/groups/11/issues?state=opened');
    assert.ok(first.rows.every(({ project_id }) => project_id === 103));
    assert.match(first.rows[0]!.references.relative, /^tanuki-tools\/platform\/api-gateway#\d+$/);
    const etag = first.headers.get('etag')!;
    const again = await ask(standIn, '/groups/11/issues?state=opened', { headers: { 'If-None-Match': etag } });
    assert.equal(again.status, 304);
    // Only the issues of a single project support keyset paging (18.3).
    const keyset = await ask(standIn, '/groups/10/issues?pagination=keyset&order_by=updated_at');
    assert.equal(keyset.status, 405);
    assert.equal((await ask(standIn, '/groups/99/issues')).status, 404);
  });

  it('filters and counts the issues of a group like those of a project', async () => {
    const after = new Date(noon - 60 * 86_400_000).toISOString();
    for (const filter of ['labels=bug', 'assignee_username=mira.lindqvist', `created_after=${after}`]) {
      const { rows } = await ask(standIn, `/groups/10/issues?state=opened&per_page=100&${filter}`);
      const { statistics } = (await ask(standIn, `/groups/10/issues_statistics?${filter}`)).json;
      assert.ok(rows.length > 0 && rows.length < open(101, 102, 103).length, filter);
      assert.equal((statistics.counts as unknown as { opened: number }).opened, rows.length, filter);
    }
  });

  it('excludes archived projects from the list, but not from the statistics', async () => {
    standIn.world.updateProject(102, { archived: true });
    assert.equal(await total('/groups/10/issues?state=opened'), open(101, 103).length);
    assert.equal(await total('/groups/10/issues?state=opened&non_archived=false'), open(101, 102, 103).length);
    const { statistics } = (await ask(standIn, '/groups/10/issues_statistics')).json;
    assert.equal((statistics.counts as unknown as { opened: number }).opened, open(101, 102, 103).length);
  });

  it("lists and counts the issues assigned to the token's user", async () => {
    const mine = open(101, 102, 103).filter(({ assigneeIds }) => assigneeIds.includes(1));
    const { rows } = await ask(standIn, '/issues?scope=assigned_to_me&state=opened&per_page=100');
    assert.deepEqual(ids(rows), ids(mine));
    assert.ok(mine.length > 0);
    const { statistics } = (await ask(standIn, '/issues_statistics?scope=assigned_to_me')).json;
    assert.equal((statistics.counts as unknown as { opened: number }).opened, mine.length);
    assert.deepEqual((await ask(standIn, '/issues?scope=assigned_to_me', { token: 'project' })).rows, []);
    assert.equal((await ask(standIn, '/issues?scope=assigned_to_me', { token: null })).status, 401);
  });

  it('shows the labels, milestones, and members of a group like GitLab', async () => {
    const labels = (await ask(standIn, '/groups/11/labels')).rows;
    assert.ok(labels.length > 5);
    for (const label of labels) accept(gitlab('labels/label'), label);
    for (const one of (await ask(standIn, '/groups/11/milestones?include_ancestors=true')).rows)
      accept(gitlab('milestone'), one);
    accept(gitlab('members'), (await ask(standIn, '/groups/11/members/all')).rows);
  });
});
