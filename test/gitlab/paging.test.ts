import assert from 'node:assert/strict';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon, type TestAnswer } from './testRequest.ts';

function links(answer: TestAnswer): Record<string, string> {
  const found = [...(answer.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)];
  return Object.fromEntries(found.map((match) => [match[2] ?? '', match[1] ?? '']));
}

function pathOf(url: string): string {
  return url.slice(url.indexOf('/api/v4') + '/api/v4'.length);
}

const iids = (answer: TestAnswer): number[] => answer.rows.map((issue) => issue.iid);

function headersOf(answer: TestAnswer): Record<string, string | null> {
  const names = ['x-page', 'x-per-page', 'x-next-page', 'x-prev-page', 'x-total', 'x-total-pages'];
  return Object.fromEntries(names.map((name) => [name, answer.headers.get(name)]));
}

describe('Offset paging', () => {
  let standIn: StandInGitLab;
  before(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 45, relativeRoot: '/gitlab' });
  });
  after(() => standIn.close());

  it('has 20 rows by default and reports this in six headers', async () => {
    const answer = await ask(standIn, '/projects/101/issues');
    assert.equal(answer.rows.length, 20);
    assert.deepEqual(headersOf(answer), {
      'x-page': '1',
      'x-per-page': '20',
      'x-next-page': '2',
      'x-prev-page': '',
      'x-total': '45',
      'x-total-pages': '3',
    });
  });

  it('repeats every parameter and default in Link, sorted, in the order prev, next, first, last', async () => {
    const answer = await ask(
      standIn,
      '/projects/tanuki-tools%2Fweb-shop/issues?labels=bug,priority::2&foo=b%20r&page=1&per_page=1&not[iids][]=5',
    );
    const base = `${standIn.url}/api/v4/projects/tanuki-tools%2Fweb-shop/issues`;
    const rest = (page: number): string =>
      `${base}?foo=b+r&id=tanuki-tools%2Fweb-shop&labels%5B%5D=bug&labels%5B%5D=priority%3A%3A2&not%5Biids%5D%5B%5D=5` +
      `&order_by=created_at&page=${page}&per_page=1&sort=desc&state=all&with_labels_details=false`;
    const last = Number(answer.headers.get('x-total-pages'));
    assert.equal(
      answer.headers.get('link'),
      `<${rest(2)}>; rel="next", <${rest(1)}>; rel="first", <${rest(last)}>; rel="last"`,
    );
    const second = await ask(standIn, pathOf(links(answer)['next'] ?? ''));
    assert.equal(second.status, 200);
    assert.deepEqual(
      Object.keys(links(second)),
      last > 2 ? ['prev', 'next', 'first', 'last'] : ['prev', 'first', 'last'],
    );
    assert.equal(second.headers.get('x-total'), answer.headers.get('x-total'));
  });

  it('returns every row once over all pages', async () => {
    const seen: number[] = [];
    for (let next: string | undefined = '/projects/101/issues?per_page=7&sort=asc'; next !== undefined;) {
      const answer: TestAnswer = await ask(standIn, next);
      seen.push(...iids(answer));
      const url = links(answer)['next'];
      next = url === undefined ? undefined : pathOf(url);
    }
    assert.deepEqual(
      seen,
      [...Array(45).keys()].map((index) => index + 1),
    );
  });

  it('limits per_page to 100 without an error', async () => {
    const answer = await ask(standIn, '/projects/101/issues?per_page=5000');
    assert.equal(answer.headers.get('x-per-page'), '100');
    assert.match(answer.headers.get('link') ?? '', /per_page=100/);
  });

  it('R9: leaves out rows after paging, so that a page in the middle is short', async () => {
    for (const { id } of standIn.world.issues(101).slice(-3)) standIn.world.unlisted.add(id);
    const answer = await ask(standIn, '/projects/101/issues');
    standIn.world.unlisted.clear();
    assert.equal(answer.rows.length, 17);
    assert.deepEqual([answer.headers.get('x-next-page'), answer.headers.get('x-total')], ['2', '45']);
    assert.ok(links(answer)['next']);
  });

  it('has one page even if empty, and empty rows after the last page', async () => {
    const none = await ask(standIn, '/projects/101/issues?labels=no-such-label');
    assert.equal(none.text, '[]');
    assert.deepEqual([none.headers.get('x-total'), none.headers.get('x-total-pages')], ['0', '1']);
    assert.deepEqual(Object.keys(links(none)), ['first', 'last']);
    const beyond = await ask(standIn, '/projects/101/issues?page=9');
    assert.equal(beyond.text, '[]');
    assert.deepEqual([beyond.headers.get('x-next-page'), beyond.headers.get('x-page')], ['', '9']);
    assert.equal((await ask(standIn, '/projects/101/issues?page=0')).headers.get('x-page'), '1');
  });

  it('pages notes, discussions, labels, members, and projects too', async () => {
    for (const path of ['issues/6/notes', 'issues/6/discussions', 'labels', 'members/all', 'users', 'milestones']) {
      const all = await ask(standIn, `/projects/101/${path}?per_page=100`);
      const first = await ask(standIn, `/projects/101/${path}?per_page=1`);
      const second = await ask(standIn, `/projects/101/${path}?per_page=1&page=2`);
      assert.deepEqual([...first.rows, ...second.rows], all.rows.slice(0, 2), path);
      assert.equal(first.headers.get('x-total'), String(all.rows.length), path);
    }
    const notes = links(await ask(standIn, '/projects/101/issues/6/notes?per_page=1'))['first'] ?? '';
    assert.match(
      notes,
      /activity_filter=all_notes&id=101&noteable_id=6&order_by=created_at&page=1&per_page=1&sort=desc$/,
    );
  });
});

