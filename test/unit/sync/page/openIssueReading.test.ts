import assert from 'node:assert/strict';
import type { OpenIssue } from '../../../../src/sync/page/openIssue.ts';
import type { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import { waitUntil } from '../../waitUntil.ts';
import { describedWith, OpenedIssue } from './openedIssue.ts';

describe('Loading an opened issue', () => {
  let of: OpenedIssue;
  let opened: OpenIssue;
  let gitlab: StandInGitLab;
  beforeEach(async () => {
    of = await OpenedIssue.start();
    ({ opened, gitlab } = of);
  });
  afterEach(() => of.close());

  it('shows the latest comments, however long the thread is', async () => {
    of.addNotes(100);
    await opened.read();
    assert.equal(opened.state.details?.hasMoreDiscussions, false);
    // The first page is unchanged, but is no longer the last one.
    gitlab.world.addNote(101, 1, { body: 'From another user' });
    await opened.read();
    assert.equal(opened.state.details.hasMoreDiscussions, true);
    of.addNotes(120);
    assert.deepEqual(await of.comment('Mine'), { how: 'done' });
    await waitUntil(() => of.bodies.at(-1) === 'Mine', 'the comment');
  });

  it('keeps the thread if it is reloaded while more of it is loaded', async () => {
    of.addNotes(150);
    await opened.read();
    gitlab.world.updateIssue(101, 1, { title: 'Else' });
    gitlab.addFault({
      path: '/api/v4/projects/*/issues/*/discussions',
      method: 'GET',
      count: 1,
      do: { kind: 'delay', ms: 100 },
    });
    gitlab.clearRequests();
    const reading = opened.read();
    await waitUntil(() => of.asked.some((line) => line.endsWith('/1')), 'the reading to begin');
    await opened.more();
    await reading;
    assert.deepEqual(
      of.bodies.slice(0, 150),
      Array.from({ length: 150 }, (_, at) => `Note ${at}`),
    );
  });

  it('shows the issue and the thread if something else can’t be loaded', async () => {
    for (const [what, fault] of [
      ['links', 'notFound'],
      ['related_merge_requests', 'forbidden'],
      ['participants', 'internal'],
    ] as const)
      gitlab.addFault({
        path: `/api/v4/projects/*/issues/*/${what}`,
        method: 'GET',
        do: { kind: 'error', case: fault },
      });
    gitlab.world.addNote(101, 1, { body: 'A comment' });
    await opened.read();
    assert.deepEqual([opened.state.error, opened.state.isGone, opened.state.isLoading], [undefined, false, false]);
    assert.ok(opened.state.asOf !== undefined);
    assert.deepEqual(of.bodies, ['A comment']);
    assert.equal(opened.state.details?.links, undefined);
  });

  it('continues to a comment that a link leads to, and no further', async () => {
    of.addNotes(250);
    const { id } = gitlab.world.notes(gitlab.world.issue(101, 1)!.id)[150]!;
    await opened.readTo(id);
    assert.equal(of.bodies.length, 200);
    await opened.readTo(-1);
    assert.equal(of.bodies.length, 250);
  });

  it('happens once after a change, and not before', async () => {
    await opened.read();
    of.onTaken = () => void opened.follow();
    gitlab.clearRequests();
    assert.deepEqual(await opened.sendAct({ kind: 'title', title: 'Two', base: 'One' }), { how: 'done' });
    assert.equal(of.asked.filter((line) => line.endsWith('/discussions')).length, 1);
  });

  it('does not wait for the details beside the thread', async () => {
    await opened.read();
    gitlab.addFault({
      path: '/api/v4/projects/*/issues/*/participants',
      method: 'GET',
      do: { kind: 'delay', ms: 60_000 },
    });
    assert.deepEqual(await of.comment('Hello'), { how: 'done' });
    assert.deepEqual(of.bodies, ['Hello']);
  });

  it('starts again for a request during a running load', async () => {
    await opened.read();
    of.delayNextLoad();
    const first = opened.read();
    gitlab.world.updateIssue(101, 1, { title: 'Since then' });
    await opened.read();
    await first;
    assert.equal(opened.state.details?.issue.title, 'Since then');
  });

  it('reports the loaded description, and whether the user’s own change caused the load', async () => {
    await opened.read();
    assert.deepEqual(of.taken, [{ description: describedWith, isOwn: false }]);
    await opened.read();
    assert.equal(of.taken.length, 1, 'nothing new was read');
    await of.comment('Hello');
    assert.deepEqual(of.taken.slice(1), [{ description: describedWith, isOwn: true }]);
  });

  /** Adds a comment by another user, and updates the mirror. */
  const news = (body: string) => {
    gitlab.world.addNote(101, 1, { body });
    const { issue } = opened.state.details!;
    of.held = { ...issue, updatedAt: issue.updatedAt + 5000 };
    return opened.follow();
  };

  it('starts again for news that arrived during a failed request', async () => {
    await opened.read();
    of.failNextComment({ kind: 'error', case: 'forbidden' });
    const sent = of.comment('Mine');
    void news('From another user');
    assert.equal((await sent).how, 'failed');
    await waitUntil(() => of.bodies.includes('From another user'), 'what was missed');
    const conflict = opened.sendAct({ kind: 'title', title: 'Two', base: 'Nought' });
    void news('One more thing');
    assert.equal((await conflict).how, 'conflict');
    await waitUntil(() => of.bodies.includes('One more thing'), 'what was missed');
    await waitUntil(() => !opened.state.isLoading, 'the reading');
    // If the mirror has no changes, the page loads nothing.
    of.failNextComment({ kind: 'error', case: 'forbidden' });
    gitlab.clearRequests();
    assert.equal((await of.comment('Mine')).how, 'failed');
    assert.deepEqual(
      of.asked.filter((line) => line.endsWith('/discussions')),
      [],
    );
  });

  it('starts again for news that arrived after the load for a change had started', async () => {
    await opened.read();
    of.delayNextLoad();
    gitlab.clearRequests();
    const sent = opened.sendAct({ kind: 'react', emoji: 'heart', on: true });
    await waitUntil(() => of.asked.some((line) => line.endsWith('/participants')), 'the reading');
    void news('From another user');
    assert.deepEqual(await sent, { how: 'done' });
    await waitUntil(() => of.bodies.includes('From another user'), 'what was missed');
  });

  it('R9: shows all links and merge requests, however many pages there are', async () => {
    const { world } = gitlab;
    const { id: issueId } = world.issue(101, 1)!;
    for (let iid = 1; iid <= 130; iid++) {
      const mergeRequest = { projectId: 101, iid, title: `Merge request ${iid}`, state: 'opened' } as const;
      world.relatedMergeRequests.push({ issueId, mergeRequest, closes: iid <= 120 });
      const { id } = world.createIssue(101, { title: `Linked ${iid}`, authorId: of.userId });
      world.activity.addLink({ sourceId: issueId, targetId: id, type: 'relates_to' });
    }
    for (const hasPages of [true, false]) {
      world.hasPagesOfLinks = hasPages;
      await opened.read();
      const { links, mergeRequests } = opened.state.details ?? {};
      assert.deepEqual([links?.length, new Set(links?.map(({ linkId }) => linkId)).size], [130, 130]);
      assert.deepEqual(
        mergeRequests?.map(({ reference, closes }) => [reference.replace(/.*!/, ''), closes]),
        Array.from({ length: 130 }, (_, at) => [`${at + 1}`, at < 120]),
      );
    }
  });
});
