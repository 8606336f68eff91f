import assert from 'node:assert/strict';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import type { Issue } from '../../../../src/model/issue.ts';
import { type IssueAct, type IssueCommand, readIssueCommand } from '../../../../src/model/issueCommand.ts';
import { inversePageAct } from '../../../../src/model/page/inversePageAct.ts';
import type { PageAct } from '../../../../src/model/page/pageAct.ts';
import { projectNameOf } from '../../../../src/model/issueScope.ts';
import type { SendMark } from '../../../../src/sync/writes/commandSender.ts';
import type { FaultAction } from '../../../gitlab/http/fault.ts';
import { MirrorHarness } from '../mirrorHarness.ts';

describe('What is sent to GitLab', () => {
  let mirror: MirrorHarness;
  let tracker: string;
  let issue: Issue;
  beforeEach(async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 3 });
    const { world } = mirror.gitlab;
    world.updateIssue(101, 1, { state: 'opened', title: 'One', labels: [], description: 'Text', confidential: false });
    for (const { iid, createdAt } of world.issues(101)) if (createdAt > Date.now()) world.deleteIssue(101, iid);
    const record = world.issue(101, 1)!;
    for (const note of [...world.notes(record.id)]) world.deleteNote(record, note);
    await mirror.fill();
    tracker = mirror.synchronizer.trackers[0]!.key;
    issue = mirror.store.issues(tracker).find(({ iid }) => iid === 1)!;
    mirror.gitlab.clearRequests();
  });
  afterEach(() => mirror.close());

  const sender = () => mirror.synchronizer.sender;
  const command = (act: IssueAct) => mirror.synchronizer.issues.command(tracker, issue, act);
  const comment = (body: string): IssueAct => ({ kind: 'comment', body, internal: false, thread: false });
  const send = (act: IssueAct) => sender().send(command(act));
  const bodies = () => {
    const { world } = mirror.gitlab;
    const notes = world.notes(world.issue(101, 1)!.id).filter(({ system }) => !system);
    return notes.map(({ body }) => body);
  };
  const issues = '/projects/*/issues';
  const fail = (method: string, path: string, action: FaultAction, count = 1) =>
    mirror.gitlab.addFault({ method, path: `/api/v4${path}`, count, do: action });
  const lose = (method: string, path: string, when: 'before' | 'headers') => fail(method, path, { kind: 'drop', when });
  const posts = () => mirror.gitlab.requests.filter(({ method }) => method !== 'GET').length;
  const notes = `${issues}/*/notes`;

  describe('and gets no response', () => {
    it('is done if GitLab has the comment', async () => {
      lose('POST', notes, 'headers');
      assert.equal((await send(comment('It arrived'))).how, 'done');
      assert.deepEqual(bodies(), ['It arrived']);
      assert.equal(mirror.store.get(tracker, issue.id)?.commentCount, issue.commentCount + 1);
    });

    it('is unknown if GitLab does not have the comment, and is then sent again, once', async () => {
      lose('POST', notes, 'before');
      const lost = await send(comment('It did not'));
      assert.ok(lost.how === 'unknown' && lost.error.facts.outcome === 'unconfirmed');
      assert.equal((await send(comment('It did not'))).how, 'done');
      assert.deepEqual(bodies(), ['It did not']);
    });

    it('is not sent twice although GitLab could not be checked at first', async () => {
      lose('POST', notes, 'headers');
      // The first request reads what is there before the comment.
      let gets = 0;
      mirror.respond = (response, url) => {
        if (!url.includes('/notes') || response.status === 201 || ++gets === 1) return response;
        return new Response('{}', { status: 400 });
      };
      assert.equal((await send(comment('Once'))).how, 'unknown');
      assert.equal((await send(comment('Once'))).how, 'refused');
      mirror.respond = (response) => response;
      assert.equal((await send(comment('Once'))).how, 'done');
      assert.deepEqual(bodies(), ['Once']);
      // The same text can be sent again on purpose.
      assert.equal((await send(comment('Once'))).how, 'done');
      assert.deepEqual(bodies(), ['Once', 'Once']);
    });

    it('is never sent again if several comments could be it', async () => {
      const { world } = mirror.gitlab;
      lose('POST', notes, 'before');
      assert.equal((await send(comment('Done'))).how, 'unknown');
      for (const body of ['Done', 'Done\n']) world.addNote(101, 1, { body, authorId: 1 });
      assert.equal((await send(comment('Done'))).how, 'unknown');
      assert.equal(bodies().length, 2);
    });

    it('is found without the quick actions that GitLab removed', async () => {
      lose('POST', notes, 'headers');
      assert.equal((await send(comment('Fixed.\n\n/label ~bug\n'))).how, 'done');
      assert.equal(bodies().length, 1);
    });

    it('is a new issue that GitLab has once', async () => {
      const create = () => {
        const draft = { title: ' New ', description: 'About\r\nit\n' };
        return sender().send(mirror.synchronizer.issues.newIssueCommand(tracker, projectNameOf(issue), draft));
      };
      lose('POST', issues, 'headers');
      const made = await create();
      assert.ok(made.how === 'done' && made.issue?.title === 'New');
      assert.ok(mirror.store.get(tracker, made.issue.id));
      lose('POST', issues, 'before');
      assert.equal((await create()).how, 'unknown');
      assert.equal((await create()).how, 'done');
      assert.equal(mirror.gitlab.world.issues(101).filter(({ title }) => title.trim() === 'New').length, 2);
    });

    it('is found although an imported comment or issue has a time in the future', async () => {
      const { world } = mirror.gitlab;
      const later = Date.now() + 24 * 60 * 60_000;
      world.addNote(101, 1, { body: 'Imported', createdAt: later });
      world.createIssue(101, { title: 'Imported', createdAt: later });
      lose('POST', notes, 'headers');
      assert.equal((await send(comment('Now'))).how, 'done');
      lose('POST', issues, 'headers');
      const draft = { title: 'New' };
      const create = mirror.synchronizer.issues.newIssueCommand(tracker, projectNameOf(issue), draft);
      assert.equal((await sender().send(create)).how, 'done');
    });

    it('is a change of fields, time spent, or a title that GitLab has', async () => {
      for (const [act, method, path] of [
        [{ kind: 'change', change: { state: 'closed', addLabels: ['bug'] } }, 'PUT', `${issues}/*`],
        [{ kind: 'title', title: 'Two', base: 'One' }, 'PUT', `${issues}/*`],
        [{ kind: 'addSpentTime', duration: '1h' }, 'POST', `${issues}/*/add_spent_time`],
      ] as const) {
        lose(method, path, 'headers');
        assert.equal((await send(act)).how, 'done', act.kind);
      }
      assert.equal(posts(), 3);
      lose('POST', `${issues}/*/add_spent_time`, 'before');
      const spend: IssueAct = { kind: 'addSpentTime', duration: '30m' };
      assert.equal((await send(spend)).how, 'unknown');
      assert.equal((await send(spend)).how, 'done');
      const { title, state, timeSpent } = mirror.gitlab.world.issue(101, 1)!;
      assert.deepEqual([title, state, timeSpent], ['Two', 'closed', 5_400]);
    });
  });

  it('overwrites no title that someone else changed, and shows theirs', async () => {
    mirror.gitlab.world.updateIssue(101, 1, { title: 'Theirs' });
    const outcome = await send({ kind: 'title', title: 'Mine', base: 'One' });
    assert.ok(outcome.how === 'conflict' && outcome.theirs === 'Theirs');
    assert.match(outcome.error.message, /^Someone else changed the title to 'Theirs'\./);
    assert.equal(mirror.gitlab.world.issue(101, 1)?.title, 'Theirs');
    assert.equal(mirror.store.get(tracker, issue.id)?.title, 'Theirs');
    assert.equal((await send({ kind: 'title', title: 'Mine', base: 'Theirs' })).how, 'done');
  });

  it('overwrites no field that has another value than the change started from, and no other fields matter', async () => {
    const { world } = mirror.gitlab;
    const act = { kind: 'change', change: { removeLabels: ['bug'], dueDate: null } } as const;
    const base = { labels: ['bug'], dueDate: '2026-12-24' };
    world.updateIssue(101, 1, { labels: ['bug', 'ux'], title: 'Theirs', dueDate: '2026-12-31' });
    const outcome = await send({ ...act, base });
    assert.ok(outcome.how === 'conflict' && outcome.theirs === '2026-12-31');
    assert.match(outcome.error.message, /^The due date has changed since then\. Nothing was overwritten\.$/);
    world.updateIssue(101, 1, { dueDate: '2026-12-24' });
    assert.equal((await send({ ...act, base })).how, 'done');
    assert.deepEqual(world.issue(101, 1)?.labels, ['ux']);
  });

  it('is sent from a stored command alone, without its project in this window', async () => {
    const stored = readIssueCommand(JSON.parse(JSON.stringify(command(comment('Later')))));
    mirror.remotes.value = [];
    assert.equal(mirror.synchronizer.trackers.length, 0);
    assert.equal((await sender().send(stored!)).how, 'done');
    assert.deepEqual(bodies(), ['Later']);
  });

  it('is stored before the request, with what finds it after a crash', async () => {
    const sent = command(comment('Stored'));
    let mark: SendMark | undefined;
    const beforeRequest = (before: SendMark) => {
      assert.equal(posts(), 0);
      mark = before;
      return Promise.resolve();
    };
    mirror.gitlab.world.addNote(101, 1, { body: 'Stored', authorId: 1 });
    lose('POST', notes, 'before');
    assert.equal((await sender().send(sent, { beforeRequest })).how, 'unknown');
    assert.deepEqual(await sender().look(sent, mark!), { how: 'notDone' });
    mirror.gitlab.world.addNote(101, 1, { body: 'Stored', authorId: 2 });
    assert.deepEqual(await sender().look(sent, mark!), { how: 'notDone' });
    mirror.gitlab.world.addNote(101, 1, { body: 'Stored', authorId: 1 });
    assert.equal((await sender().look(sent, mark!)).how, 'done');
    mirror.gitlab.world.addNote(101, 1, { body: 'Stored', authorId: 1 });
    const several = await sender().look(sent, mark!);
    assert.ok(several.how === 'several' && several.candidates.length === 2);
    assert.match(several.candidates[0]?.webUrl ?? '', /\/-\/issues\/1#note_\d+$/);
    const onlyActions = command(comment('/close'));
    assert.equal((await sender().look(onlyActions, mark!)).how, 'unsure');
  });

  it('is not sent if it can not be stored, and waits', async () => {
    const beforeRequest = () => Promise.reject(new GitLabError('storage', { detail: 'lock' }));
    const outcome = await sender().send(command(comment('Lost')), { beforeRequest });
    assert.deepEqual([outcome.how, posts()], ['waiting', 0]);
  });

  it('waits if a later request might succeed, and is refused if not', async () => {
    const how = async (action: FaultAction) => {
      fail('POST', notes, action);
      return (await send(comment(JSON.stringify(action)))).how;
    };
    assert.equal(await how({ kind: 'error', case: 'forbidden' }), 'refused');
    assert.equal(await how({ kind: 'answer', status: 503, headers: {}, body: '' }), 'waiting');
    assert.equal(await how({ kind: 'answer', status: 500, headers: {}, body: '' }), 'unknown');
    assert.equal(await how({ kind: 'answer', status: 429, headers: {}, body: '' }), 'waiting');
    fail('GET', notes, { kind: 'html', page: 'signIn', status: 200 });
    assert.equal((await send(comment('Behind a proxy'))).how, 'waiting');
    const sent = command(comment('Signed out'));
    mirror.accounts.value = [];
    const outcome = await sender().send(sent);
    assert.ok(outcome.how === 'waiting' && outcome.error.facts.detail === 'notSignedIn');
    assert.deepEqual(bodies(), []);
  });

  it('is undone by its inverse, unless the text has changed since then', async () => {
    const { world } = mirror.gitlab;
    world.updateIssue(101, 1, { description: 'A list\n\n- [ ] milk' });
    const thread = world.addNote(101, 1, { body: '- [ ] bread', authorId: 1, thread: true });
    const place = { discussion: thread.discussionId, note: thread.id };
    const state = () => {
      const record = world.issue(101, 1)!;
      const awards = [world.activity.issueAwards(record), world.activity.noteAwards(thread.id)].flat().length;
      return [record.title, record.description?.trim(), thread.body, thread.resolved, awards];
    };
    const acts: PageAct[] = [
      { kind: 'title', title: ' Two ', base: 'One' },
      { kind: 'task', line: 2, source: '- [ ] milk', checked: true },
      { kind: 'description', body: 'Other words\n', base: 'A list\n\n- [ ] milk\n' },
      { kind: 'task', ...place, line: 0, source: '- [ ] bread', checked: true },
      { kind: 'editNote', ...place, body: 'Nothing', base: '- [ ] bread' },
      { kind: 'resolve', discussion: thread.discussionId, resolved: true },
      { kind: 'react', emoji: 'tada', on: true },
      { kind: 'react', note: thread.id, emoji: 'heart', on: true },
    ];
    for (const act of acts) {
      const before = state();
      assert.equal((await send(act)).how, 'done', act.kind);
      assert.notDeepEqual(state(), before);
      assert.equal((await send(inversePageAct(act)!)).how, 'done', act.kind);
      assert.deepEqual(state(), before, act.kind);
    }
    const edit = { kind: 'description', body: 'Mine', base: world.issue(101, 1)!.description ?? '' } as const;
    await send(edit);
    world.updateIssue(101, 1, { description: 'Theirs' });
    const outcome = await send(inversePageAct(edit)!);
    assert.ok(outcome.how === 'conflict' && outcome.theirs === 'Theirs');
    assert.equal(inversePageAct({ kind: 'deleteNote', ...place }), undefined);
  });

  it('can be continued in the browser if GitLab takes it for spam', async () => {
    const pageOf = async (sent: IssueCommand) => {
      const outcome = await sender().send(sent);
      assert.ok(outcome.how === 'refused' && outcome.error.facts.page !== undefined, JSON.stringify(outcome));
      return outcome.error.facts.page;
    };
    const access = await mirror.synchronizer.issues.projectAccess(tracker);
    const draft = { title: 'Cheap watches', description: 'Buy now' };
    fail('POST', issues, { kind: 'error', case: 'captcha' });
    const create = mirror.synchronizer.issues.newIssueCommand(tracker, access.project, draft);
    const expected = new URLSearchParams({ 'issue[title]': draft.title, 'issue[description]': draft.description });
    assert.equal(await pageOf(create), `${access.project.webUrl}/-/issues/new?${expected.toString()}`);
    fail('PUT', `${issues}/*`, { kind: 'error', case: 'spam' });
    assert.equal(
      await pageOf(command({ kind: 'change', change: { dueDate: '2026-12-24' } })),
      `${access.project.webUrl}/-/issues/1`,
    );
  });

  it('keeps the order of an issue', async () => {
    fail('POST', notes, { kind: 'delay', ms: 30 });
    const sent = ['First', 'Second', 'Third'].map((body) => send(comment(body)));
    await Promise.all(sent);
    assert.deepEqual(bodies(), ['First', 'Second', 'Third']);
  });
});

