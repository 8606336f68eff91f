import assert from 'node:assert/strict';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import type { ProjectAccess } from '../../../../src/model/projectAccess.ts';
import { PageCompletions } from '../../../../src/sync/page/pageCompletions.ts';
import { FakeGitLab } from '../fakeGitLab.ts';
import { ManualClock } from '../../manualClock.ts';
import { issue } from '../issues.ts';

describe('PageCompletions', () => {
  const labels = [
    { name: 'bug', color: '#ff0000' },
    { name: 'needs info', color: '#00ff00' },
    { name: 'bug, old', color: '#800000', isArchived: true },
    ...Array.from({ length: 30 }, (_, at) => ({ name: `area::${at}`, color: '#0000ff' })),
  ];
  const milestones = [
    { id: 1, title: 'v1.0', isActive: true, dueDate: '2026-05-01' },
    { id: 2, title: 'Winter release', isActive: true },
    { id: 3, title: 'v0.9', isActive: false },
    ...Array.from({ length: 30 }, (_, at) => ({ id: 10 + at, title: `Sprint ${at}`, isActive: true })),
  ];
  let asked: string[];
  let failing: boolean;
  let clock: ManualClock;
  let completions: PageCompletions;

  beforeEach(() => {
    asked = [];
    failing = false;
    clock = new ManualClock();
    const gitlab = new FakeGitLab();
    const answer = <T>(name: string, value: T): Promise<T> => {
      asked.push(name);
      return failing ? Promise.reject(new GitLabError('offline')) : Promise.resolve(value);
    };
    const people = Array.from({ length: 30 }, (_, at) => ({ id: at, username: `mira${at}`, name: `Mira ${at}` }));
    Object.assign(gitlab, {
      listLabels: () => answer('labels', labels),
      listMilestones: () => answer('milestones', milestones),
      findPeople: (_: unknown, words: string) => answer(`people ${words}`, { people, isPart: true }),
    });
    const source = { gateway: gitlab, project: gitlab.project } as unknown as ProjectAccess;
    completions = new PageCompletions(
      () => Promise.resolve(source),
      () => [issue(7), issue(8)],
      'en',
      clock,
    );
  });

  const inserts = async (sign: string, words: string) =>
    (await completions.complete(sign, words)).map(({ insert }) => insert);

  it('completes labels, with quotes where GitLab needs them, from one request', async () => {
    assert.deepEqual(await completions.complete('~', 'BUG'), [{ insert: '~bug', label: 'bug', color: '#ff0000' }]);
    assert.deepEqual(await inserts('~', 'info'), ['~"needs info"']);
    assert.equal((await inserts('~', 'area')).length, 20);
    assert.deepEqual(asked, ['labels']);
    assert.equal(completions.labelColors['needs info'], '#00ff00');
  });

  it('R13: completes no archived label, but has its color', async () => {
    assert.deepEqual(await inserts('~', 'bug'), ['~bug']);
    assert.equal(completions.labelColors['bug, old'], '#800000');
  });

  it('completes active milestones with their due date, from one request', async () => {
    const milestone = { insert: '%v1.0', label: 'v1.0', detail: 'May 1, 2026' };
    assert.deepEqual(await completions.complete('%', 'v'), [milestone]);
    assert.deepEqual(await completions.complete('%', 'winter'), [
      { insert: '%"Winter release"', label: 'Winter release' },
    ]);
    assert.equal((await inserts('%', 'sprint')).length, 20);
    assert.deepEqual(asked, ['milestones']);
  });

  it('requests labels and milestones again after a failure', async () => {
    failing = true;
    assert.deepEqual(completions.labelColors, {});
    await completions.load();
    assert.deepEqual(await inserts('~', ''), []);
    await assert.rejects(completions.complete('%', ''), (error) => GitLabError.is(error, 'offline'));
    failing = false;
    assert.deepEqual(await inserts('~', 'bug'), ['~bug']);
    assert.deepEqual(await inserts('%', 'v1'), ['%v1.0']);
  });

  it('completes people by username', async () => {
    const found = completions.complete('@', 'mi');
    await clock.advance(1000);
    const people = await found;
    assert.equal(people.length, 20);
    assert.deepEqual(people[0], { insert: '@mira0', label: '@mira0', detail: 'Mira 0' });
  });

  it('completes the issues of the mirror', async () => {
    assert.deepEqual(await inserts('#', '7'), ['#7']);
    assert.deepEqual(asked, []);
  });

  it('completes quick actions by their start, in any case', async () => {
    assert.deepEqual(await inserts('/', 'UNL'), ['/unlabel', '/unlink', '/unlock']);
    const [assign] = await completions.complete('/', 'assign');
    assert.deepEqual(assign, { insert: '/assign', label: '/assign', detail: 'Assign people: @user' });
    assert.deepEqual(await inserts('/', 'no such action'), []);
    assert.deepEqual(await inserts('!', ''), []);
  });
});
