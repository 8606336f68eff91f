import assert from 'node:assert/strict';
import type { IssueEvent } from '../../../../src/model/issueEvent.ts';
import type { OpenIssue } from '../../../../src/sync/page/openIssue.ts';
import type { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import { waitUntil } from '../../waitUntil.ts';
import { OpenedIssue } from './openedIssue.ts';

describe('The changes of an opened issue', () => {
  let of: OpenedIssue;
  let gitlab: StandInGitLab;
  let opened: OpenIssue;

  beforeEach(async () => {
    of = await OpenedIssue.start();
    ({ gitlab, opened } = of);
    gitlab.world.updateIssue(101, 1, { labels: [], weight: null, milestoneId: null, dueDate: null });
    gitlab.world.activity.forget(gitlab.world.issue(101, 1)!.id);
  });
  afterEach(() => of.close());

  const details = () => opened.state.details!;
  const eventsAsked = () => of.asked.filter((line) => line.includes('/resource_'));
  const outline = (event: IssueEvent): string => {
    switch (event.kind) {
      case 'label':
        return `${event.action} ${event.label?.name ?? 'a deleted label'}`;
      case 'state':
        return event.state;
      case 'weight':
        return `weight ${event.weight ?? 'none'}`;
      case 'milestone':
      case 'iteration':
        return `${event.action} ${event.kind}`;
    }
  };
  const outlines = () => details().events?.map(outline);
  const path = (kind: string) => `/api/v4/projects/*/issues/*/resource_${kind}_events`;

  it('C1: contain the label, the weight, and who closed and reopened it, by time, with the due date in the thread', async () => {
    const { world } = gitlab;
    const by = world.people.byUsername('jonas.weber')?.id ?? of.userId;
    for (const change of [
      { labels: ['bug'] },
      { state: 'closed' },
      { state: 'opened' },
      { weight: 3 },
      { dueDate: '2026-12-24' },
      { labels: [] },
    ] as const)
      world.updateIssue(101, 1, change, by);
    await opened.read();
    assert.deepEqual(outlines(), ['add bug', 'closed', 'reopened', 'weight 3', 'remove bug']);
    assert.ok(details().events!.every(({ author }) => author?.id === by));
    assert.ok(of.bodies.some((body) => body.startsWith('changed due date')));
    assert.deepEqual(details().missingEvents, []);
  });

  it('R14: are requested once for each kind that the server has, and not resent if unchanged', async () => {
    gitlab.world.updateIssue(101, 1, { labels: ['bug'] });
    gitlab.clearRequests();
    await opened.read();
    assert.equal(eventsAsked().length, 5, eventsAsked().join('\n'));
    of.eventKinds = ['label', 'state', 'milestone'];
    gitlab.clearRequests();
    await opened.read();
    const again = gitlab.requests.filter(({ path: where }) => where.includes('/resource_'));
    assert.deepEqual(
      again.map(({ status }) => status),
      [304, 304, 304],
    );
    assert.deepEqual(outlines(), ['add bug']);
  });

  it('R14: keep the other kinds if one can’t be loaded, name it, and have it again after the next load', async () => {
    gitlab.world.updateIssue(101, 1, { labels: ['bug'], state: 'closed' });
    await opened.read();
    gitlab.world.updateIssue(101, 1, { labels: [], state: 'opened' });
    gitlab.addFault({ path: path('label'), method: 'GET', do: { kind: 'error', case: 'forbidden' } });
    await opened.read();
    assert.deepEqual(outlines()?.toSorted(), ['add bug', 'closed', 'reopened']);
    assert.deepEqual([details().missingEvents, opened.state.error], [['label'], undefined]);
    gitlab.clearFaults();
    await opened.read();
    assert.deepEqual([outlines()?.length, details().missingEvents], [4, []]);
  });

  it('R14: leave out invalid events and name their kind, also when the response is unchanged', async () => {
    gitlab.world.updateIssue(101, 1, { labels: ['bug'] });
    const body = JSON.stringify([
      { id: 'x' },
      { id: 1, created_at: '2026-01-01T00:00:00Z', action: 'add', label: null },
    ]);
    const headers = { 'Content-Type': 'application/json', ETag: 'W/"same"' };
    gitlab.addFault({ path: path('label'), method: 'GET', do: { kind: 'answer', status: 200, headers, body } });
    for (let time = 0; time < 2; time++) {
      await opened.read();
      assert.deepEqual([outlines(), details().missingEvents], [['add a deleted label'], ['label']]);
    }
  });

  it('R14: are loaded in pages, as far as the thread is loaded', async () => {
    const { world } = gitlab;
    const { id } = world.issue(101, 1)!;
    of.addNotes(150);
    const start = world.now() - 200_000;
    world.notes(id).forEach((note, at) => Object.assign(note, { createdAt: start + 1000 * at }));
    for (let at = 0; at < 250; at++)
      world.activity.addEvent(id, 1, start + 500 * at, { kind: 'label', action: 'add', label: 'bug' });
    of.eventKinds = ['label'];
    gitlab.clearRequests();
    await opened.read();
    // The hundredth comment is 99 seconds after the start, and so are 200 events.
    assert.deepEqual([eventsAsked().length, details().events?.length], [2, 200]);
    await opened.more();
    await waitUntil(() => details().events?.length === 250, 'the last events');
    assert.equal(eventsAsked().length, 3);
  });

  it('aren’t requested if only comments are shown, until the user shows them', async () => {
    gitlab.world.updateIssue(101, 1, { labels: ['bug'] });
    of.activity = { show: 'comments', order: 'oldest' };
    await opened.read();
    assert.deepEqual([eventsAsked(), details().events], [[], undefined]);
    of.activity = { show: 'all', order: 'oldest' };
    await opened.rearrange();
    await waitUntil(() => details().events?.length === 1, 'the events');
    // They were loaded, so only a later load requests them again.
    gitlab.clearRequests();
    await opened.rearrange();
    of.activity = { show: 'comments', order: 'oldest' };
    await opened.read();
    assert.deepEqual(eventsAsked(), []);
    of.activity = { show: 'history', order: 'oldest' };
    await opened.rearrange();
    await waitUntil(() => eventsAsked().length === 5, 'the events of the later load');
  });

  it('are shown newest first after the rest of the thread was loaded', async () => {
    of.addNotes(250);
    await opened.read();
    assert.equal(of.bodies.length, 100);
    of.activity = { show: 'all', order: 'newest' };
    await opened.rearrange();
    const all = gitlab.world.notes(gitlab.world.issue(101, 1)!.id).length;
    assert.deepEqual([of.bodies.length, details().hasMoreDiscussions], [all, false]);
    const fresh = of.anew(of);
    await fresh.read();
    assert.equal(fresh.state.details?.discussions?.length, all);
    fresh.dispose();
  });
});
