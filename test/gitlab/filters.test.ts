import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, day, noon } from './testRequest.ts';
import type { IssueRecord } from './world/records.ts';

/** A query, and a simple version of the same filter. Each filter must keep some issues and drop some. */
type Case = readonly [query: string, keeps: (issue: IssueRecord, standIn: StandInGitLab) => boolean];

const date = (offset: number): string => new Date(noon + offset * day).toISOString().slice(0, 10);
const title = (issue: IssueRecord, standIn: StandInGitLab): string | undefined =>
  issue.milestoneId === null ? undefined : standIn.world.milestones.get(issue.milestoneId)?.title;
const iso = (ms: number): string => new Date(ms).toISOString();
const middle = 30;

const cases: readonly Case[] = [
  ['state=opened', (i) => i.state === 'opened'],
  ['state=closed', (i) => i.state === 'closed'],
  ['labels=bug', (i) => i.labels.includes('bug')],
  ['labels=bug,priority::1', (i) => i.labels.includes('bug') && i.labels.includes('priority::1')],
  ['labels[]=bug&labels[]=priority::2', (i) => i.labels.includes('bug') && i.labels.includes('priority::2')],
  ['labels=nOnE', (i) => i.labels.length === 0],
  ['labels=Any', (i) => i.labels.length > 0],
  ['labels=workflow::*', (i) => i.labels.some((label) => label.startsWith('workflow::'))],
  ['milestone=v2.0', (i, s) => title(i, s) === 'v2.0'],
  ['milestone=None', (i) => i.milestoneId === null],
  ['milestone=any', (i) => i.milestoneId !== null],
  ['milestone_id=None', (i) => i.milestoneId === null],
  ['milestone_id=Any', (i) => i.milestoneId !== null],
  ['milestone_id=Upcoming', (i, s) => ['v1.1', 'Summer release'].includes(title(i, s) ?? '')],
  ['milestone_id=Started', (i, s) => ['v1.1', 'Summer release'].includes(title(i, s) ?? '')],
  ['author_id=2', (i) => i.authorId === 2],
  ['author_username=Aiko.TANABE', (i) => i.authorId === 3],
  ['assignee_id=2', (i) => i.assigneeIds.includes(2)],
  ['assignee_id=none', (i) => i.assigneeIds.length === 0],
  ['assignee_id=Any', (i) => i.assigneeIds.length > 0],
  ['assignee_username=aiko.tanabe', (i) => i.assigneeIds.includes(3)],
  [
    'assignee_username[]=aiko.tanabe&assignee_username[]=mira.lindqvist',
    (i) => [1, 3].every((id) => i.assigneeIds.includes(id)),
  ],
  ['scope=created_by_me', (i) => i.authorId === 1],
  ['scope=assigned-to-me', (i) => i.assigneeIds.includes(1)],
  ['my_reaction_emoji=thumbsup', (i) => i.reactions[1]?.includes('thumbsup') ?? false],
  ['my_reaction_emoji=None', (i) => i.reactions[1] === undefined],
  ['my_reaction_emoji=Any', (i) => i.reactions[1] !== undefined],
  ['search=basket', (i) => /basket/i.test(`${i.title}\n${i.description ?? ''}`)],
  ['search=basket&in=title', (i) => /basket/i.test(i.title)],
  ['search=basket&in=description', (i) => /basket/i.test(i.description ?? '')],
  ['search=the%20loaded', (i) => [i.title, i.description ?? ''].some((t) => /the/i.test(t) && /loaded/i.test(t))],
  ['search="basket%20keeps"', (i) => /basket keeps/i.test(i.description ?? '')],
  ['iids[]=3&iids[]=5', (i) => i.iid === 3 || i.iid === 5],
  ['iids=3,5', (i) => i.iid === 3 || i.iid === 5],
  ['confidential=true', (i) => i.confidential],
  ['confidential=no', (i) => !i.confidential],
  ['issue_type=task', (i) => i.type === 'task'],
  ['issue_type=incident', (i) => i.type === 'incident'],
  ['due_date=0', (i) => i.dueDate === null],
  ['due_date=any', (i) => i.dueDate !== null],
  ['due_date=today', (i) => i.dueDate === date(0)],
  ['due_date=tomorrow', (i) => i.dueDate === date(1)],
  ['due_date=overdue', (i) => i.dueDate !== null && i.dueDate < date(0)],
  // The server's clock is set to Wednesday, May 13, 2026.
  ['due_date=week', (i) => i.dueDate !== null && i.dueDate >= '2026-05-11' && i.dueDate <= '2026-05-17'],
  ['due_date=month', (i) => i.dueDate !== null && i.dueDate >= '2026-05-01' && i.dueDate <= '2026-05-31'],
  [
    'due_date=next_month_and_previous_two_weeks',
    (i) => i.dueDate !== null && i.dueDate >= '2026-04-29' && i.dueDate <= '2026-06-30',
  ],
  ['closed_by_id=2', (i) => i.closedById === 2],
  ['weight=3', (i) => i.weight === 3],
  ['weight=None', (i) => i.weight === null],
  ['weight=Any', (i) => i.weight !== null],
  ['health_status=at_risk', (i) => i.healthStatus === 'at_risk'],
  ['not[labels]=bug', (i) => !i.labels.includes('bug')],
  ['not[labels]=bug,priority::1', (i) => !i.labels.includes('bug') && !i.labels.includes('priority::1')],
  ['not[labels][]=bug&not[labels][]=feature', (i) => !i.labels.includes('bug') && !i.labels.includes('feature')],
  ['not[milestone]=v2.0', (i, s) => title(i, s) !== 'v2.0'],
  ['not[milestone_id]=None', (i) => i.milestoneId !== null],
  ['not[iids]=3,5', (i) => i.iid !== 3 && i.iid !== 5],
  ['not[author_id]=2', (i) => i.authorId !== 2],
  ['not[author_username]=aiko.tanabe', (i) => i.authorId !== 3],
  ['not[assignee_id]=2', (i) => !i.assigneeIds.includes(2)],
  ['not[assignee_username]=aiko.tanabe', (i) => !i.assigneeIds.includes(3)],
  ['not[weight]=3', (i) => i.weight !== 3],
  [
    'labels=bug&state=opened&not[assignee_id]=2',
    (i) => i.labels.includes('bug') && i.state === 'opened' && !i.assigneeIds.includes(2),
  ],
];

