import assert from 'node:assert/strict';
import type { OpenIssue } from '../../../../src/sync/page/openIssue.ts';
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
