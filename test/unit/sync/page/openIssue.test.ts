import assert from 'node:assert/strict';
import type { OpenIssue } from '../../../../src/sync/page/openIssue.ts';
import type { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import { waitUntil } from '../../waitUntil.ts';
import { describedWith as text, OpenedIssue } from './openedIssue.ts';

describe('An opened issue', () => {
  let of: OpenedIssue;
  let gitlab: StandInGitLab;
  let opened: OpenIssue;
  const path = /projects\/101\/issues\/1(\/|$)/;

  beforeEach(async () => {
    of = await OpenedIssue.start();
    ({ gitlab, opened } = of);
  });
  afterEach(() => of.close());

  const asked = () => of.asked;
  const bodies = () => of.bodies;
  const description = () => gitlab.world.issue(101, 1)!.description;
  const comment = (body: string) => opened.sendAct({ kind: 'comment', body, internal: false, thread: false });

  it('shows the thread after two requests, and has everything else after ten more', async () => {
    await comment('Hello');
    await opened.read();
    gitlab.clearRequests();
    const fresh = of.anew(of);
    let before: number | undefined;
    fresh.onDidChange(() => {
      if (fresh.state.details?.discussions?.length === 1) before ??= asked().length;
    });
    await fresh.read();
    fresh.dispose();
    assert.equal(before, 2, asked().join('\n'));
    assert.equal(asked().length, 12, asked().join('\n'));
    assert.deepEqual(bodies(), ['Hello']);
    const { details } = opened.state;
    assert.deepEqual(
      [details?.description, details?.links, details?.mergeRequests, details?.children],
      [text, [], [], []],
    );
    assert.equal(of.held?.title, 'One');
    gitlab.clearRequests();
    await opened.read();
    const unchanged = gitlab.requests.filter(({ path: where }) => where.endsWith('/discussions'));
    assert.deepEqual(
      unchanged.map(({ status }) => status),
      [304],
    );
  });

  it('shows where an issue was moved to or what it duplicates, and requests nothing for other issues', async () => {
    const { world } = gitlab;
    const two = world.issue(101, 2)!;
    const path = world.projectPath(world.projects.get(101)!);
    world.updateIssue(101, 2, { confidential: false });
    world.updateIssue(101, 1, { movedToId: two.id, duplicatedToId: two.id });
    await opened.read();
    const successor = { reference: `${path}#2`, webUrl: `${gitlab.url}/${path}/-/issues/2` };
    assert.deepEqual(opened.state.details?.successors, { movedTo: successor, duplicateOf: successor });
    assert.equal(asked().filter((request) => request.includes('graphql')).length, 2);
    world.updateIssue(101, 1, { movedToId: 999_999 });
    await opened.read();
    const { isMoved, successors } = opened.state.details ?? {};
    assert.deepEqual([isMoved, successors], [true, { duplicateOf: successor }]);
  });

  it('C3: shows all details of an issue whose project was renamed after the window loaded it', async () => {
    const { world } = gitlab;
    const [one, two] = [world.issue(101, 1)!, world.issue(101, 2)!];
    world.updateIssue(101, 2, { confidential: false });
    world.updateIssue(101, 1, { movedToId: two.id });
    world.activity.addAward(world.activity.issueAwards(one), 'tada', 2);
    world.activity.addChild(one.id, two.id);
    for (const rename of [
      () => world.updateProject(101, { path: 'renamed' }),
      () => world.updateGroup(10, { path: 'other' }),
    ]) {
      rename();
      const fresh = of.anew(of);
      await fresh.read();
      const { reactions, children, successors } = fresh.state.details ?? {};
      assert.deepEqual(
        [reactions?.length, children?.length, successors?.movedTo?.reference],
        [1, 1, `${world.projectPath(world.project(101))}#2`],
      );
      fresh.dispose();
    }
    gitlab.clearRequests();
    await opened.read();
    assert.ok(!asked().includes('GET projects/101'), 'the path is remembered');
  });

  it('adds comments and replies, edits, resolves, reacts, and deletes, each confirmed on the server', async () => {
    const { world } = gitlab;
    const issue = world.issue(101, 1)!;
    await opened.read();
    assert.deepEqual(await opened.sendAct({ kind: 'comment', body: 'A thread', internal: false, thread: true }), {
      how: 'done',
    });
    const [thread] = opened.state.details!.discussions!;
    await opened.sendAct({ kind: 'reply', discussion: thread!.id, body: 'A reply' });
    const [, reply] = opened.state.details!.discussions![0]!.notes;
    const edit = {
      kind: 'editNote',
      discussion: thread!.id,
      note: reply!.id,
      body: 'Better',
      base: 'A reply',
    } as const;
    assert.deepEqual(await opened.sendAct(edit), { how: 'done' });
    await opened.sendAct({ kind: 'resolve', discussion: thread!.id, resolved: true });
    await opened.sendAct({ kind: 'react', note: reply!.id, emoji: 'rocket', on: true });
    await opened.sendAct({ kind: 'react', emoji: 'heart', on: true });
    const stored = world.notes(issue.id).filter(({ system }) => !system);
    assert.deepEqual(
      stored.map(({ body, resolved }) => [body, resolved]),
      [
        ['A thread', true],
        ['Better', true],
      ],
    );
    const { details } = opened.state;
    assert.deepEqual(
      details?.noteReactions?.get(reply!.id)?.map(({ name, user }) => [name, user.id]),
      [['rocket', of.userId]],
    );
    assert.ok(details.reactions?.some(({ name, user }) => name === 'heart' && user.id === of.userId));
    await opened.sendAct({ kind: 'react', emoji: 'heart', on: false });
    assert.ok(!world.activity.issueAwards(issue).some(({ name, userId: by }) => name === 'heart' && by === of.userId));
    await opened.sendAct({ kind: 'deleteNote', discussion: thread!.id, note: reply!.id });
    assert.deepEqual(bodies().includes('Better'), false);
    const internal = await opened.sendAct({ kind: 'comment', body: 'Secret', internal: true, thread: false });
    assert.equal(internal.how, 'done');
    assert.equal(world.notes(issue.id).find(({ body }) => body === 'Secret')?.internal, true);
    await opened.sendAct({ kind: 'comment', body: 'Secret, too', internal: true, thread: true });
    assert.equal(world.notes(issue.id).find(({ body }) => body === 'Secret, too')?.internal, true);
  });

  it('shows the result of quick actions', async () => {
    const outcome = await comment('/close');
    assert.ok(outcome.how === 'done' && outcome.messages?.some((sentence) => /closed/i.test(sentence)));
    assert.equal(of.held?.state, 'closed');
  });

  it('D13: shows both texts if another user changed the description, and merges changes that do not overlap', async () => {
    await opened.read();
    gitlab.world.updateIssue(101, 1, { description: text.replace('First', 'FIRST') });
    const mine = text.replace('Last', 'LAST');
    const outcome = await opened.sendAct({ kind: 'description', body: mine, base: text });
    assert.deepEqual(outcome, {
      how: 'conflict',
      theirs: text.replace('First', 'FIRST'),
      merged: mine.replace('First', 'FIRST'),
    });
    assert.equal(description(), text.replace('First', 'FIRST'));
    const both = await opened.sendAct({ kind: 'description', body: text.replace('First', 'Mine'), base: text });
    assert.equal(both.how === 'conflict' && both.merged, undefined);
    const title = await opened.sendAct({ kind: 'title', title: 'Two', base: 'Nought' });
    assert.deepEqual(title, { how: 'conflict', theirs: 'One' });
    assert.deepEqual(await opened.sendAct({ kind: 'title', title: 'Two', base: 'One' }), { how: 'done' });
    assert.equal(gitlab.world.issue(101, 1)!.title, 'Two');
  });

  it('D13: checks only the line of a task, even if the list has moved', async () => {
    await opened.read();
    gitlab.world.updateIssue(101, 1, { description: `New\n${text.replace('milk', 'oat milk')}` });
    const tick = { kind: 'task', line: 3, source: '- [ ] buy bread', checked: true } as const;
    assert.deepEqual(await opened.sendAct(tick), { how: 'done' });
    assert.equal(description(), `New\n${text.replace('milk', 'oat milk').replace('[ ] buy bread', '[x] buy bread')}`);
    const gone = await opened.sendAct({ ...tick, line: 2, source: '- [ ] buy milk' });
    assert.match(gone.how === 'failed' ? gone.message : '', /changed this list since/);
  });

  it('D05, B13: never sends a comment twice: it first searches for one without a response', async () => {
    await opened.read();
    of.failNextComment({ kind: 'drop', when: 'headers' });
    assert.deepEqual(await comment('It arrived'), { how: 'done' });
    assert.deepEqual(bodies(), ['It arrived']);
    of.failNextComment({ kind: 'drop', when: 'before' });
    gitlab.clearRequests();
    const lost = await comment('It did not');
    assert.equal(lost.how, 'unknown');
    assert.equal(asked().filter((line) => line.startsWith('POST') && path.test(line)).length, 1);
    of.failNextComment({ kind: 'error', case: 'forbidden' });
    assert.equal((await comment('Not allowed')).how, 'failed');
  });

  it('reloads after a change in the mirror, and shows that the issue was deleted', async () => {
    await opened.read();
    gitlab.world.updateIssue(101, 1, { title: 'Elsewhere' });
    of.held = { ...of.held!, title: 'Elsewhere', updatedAt: gitlab.world.issue(101, 1)!.updatedAt };
    gitlab.clearRequests();
    void opened.follow();
    assert.equal(opened.state.details?.issue.title, 'Elsewhere');
    await waitUntil(
      () => asked().some((line) => line.endsWith('/discussions')) && !opened.state.isLoading,
      'the reading',
    );
    gitlab.world.deleteIssue(101, 1);
    await opened.read();
    assert.equal(opened.state.isGone, true);
    assert.equal(opened.state.details.description, text);
  });

  it('polls a closed issue, which the mirror does not hold, with one request that returns 304 until it changes', async () => {
    const { world } = gitlab;
    await opened.read();
    world.updateIssue(101, 1, { state: 'closed' });
    of.held = undefined;
    await opened.follow();
    assert.equal(opened.state.details?.issue.state, 'closed');
    of.held = undefined;
    gitlab.clearRequests();
    await opened.catchUp();
    assert.deepEqual(
      gitlab.requests.map(({ path: where, status }) => [where, status]),
      [['/api/v4/projects/101/issues/1', 304]],
    );
    world.addNote(101, 1, { body: 'One more thing' });
    await opened.catchUp();
    assert.ok(bodies().includes('One more thing'));
    // The page doesn't poll an issue in the mirror.
    of.held = undefined;
    world.updateIssue(101, 1, { state: 'opened' });
    await opened.catchUp();
    assert.equal(opened.state.details.issue.state, 'opened');
    gitlab.clearRequests();
    await opened.catchUp();
    assert.deepEqual(asked(), []);
    of.held = undefined;
    world.deleteIssue(101, 1);
    await opened.catchUp();
    assert.equal(opened.state.isGone, true);
  });

  /** Makes both requests of a reload return "not found", and reloads. */
  const readGone = async () => {
    const restore = gitlab.addFault({
      path: '/api/v4/projects/*/issues/1*',
      method: 'GET',
      do: { kind: 'error', case: 'notFound' },
    });
    gitlab.clearRequests();
    await opened.read();
    assert.equal(opened.state.isGone, true);
    await waitUntil(() => asked().length === 2, 'both answers');
    gitlab.clearRequests();
    return restore;
  };

  it('checks with one request whether a deleted issue exists again, and then loads all of it', async () => {
    const { world } = gitlab;
    world.addNote(101, 1, { body: 'Before' });
    await opened.read();
    let restore = await readGone();
    of.held = undefined;
    await opened.catchUp();
    assert.deepEqual(asked(), ['GET projects/101/issues/1']);
    assert.deepEqual([opened.state.isGone, bodies()], [true, ['Before']]);
    // The issue is unchanged, so the response is 304.
    restore();
    await opened.catchUp();
    assert.deepEqual([opened.state.isGone, opened.state.error], [false, undefined]);
    restore = await readGone();
    restore();
    // The mirror has the issue again, unchanged.
    of.held = opened.state.details!.issue;
    world.addNote(101, 1, { body: 'Since then' });
    await opened.follow();
    assert.deepEqual([opened.state.isGone, bodies()], [false, ['Before', 'Since then']]);
  });

  it('requests an issue again that was not found when it was opened', async () => {
    gitlab.world.addNote(101, 1, { body: 'Hello' });
    const restore = await readGone();
    assert.equal(opened.state.details, undefined);
    await opened.catchUp();
    assert.deepEqual(asked(), ['GET projects/101/issues/1']);
    restore();
    await opened.catchUp();
    assert.deepEqual([opened.state.isGone, bodies()], [false, ['Hello']]);
  });

  it('is reloaded after a failure as soon as the mirror can connect again, and keeps what the failed load did not replace', async () => {
    await opened.read();
    gitlab.world.updateIssue(101, 1, { title: 'Changed' });
    const fault = { method: 'GET', do: { kind: 'error', case: 'forbidden' } } as const;
    gitlab.addFault({ ...fault, path: '/api/v4/projects/*/issues/*/discussions' });
    await opened.read();
    assert.equal(opened.state.error?.reason, 'forbidden');
    assert.equal(opened.state.details?.issue.title, 'One');
    gitlab.clearFaults();
    await opened.catchUp();
    assert.equal(opened.state.error, undefined);
    assert.equal(opened.state.details.issue.title, 'Changed');
  });

  it('B13, D05: sends a comment once, whatever the response, and distinguishes a rejected one from an unconfirmed one', async () => {
    await opened.read();
    const answers = [
      [{ kind: 'error', case: 'unauthorized' }, 'failed'],
      [{ kind: 'html', page: 'badGateway' }, 'unknown'],
      [{ kind: 'error', case: 'internal' }, 'unknown'],
      [{ kind: 'error', case: 'overloaded' }, 'failed'],
    ] as const;
    for (const [fault, how] of answers) {
      of.failNextComment(fault);
      gitlab.clearRequests();
      const outcome = await comment('Kept by who sent it');
      assert.equal(outcome.how, how, JSON.stringify(fault));
      assert.ok('message' in outcome && outcome.message.length > 20);
      assert.equal(asked().filter((line) => line.startsWith('POST') && line.endsWith('/notes')).length, 1);
    }
    assert.deepEqual(bodies(), []);
  });

  it('D02, D05: searches for a comment with an unreadable response before it can be sent again', async () => {
    await opened.read();
    of.failNextComment({ kind: 'truncate' });
    assert.deepEqual(await comment('It arrived'), { how: 'done' });
    assert.deepEqual(bodies(), ['It arrived']);
  });

  it('reports that a link was not removed, and still shows it', async () => {
    const { activity } = gitlab.world;
    const source = gitlab.world.issue(101, 1)!;
    for (const link of activity.linksOf(source.id)) activity.removeLink(link);
    const link = activity.addLink({
      sourceId: source.id,
      targetId: gitlab.world.issue(101, 2)!.id,
      type: 'relates_to',
    });
    await opened.read();
    const links = () => opened.state.details?.links?.map(({ linkId }) => linkId);
    const remove = gitlab.addFault({
      path: '/api/v4/projects/*/issues/*/links/*',
      method: 'DELETE',
      do: { kind: 'error', case: 'forbidden' },
    });
    const outcome = await opened.sendAct({ kind: 'unlink', link: link.id });
    assert.equal(outcome.how, 'failed');
    assert.deepEqual(links(), [link.id]);
    remove();
    assert.deepEqual(await opened.sendAct({ kind: 'unlink', link: link.id }), { how: 'done' });
    assert.deepEqual(links(), []);
  });

  it('reads a long thread page by page', async () => {
    for (let at = 0; at < 150; at++) gitlab.world.addNote(101, 1, { body: `Note ${at}` });
    await opened.read();
    assert.deepEqual([bodies().length, opened.state.details?.hasMoreDiscussions], [100, true]);
    await opened.more();
    assert.deepEqual([bodies().length, opened.state.details?.hasMoreDiscussions], [150, false]);
  });
});