describe('A stored command', () => {
  const place = { id: crypto.randomUUID(), account: 'a', project: { id: 1, path: 'a/b', webUrl: 'https://x/a/b' } };

  it('is read as it was written, or not at all', () => {
    const acts: IssueAct[] = [
      { kind: 'change', change: { state: 'closed', addLabels: ['a'], milestoneId: null }, base: { state: 'opened' } },
      { kind: 'create', draft: { title: 'New', labels: ['a'], assigneeIds: [1], confidential: true } },
      { kind: 'move', to: place.project },
      { kind: 'setEstimate', duration: null },
      { kind: 'link', target: { projectPath: 'a/b', iid: 2 }, type: 'blocks' },
      { kind: 'reply', discussion: 'abcdef01', body: 'Text\r\n' },
    ];
    for (const act of acts) {
      const command: IssueCommand = { ...place, iid: 3, act, createdAt: 1 };
      assert.deepEqual(readIssueCommand(JSON.parse(JSON.stringify(command))), command);
    }
    const draft = { title: 'New', later: 'a field of a newer version' };
    for (const act of [{ kind: 'create', draft }, { kind: 'explode' }, {}, undefined])
      assert.equal(readIssueCommand({ ...place, act, createdAt: 1 }), undefined);
    assert.equal(readIssueCommand(undefined), undefined);
  });
});
