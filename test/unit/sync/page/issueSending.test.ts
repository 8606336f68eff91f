import assert from 'node:assert/strict';
import type { OpenIssue } from '../../../../src/sync/page/openIssue.ts';
import type { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import { describedWith as text, OpenedIssue } from './openedIssue.ts';

describe('What is sent from an opened issue', () => {
  let of: OpenedIssue;
  let gitlab: StandInGitLab;
  let opened: OpenIssue;
  let userId: number;

  beforeEach(async () => {
    of = await OpenedIssue.start();
    ({ gitlab, opened, userId } = of);
  });
  afterEach(() => of.close());

  const description = () => gitlab.world.issue(101, 1)!.description;
  const comment = (body: string) => opened.sendAct({ kind: 'comment', body, internal: false, thread: false });

  it('D05: does not mistake an older comment with the same text for a new one that never arrived', async () => {
    const { world } = gitlab;
    for (let at = 0; at < 120; at++) world.addNote(101, 1, { body: `Note ${at}` });
    const other = world.addNote(101, 1, { body: 'Elsewhere', thread: true });
    world.addNote(101, 1, { body: 'Done', authorId: userId });
    await opened.read();
    const lose = (what: string, when: 'before' | 'headers') =>
      gitlab.addFault({
        path: `/api/v4/projects/*/issues/*/${what}`,
        method: 'POST',
        count: 1,
        do: { kind: 'drop', when },
      });
    lose('notes', 'before');
    assert.equal((await comment('Done')).how, 'unknown');
    lose('notes', 'headers');
    assert.equal((await comment('Done')).how, 'done');
    // The search for a reply covers only its own thread.
    const { discussionId } = world.addNote(101, 1, { body: 'A thread', thread: true });
    await opened.read();
    world.addNote(101, 1, { body: 'Me, too', authorId: userId, discussionId: other.discussionId });
    lose('discussions/*/notes', 'before');
    const reply = { kind: 'reply', discussion: discussionId, body: 'Me, too' } as const;
    assert.equal((await opened.sendAct(reply)).how, 'unknown');
    lose('discussions/*/notes', 'headers');
    assert.equal((await opened.sendAct(reply)).how, 'done');
  });

  it('D13: sends the changes of an issue one after the other, so that none undoes another, even after a failed one', async () => {
    const { world } = gitlab;
    const note = world.addNote(101, 1, { body: text, authorId: userId });
    await opened.read();
    const milk = { kind: 'task', line: 2, source: '- [ ] buy milk', checked: true } as const;
    const bread = { kind: 'task', line: 3, source: '- [ ] buy bread', checked: true } as const;
    const both = text.replaceAll('[ ]', '[x]');
    const lost = { ...milk, source: '- [ ] buy cheese' };
    const ended = await Promise.all([opened.sendAct(milk), opened.sendAct(lost), opened.sendAct(bread)]);
    assert.deepEqual(
      ended.map(({ how }) => how),
      ['done', 'failed', 'done'],
    );
    assert.equal(description(), both);
    const place = { discussion: note.discussionId, note: note.id };
    await Promise.all([opened.sendAct({ ...milk, ...place }), opened.sendAct({ ...bread, ...place })]);
    assert.equal(note.body, both);
  });

  it('D02, D05: treats a write as possibly done after an unexpected response, and a read as not done', async () => {
    await opened.read();
    const [path] = ['/api/v4/projects/*/issues/*/notes'];
    for (const fault of [
      { kind: 'html', page: 'signIn', status: 200 },
      { kind: 'contentType', value: 'text/html' },
      { kind: 'emptyBody' },
      { kind: 'answer', status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"id":"?"}' },
    ] as const) {
      const remove = gitlab.addFault({ path, method: 'POST', count: 1, do: fault });
      const outcome = await comment(`Hello ${JSON.stringify(fault)}`);
      assert.notEqual(outcome.how, 'failed', JSON.stringify(fault));
      remove();
    }
    await opened.read();
    const edit = { kind: 'description', body: 'Other words', base: text } as const;
    gitlab.addFault({ path: '/api/v4/projects/*/issues/*', method: 'GET', count: 1, do: { kind: 'truncate' } });
    assert.equal((await opened.sendAct(edit)).how, 'failed');
    assert.equal(description(), text);
    gitlab.addFault({ path: '/api/v4/projects/*/issues/*', method: 'PUT', count: 1, do: { kind: 'truncate' } });
    assert.equal((await opened.sendAct(edit)).how, 'done');
    assert.equal(description(), 'Other words');
  });

  it('S5: sends a comment on an issue with 150,000 comments', async () => {
    const notes = Array(150_000).fill('{"id":1,"body":"","created_at":"2026-01-01T00:00:00Z"}').join(',');
    of.answerNext('discussions', `[{"id":"ab","notes":[${notes}]}]`);
    await opened.read();
    assert.equal(of.bodies.length, 150_000);
    of.answerNext('discussions', '[]');
    assert.deepEqual(await comment('Hello'), { how: 'done' });
  });

  it('continues after the page is closed: an edit of a comment and a task in it are saved', async () => {
    const { world } = gitlab;
    const note = world.addNote(101, 1, { body: text, authorId: userId });
    await opened.read();
    const place = { discussion: note.discussionId, note: note.id };
    const body = `${text}!`;
    const edit = opened.sendAct({ kind: 'editNote', ...place, body, base: text });
    const tick = opened.sendAct({ kind: 'task', ...place, line: 2, source: '- [ ] buy milk', checked: true });
    opened.dispose();
    assert.deepEqual(await Promise.all([edit, tick]), [{ how: 'done' }, { how: 'done' }]);
    assert.equal(note.body, body.replace('[ ] buy milk', '[x] buy milk'));
  });

  it('D05: searches for a comment without a response even if the page is closed', async () => {
    await opened.read();
    of.failNextComment({ kind: 'drop', when: 'headers' });
    const sent = comment('It arrived');
    opened.dispose();
    assert.deepEqual(await sent, { how: 'done' });
  });
});
