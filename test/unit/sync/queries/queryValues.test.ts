import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/model/event.ts';
import type { Identity } from '../../../../src/model/ports.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { QueryValues, withMore } from '../../../../src/sync/queries/queryValues.ts';
import { issue } from '../issues.ts';
import { MirrorHarness } from '../mirrorHarness.ts';

const never = new AbortController().signal;

describe('QueryValues', () => {
  let mirror: MirrorHarness;
  let values: QueryValues;
  let me: string | undefined;

  beforeEach(async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 40 });
    await mirror.fill();
    me = undefined;
    const identity: Identity = { me: () => me, onDidChange: new Emitter<void>().event };
    values = new QueryValues(mirror.synchronizer, mirror.store, identity, mirror.clock);
  });
  afterEach(() => mirror.close());

  const all = () => mirror.synchronizer.trackers.flatMap(({ key }) => mirror.store.issues(key));
  const count = (text: string) => values.count(parseQuery(text).query);

  it('counts the issues of all projects, and reports where they are incomplete', () => {
    assert.deepEqual(count(''), { found: all().length, of: all().length });
    const [label] = values.held().labels;
    const found = all().filter(({ labels }) => labels.includes(label ?? '')).length;
    assert.ok(found > 0 && found < all().length);
    assert.deepEqual(count(`label:"${label}"`), { found, of: all().length });
    assert.equal(count('state:closed'), undefined);
    assert.equal(count('assignee:@me')?.found, 0);
    const assigned = all().find(({ assignees }) => assignees.length > 0);
    me = assigned?.assignees[0]?.username;
    assert.ok((count('assignee:@me')?.found ?? 0) > 0);
  });

  it('has the labels, milestones, and people of the held issues: labels by use, milestones by what is next', () => {
    const key = mirror.synchronizer.trackers[0]?.key ?? '';
    mirror.store.forget(key);
    mirror.store.forget(mirror.synchronizer.trackers[1]?.key ?? '');
    const [anna, bo] = [
      { id: 1, username: 'anna', name: 'Anna' },
      { id: 2, username: 'bo', name: 'Bo' },
    ];
    const milestone = (id: number, title: string, isActive: boolean, dueDate?: string) => ({
      milestone: { id, title, isActive, ...(dueDate === undefined ? {} : { dueDate }) },
    });
    mirror.store.apply(key, [
      issue(1, { labels: ['bug', 'ui'], author: bo, ...milestone(1, 'over', false, '2026-01-01') }),
      issue(2, { labels: ['ui'], assignees: [bo], author: anna, ...milestone(2, 'later', true, '2027-01-01') }),
      issue(3, { labels: ['ui'], ...milestone(3, 'next', true, '2026-12-01') }),
      issue(4, { ...milestone(4, 'also next', true, '2026-12-01') }),
      issue(5, { ...milestone(5, 'someday', true) }),
      issue(6, { ...milestone(6, 'anytime', true) }),
    ]);
    const { labels, milestones, milestoneDues, people, labelUses, milestoneUses } = values.held();
    assert.deepEqual(labels, ['ui', 'bug']);
    assert.deepEqual(milestones, ['also next', 'next', 'later', 'anytime', 'someday', 'over']);
    assert.deepEqual([milestoneDues.get('next'), milestoneDues.get('someday')], ['2026-12-01', undefined]);
    assert.deepEqual(
      people.map(({ username }) => username),
      ['bo', 'anna'],
    );
    assert.deepEqual([labelUses.get('ui'), milestoneUses.get('next')], [3, 1]);
  });

  it('has each person once, whatever the case of the username, and known ones first', () => {
    const known = { ...values.held(), people: [{ username: 'anna', name: 'Anna' }] };
    const more = ['Bo', 'ANNA', 'bo'].map((username) => ({ username, name: username }));
    assert.deepEqual(
      withMore(known, { labels: [], milestones: [], milestoneDues: new Map(), people: more }).people.map(
        ({ username }) => username,
      ),
      ['anna', 'Bo'],
    );
  });

  it('R13: requests no archived labels', async () => {
    const label = mirror.gitlab.world.labels.find(({ projectId }) => projectId === 101)!;
    assert.ok((await values.fromGitLab('labels', '', never)).labels.includes(label.name));
    for (const each of mirror.gitlab.world.labels) if (each.name === label.name) each.archived = true;
    assert.ok(!(await values.fromGitLab('labels', '', never)).labels.includes(label.name));
  });

  it('requests values that no open issue has, and works without them if that fails', async () => {
    const held = values.held();
    const labels = await values.fromGitLab('labels', '', never);
    const known = withMore(held, labels);
    assert.ok(known.labels.length >= held.labels.length);
    assert.deepEqual(known.labels.slice(0, held.labels.length), held.labels);
    assert.equal(new Set(known.labels).size, known.labels.length);
    const people = await values.fromGitLab('people', '', never);
    assert.ok(people.people.length > 0);
    const { milestones, milestoneDues } = await values.fromGitLab('milestones', '', never);
    assert.ok(milestones.length > 0);
    const all = withMore(held, {
      labels: [],
      milestones: ['new'],
      milestoneDues: new Map([['new', '2027-01-01']]),
      people: [],
    });
    assert.equal(all.milestoneDues.get('new'), '2027-01-01');
    for (const [title, due] of held.milestoneDues) assert.equal(all.milestoneDues.get(title), due);
    const [dated] = [...mirror.gitlab.world.milestones.values()].filter(
      ({ projectId, dueDate }) => projectId === 101 && dueDate !== null,
    );
    assert.equal(milestoneDues.get(dated?.title ?? ''), dated?.dueDate);
    mirror.gitlab.addFault({ path: '/api/v4/projects/101/labels', do: { kind: 'error', case: 'forbidden' } });
    const half = await values.fromGitLab('labels', '', never);
    assert.ok(half.labels.length > 0);
    mirror.gitlab.addFault({ path: '/api/v4/projects/*/labels', do: { kind: 'error', case: 'forbidden' } });
    assert.deepEqual((await values.fromGitLab('labels', '', never)).labels, []);
  });
});