describe('Paging above 10,000 rows', () => {
  let standIn: StandInGitLab;
  before(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 10_050, projects: 1 });
  });
  after(() => standIn.close());

  it('omits the totals and rel=last', async () => {
    const answer = await ask(standIn, '/projects/101/issues?per_page=100&page=3');
    assert.deepEqual([answer.headers.get('x-total'), answer.headers.get('x-total-pages')], [null, null]);
    assert.deepEqual(Object.keys(links(answer)), ['prev', 'next', 'first']);
    assert.equal(answer.headers.get('x-next-page'), '4');
    const few = await ask(standIn, '/projects/101/issues?state=closed');
    assert.ok(Number(few.headers.get('x-total')) > 3000);
  });

  it('returns a page within milliseconds once the order is cached', async () => {
    await ask(standIn, '/projects/101/issues?per_page=100');
    const started = performance.now();
    for (let page = 1; page <= 20; page += 1) await ask(standIn, `/projects/101/issues?per_page=100&page=${page}`);
    assert.ok((performance.now() - started) / 20 < 50);
  });

  it('rejects offsets above 50,000 where keyset paging exists', async () => {
    const answer = await ask(standIn, '/projects/101/issues?per_page=100&page=501');
    assert.equal(answer.status, 405);
    assert.match(answer.json.error, /^Offset pagination has a maximum allowed offset of 50000 .* of type Issue\./);
  });
});

describe('Keyset paging', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 60, projects: 2 });
  });
  afterEach(() => standIn.close());

  for (const order of ['created_at', 'updated_at', 'title', 'id', 'weight', 'due_date', 'relative_position'])
    for (const sort of ['asc', 'desc'])
      it(`returns the same rows for ${order} ${sort} as offset paging`, async () => {
        const query = `order_by=${order}&sort=${sort}`;
        const seen: number[] = [];
        for (
          let next: string | undefined = `/projects/101/issues?pagination=keyset&per_page=7&${query}`;
          next !== undefined;
        ) {
          const answer: TestAnswer = await ask(standIn, next);
          seen.push(...iids(answer));
          const url: string | undefined = links(answer)['next'];
          next = url === undefined ? undefined : pathOf(url);
        }
        assert.equal(new Set(seen).size, 60);
        if (order === 'id')
          assert.deepEqual(
            seen,
            seen.toSorted((a, b) => (sort === 'asc' ? a - b : b - a)),
          );
        else assert.deepEqual(seen, iids(await ask(standIn, `/projects/101/issues?per_page=100&${query}`)));
      });

  it('has only Link rel=next and cursors, and returns to the previous page with its cursor', async () => {
    const first = await ask(standIn, '/projects/101/issues?pagination=keyset&per_page=10');
    for (const name of ['x-total', 'x-total-pages', 'x-page', 'x-next-page'])
      assert.equal(first.headers.get(name), null);
    assert.deepEqual(Object.keys(links(first)), ['next']);
    assert.equal(first.headers.get('x-prev-cursor'), '');
    const cursor = first.headers.get('x-next-cursor') ?? '';
    const second = await ask(standIn, `/projects/101/issues?pagination=keyset&per_page=10&cursor=${cursor}`);
    const back = second.headers.get('x-prev-cursor') ?? '';
    assert.deepEqual(
      iids(await ask(standIn, `/projects/101/issues?pagination=keyset&per_page=10&cursor=${back}`)),
      iids(first),
    );
  });

  it('skips no row when a returned row moves to the end', async () => {
    const query = '/projects/101/issues?pagination=keyset&order_by=updated_at&sort=asc&per_page=10';
    const first = await ask(standIn, query);
    standIn.world.updateIssue(101, iids(first)[0] ?? 0, { title: 'Moved to the end' });
    const seen = iids(first);
    for (let next: string | undefined = links(first)['next']; next !== undefined;) {
      const answer: TestAnswer = await ask(standIn, pathOf(next));
      seen.push(...iids(answer));
      next = links(answer)['next'];
    }
    assert.equal(new Set(seen).size, 60);
    assert.equal(seen.length, 61);
  });

  it("is rejected where GitLab doesn't support it: other orders, groups, before 18.3", async () => {
    const refusal = { error: 'Keyset pagination is not yet available for this type of request' };
    for (const path of [
      '/projects/101/issues?pagination=keyset&order_by=priority',
      '/groups/10/issues?pagination=keyset',
    ]) {
      const answer = await ask(standIn, path);
      assert.equal(answer.status, 405);
      assert.deepEqual(answer.json, refusal);
    }
    standIn.setVersion('18.2.1-ee');
    assert.deepEqual((await ask(standIn, '/projects/101/issues?pagination=keyset')).json, refusal);
    standIn.setVersion('18.3.0-ee');
    assert.equal((await ask(standIn, '/projects/101/issues?pagination=keyset')).status, 200);
    assert.equal((await ask(standIn, '/projects/101/issues?pagination=keyset&cursor=nonsense')).status, 400);
  });

  it('pages projects by id_after until a page is empty', async () => {
    const ids: number[] = [];
    let next: string | undefined = '/projects?pagination=keyset&order_by=id&sort=asc&per_page=1';
    let pages = 0;
    while (next !== undefined) {
      const answer: TestAnswer = await ask(standIn, next);
      ids.push(...answer.rows.map((project) => project.id));
      const url: string | undefined = links(answer)['next'];
      if (url !== undefined) assert.match(url, /id_after=\d+/);
      next = url === undefined ? undefined : pathOf(url);
      pages += 1;
    }
    assert.deepEqual(ids, [101, 102]);
    assert.equal(pages, 3);
    assert.equal((await ask(standIn, '/projects?pagination=keyset&order_by=name')).status, 405);
  });
});
