import assert from 'node:assert/strict';
import type { OpenIssue } from '../../../../src/sync/page/openIssue.ts';
import type { AwardRecord } from '../../../gitlab/world/records.ts';
import type { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import { waitUntil } from '../../waitUntil.ts';
import { OpenedIssue } from './openedIssue.ts';

describe('GraphQL details of an opened issue', () => {
  let of: OpenedIssue;
  let opened: OpenIssue;
  let gitlab: StandInGitLab;
  beforeEach(async () => {
    of = await OpenedIssue.start();
    ({ opened, gitlab } = of);
  });
  afterEach(() => of.close());

  const lastNote = () => opened.state.details!.discussions!.at(-1)!.notes[0]!.id;
  const reactionsTo = (note: number) => opened.state.details?.noteReactions?.get(note)?.map(({ name }) => name);
  const asked = () => of.asked.filter((line) => line.endsWith('graphql')).length;
  const addTasks = (count: number) => {
    const { world } = gitlab;
    for (let at = 0; at < count; at++) {
      const { id } = world.createIssue(101, { title: `Task ${at}`, authorId: of.userId });
      world.activity.addChild(world.issue(101, 1)!.id, id);
    }
  };

  describe('R10: more than 100 reactions', () => {
    /** Adds reactions of others, and the user's own as the last one. */
    const addReactions = (awards: AwardRecord[], others: number) => {
      const { people, activity } = gitlab.world;
      const template = people.user(of.userId);
      for (let at = 0; at < others; at++) {
        const id = 50_000 + at;
        people.users.set(id, { ...template, id, username: `fan${at}`, name: `Fan ${at}` });
        activity.addAward(awards, 'tada', id);
      }
      activity.addAward(awards, 'tada', of.userId);
    };
    const own = (awards: readonly AwardRecord[]) => awards.filter(({ userId }) => userId === of.userId).length;
    const countOwn = (found: readonly { user: { id: number } }[] = []) =>
      found.filter(({ user }) => user.id === of.userId).length;

    it('include one’s own, to the issue and to a comment, and are removed', async () => {
      of.addNotes(120);
      const { activity } = gitlab.world;
      const issue = gitlab.world.issue(101, 1)!;
      const note = gitlab.world.notes(issue.id)[3]!.id;
      const [toIssue, toNote] = [activity.issueAwards(issue), activity.noteAwards(note)];
      toIssue.length = 0;
      addReactions(toIssue, 100);
      addReactions(toNote, 230);
      await opened.read();
      const { details } = opened.state;
      assert.deepEqual([details?.reactions?.length, countOwn(details?.reactions)], [101, 1]);
      assert.deepEqual([reactionsTo(note)?.length, countOwn(details?.noteReactions?.get(note))], [231, 1]);
      await opened.more();
      await waitUntil(() => reactionsTo(lastNote()) !== undefined, 'the reactions');
      assert.equal(opened.state.details?.reactions?.length, 101);
      for (const target of [{}, { note }])
        assert.deepEqual(await opened.sendAct({ kind: 'react', ...target, emoji: 'tada', on: false }), { how: 'done' });
      assert.deepEqual([own(toIssue), own(toNote)], [0, 0]);
      assert.equal(countOwn(opened.state.details.reactions), 0);
    });

    it('accept one’s own a second time, but not in place of a comment that was deleted', async () => {
      of.addNotes(1);
      const issue = gitlab.world.issue(101, 1)!;
      const awards = gitlab.world.activity.issueAwards(issue);
      addReactions(awards, 150);
      await opened.read();
      assert.deepEqual(await opened.sendAct({ kind: 'react', emoji: 'tada', on: true }), { how: 'done' });
      assert.equal(own(awards), 1);
      const [note] = gitlab.world.notes(issue.id);
      gitlab.world.deleteNote(issue, note!);
      assert.equal((await opened.sendAct({ kind: 'react', note: note!.id, emoji: 'tada', on: true })).how, 'failed');
    });

    it('include those to the comments of a thread after the 100th', async () => {
      const issue = gitlab.world.issue(101, 1)!;
      const { discussionId } = gitlab.world.addNote(101, 1, { body: 'First', thread: true });
      for (let at = 0; at < 103; at++) gitlab.world.addNote(101, 1, { body: `Reply ${at}`, discussionId });
      const last = gitlab.world.notes(issue.id).at(-1)!.id;
      addReactions(gitlab.world.activity.noteAwards(last), 0);
      await opened.read();
      await waitUntil(() => reactionsTo(last) !== undefined, 'the reactions');
      assert.deepEqual(reactionsTo(last), ['tada']);
      const notes = opened.state.details!.discussions!.flatMap((thread) => thread.notes);
      assert.equal(notes.length, 104);
      for (const { id } of notes) assert.ok(reactionsTo(id), `Note ${id}`);
      const single = of.asked.filter((request) => /notes\/\d+\/award_emoji/.test(request));
      assert.equal(single.length, 4);
    });

    it('pause after the first 20 comments of a thread after the 100th', async () => {
      const { discussionId } = gitlab.world.addNote(101, 1, { body: 'First', thread: true });
      for (let at = 0; at < 150; at++) gitlab.world.addNote(101, 1, { body: `Reply ${at}`, discussionId });
      await opened.read();
      const single = () => of.asked.filter((request) => /notes\/\d+\/award_emoji/.test(request)).length;
      await waitUntil(() => single() >= 20, 'the first reactions');
      await opened.read();
      assert.equal(single(), 20);
    });
  });

  it('are read as far as the thread was, and again after a change', async () => {
    of.addNotes(250);
    const { activity } = gitlab.world;
    const notes = gitlab.world.notes(gitlab.world.issue(101, 1)!.id);
    activity.addAward(activity.noteAwards(notes[150]!.id), 'tada', of.userId);
    await opened.read();
    assert.equal(asked(), 1);
    assert.deepEqual([reactionsTo(notes[99]!.id), reactionsTo(notes[150]!.id)], [[], undefined]);
    await opened.more();
    await waitUntil(() => reactionsTo(notes[150]!.id) !== undefined, 'the reactions');
    assert.deepEqual([reactionsTo(notes[150]!.id), reactionsTo(notes[200]!.id), asked()], [['tada'], undefined, 2]);
    assert.deepEqual(await opened.sendAct({ kind: 'react', note: lastNote(), emoji: 'rocket', on: true }), {
      how: 'done',
    });
    assert.deepEqual([reactionsTo(lastNote()), reactionsTo(notes[150]!.id)], [['rocket'], ['tada']]);
    assert.equal(asked(), 4);
  });

  it('include all child tasks, however many there are', async () => {
    addTasks(230);
    of.addNotes(120);
    await opened.read();
    assert.equal(opened.state.details?.children?.length, 230);
    assert.equal(new Set(opened.state.details.children.map(({ title }) => title)).size, 230);
    assert.equal(asked(), 3);
  });

  it('count no child tasks if a page of them is rejected, and include what else was read', async () => {
    addTasks(120);
    of.addNotes(1);
    gitlab.addFault({ path: '/api/graphql', after: 1, do: { kind: 'error', case: 'forbidden' } });
    await opened.read();
    assert.deepEqual([reactionsTo(lastNote()), opened.state.details?.children], [[], undefined]);
  });

  it('are requested with REST after a rejected request, which is not repeated', async () => {
    of.addNotes(20);
    gitlab.addFault({ path: '/api/graphql', do: { kind: 'error', case: 'forbidden' } });
    await opened.read();
    await opened.read();
    await waitUntil(() => opened.state.details?.noteReactions?.size === 20, 'the reactions');
    const requests = of.asked.filter((request) => /notes\/\d+\/award_emoji/.test(request));
    assert.deepEqual([opened.state.error, requests.length, asked()], [undefined, 20, 1]);
  });
});