describe('Issue filters', () => {
  let standIn: StandInGitLab;
  before(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 400, projects: 2 });
    const { world } = standIn;
    // Make sure that rare filters match an issue.
    const quiet = (iid: number, change: Partial<IssueRecord>): void => {
      Object.assign(world.issue(101, iid) ?? {}, change);
    };
    quiet(7, { dueDate: date(0) });
    quiet(8, { dueDate: date(1) });
    quiet(9, { reactions: { 1: ['thumbsup'] }, assigneeIds: [1, 3] });
    quiet(10, { reactions: { 1: ['tada'] } });
  });
  after(() => standIn.close());

  async function listed(query: string): Promise<number[]> {
    const found: number[] = [];
    for (let page = 1; page < 6; page += 1) {
      const { rows, status, text } = await ask(standIn, `/projects/101/issues?per_page=100&page=${page}&${query}`);
      assert.equal(status, 200, text);
      found.push(...rows.map((issue) => issue.iid));
    }
    return found.toSorted((a, b) => a - b);
  }

  for (const [query, keeps] of cases)
    it(query, async () => {
      const all = standIn.world.issues(101);
      const expected = all.filter((issue) => keeps(issue, standIn)).map((issue) => issue.iid);
      assert.ok(expected.length > 0 && expected.length < all.length, 'the case keeps all or nothing');
      assert.deepEqual(await listed(query), expected);
    });

  it('include the limit itself for dates', async () => {
    const { createdAt, updatedAt } = standIn.world.issue(101, middle) ?? { createdAt: 0, updatedAt: 0 };
    for (const [name, at, before] of [
      ['created_after', createdAt, false],
      ['created_before', createdAt, true],
      ['updated_after', updatedAt, false],
      ['updated_before', updatedAt, true],
    ] as const) {
      const exactly = await listed(`${name}=${iso(at)}`);
      assert.ok(exactly.includes(middle), name);
      const past = await listed(`${name}=${iso(before ? at - 1 : at + 1)}`);
      assert.ok(!past.includes(middle) && past.length > 0, name);
    }
  });

  it('read offsets, dates without a time, and times without an offset as UTC', async () => {
    const at = standIn.world.issue(101, middle)?.createdAt ?? 0;
    const inBerlin = iso(at + 7_200_000).replace('Z', '%2B02:00');
    assert.deepEqual(await listed(`created_after=${inBerlin}`), await listed(`created_after=${iso(at)}`));
    assert.deepEqual(await listed(`created_after=${iso(at).slice(0, 23)}`), await listed(`created_after=${iso(at)}`));
    const midnight = Math.floor(at / day) * day;
    assert.deepEqual(
      await listed(`created_after=${iso(at).slice(0, 10)}`),
      await listed(`created_after=${iso(midnight)}`),
    );
  });

  it('ignore unknown parameters, empty labels, and an empty due_date', async () => {
    const all = await listed('');
    for (const query of ['nonsense=1', 'labels=', 'due_date=', 'search=', 'author_id='])
      assert.deepEqual(await listed(query), all);
  });

  it('combine: a set of filters returns the intersection of their results', async () => {
    const simple = cases.filter(
      ([query]) =>
        !/^(scope|search|milestone|assignee|author|due|iids|labels|not\[labels|weight|state|conf|my_)/.test(query) ||
        /^(state=opened|labels=bug|weight=Any|author_id=2|due_date=any)$/.test(query),
    );
    await fc.assert(
      fc.asyncProperty(fc.subarray([...simple], { minLength: 1, maxLength: 4 }), async (chosen) => {
        const names = chosen.map(([query]) => query.split('=')[0]);
        fc.pre(new Set(names).size === names.length);
        fc.pre(!(names.includes('not[author_id]') && names.includes('not[author_username]')));
        fc.pre(!(names.includes('not[assignee_id]') && names.includes('not[assignee_username]')));
        fc.pre(!(names.includes('not[milestone]') && names.includes('not[milestone_id]')));
        const expected = standIn.world
          .issues(101)
          .filter((issue) => chosen.every(([, keeps]) => keeps(issue, standIn)));
        assert.deepEqual(
          await listed(chosen.map(([query]) => query).join('&')),
          expected.map((issue) => issue.iid),
        );
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it('count the same in issues_statistics, except for the state', async () => {
    for (const query of ['labels=bug', 'not[labels]=bug', 'search=basket', 'assignee_id=None', 'iids=3,5,7']) {
      const all = await listed(query);
      const opened = await listed(`${query}&state=opened`);
      const { json } = await ask(standIn, `/projects/101/issues_statistics?${query}`);
      assert.deepEqual(json.statistics.counts, {
        all: all.length,
        closed: all.length - opened.length,
        opened: opened.length,
      });
    }
  });

  describe('sorting', () => {
    const due = (i: IssueRecord): string | null => i.dueDate;
    const milestoneDue = (i: IssueRecord): string | null =>
      i.milestoneId === null ? null : (standIn.world.milestones.get(i.milestoneId)?.dueDate ?? null);
    const priority = (i: IssueRecord): number | null => {
      const found = i.labels
        .map((name) => standIn.world.labelsOf(101).find((label) => label.name === name)?.priority ?? null)
        .filter((one) => one !== null);
      return found.length === 0 ? null : Math.min(...found);
    };
    const keys: Readonly<Record<string, (i: IssueRecord) => (string | number | null)[]>> = {
      created_at: (i) => [i.createdAt],
      updated_at: (i) => [i.updatedAt],
      due_date: (i) => [due(i)],
      title: (i) => [i.title.toLowerCase()],
      weight: (i) => [i.weight],
      popularity: (i) => [i.upvotes],
      relative_position: (i) => [i.relativePosition],
      milestone_due: (i) => [milestoneDue(i)],
      label_priority: (i) => [priority(i)],
      priority: (i) => [milestoneDue(i), priority(i)],
    };
    for (const [order, key] of Object.entries(keys))
      for (const sort of ['asc', 'desc'])
        it(`${order} ${sort}: puts missing values last, and equal ones newest first`, async () => {
          const { rows } = await ask(standIn, `/projects/101/issues?order_by=${order}&sort=${sort}&per_page=100`);
          const sign = sort === 'asc' ? 1 : -1;
          const expected = standIn.world.issues(101).toSorted((a, b) => {
            const [x, y] = [key(a), key(b)];
            for (const [index, left] of x.entries()) {
              const right = y[index] ?? null;
              if (left === right) continue;
              if (left === null) return 1;
              if (right === null) return -1;
              return (left < right ? -1 : 1) * sign;
            }
            return b.id - a.id;
          });
          assert.deepEqual(
            rows.map((issue) => issue.iid),
            expected.slice(0, 100).map((issue) => issue.iid),
          );
        });

    it('is by creation, newest first, by default', async () => {
      const plain = await ask(standIn, '/projects/101/issues');
      assert.equal(plain.rows[0]!.iid, 400);
    });
  });

  it("global list: returns the caller's issues by default, all on request, and none of archived projects", async () => {
    const mine = await ask(standIn, '/issues?per_page=100');
    assert.ok(mine.rows.every((issue) => issue.author.id === 1));
    assert.match(mine.rows[0]!.references.relative, /^tanuki-tools\//);
    const all = await ask(standIn, '/issues?scope=all');
    assert.equal(all.headers.get('x-total'), '800');
    standIn.world.updateProject(102, { archived: true });
    assert.equal((await ask(standIn, '/issues?scope=all&non_archived=true')).headers.get('x-total'), '400');
    assert.equal((await ask(standIn, '/groups/10/issues')).headers.get('x-total'), '400');
    assert.equal((await ask(standIn, '/groups/10/issues?non_archived=false')).headers.get('x-total'), '800');
    standIn.world.updateProject(102, { archived: false });
  });

  it('rejects values of EE parameters and several assignees on CE', async () => {
    standIn.setVersion('18.9.1', 'ce');
    const all = await listed('');
    assert.deepEqual(await listed('weight=3'), all);
    assert.deepEqual((await ask(standIn, '/projects/101/issues?order_by=weight')).json, {
      error: 'order_by does not have a valid value',
    });
    const two = await ask(standIn, '/projects/101/issues?assignee_username[]=a&assignee_username[]=b');
    assert.deepEqual(two.json, { error: 'assignee_username allows one value, but found 2: a, b' });
    const excluded = await ask(standIn, '/projects/101/issues?not[assignee_username][]=a&not[assignee_username][]=b');
    assert.deepEqual(excluded.json, { error: 'not[assignee_username] allows one value, but found 2: a, b' });
    standIn.setVersion('18.9.1-ee', 'ee');
  });
});
