import assert from 'node:assert/strict';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon, post, put, remove } from './testRequest.ts';

const issue = '/projects/101/issues/1';
const notes = `${issue}/notes`;

describe('Writing notes', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 3 });
    standIn.world.updateIssue(101, 1, { state: 'opened', labels: [], assigneeIds: [], confidential: false });
    standIn.world.updateIssue(101, 1, { discussionLocked: null, subscriberIds: [], title: 'A' });
  });
  afterEach(() => standIn.close());

  it('adds, changes, and deletes a note, counts it, updates updated_at, and subscribes', async () => {
    const before = (await ask(standIn, issue)).json;
    const made = await post(standIn, notes, { body: 'Hello\r\n' });
    assert.deepEqual([made.status, made.json.body, made.json.type, made.json.author.id], [201, 'Hello', null, 1]);
    const after = (await ask(standIn, issue)).json;
    assert.equal(after.user_notes_count, before.user_notes_count + 1);
    assert.ok(after.updated_at > before.updated_at);
    assert.deepEqual([before.subscribed, after.subscribed], [false, true]);
    const path = `${notes}/${made.json.id}`;
    const changed = await put(standIn, path, { body: 'Bye' });
    assert.deepEqual([changed.status, changed.json.body, changed.json.id], [200, 'Bye', made.json.id]);
    assert.ok(changed.json.updated_at > made.json.updated_at);
    assert.equal((await ask(standIn, path)).json.body, 'Bye');
    const gone = await remove(standIn, path);
    assert.deepEqual([gone.status, gone.text], [204, '']);
    assert.equal((await ask(standIn, path)).text, '{"message":"404 Not found"}');
    assert.equal((await ask(standIn, issue)).json.user_notes_count, before.user_notes_count);
  });

  it("creates internal notes only for roles that can; a Guest's note becomes public, as in GitLab", async () => {
    const secret = (await post(standIn, notes, { body: 'Secret', internal: true })).json;
    assert.equal(secret.internal, true);
    assert.equal(
      (await ask(standIn, `${notes}/${secret.id}`, { token: 'guest' })).text,
      '{"message":"404 Note Not Found"}',
    );
    assert.equal((await post(standIn, notes, { body: 'Open', internal: true }, 'guest')).json.internal, false);
    assert.equal((await post(standIn, notes, { body: 'Old name', confidential: true })).json.internal, true);
  });

  it('returns 202 for quick actions alone, and runs those within other text', async () => {
    const only = await post(standIn, notes, { body: '/close\n/label ~bug ~feature\n/due 2026-06-01' });
    assert.equal(only.status, 202);
    assert.deepEqual(only.json.summary, [
      'Closed this issue. Added ~bug ~feature labels. Set the due date to Jun 1, 2026.',
    ]);
    assert.deepEqual(Object.keys(only.json.commands_changes), ['state_event', 'add_label_ids', 'due_date']);
    const after = (await ask(standIn, issue)).json;
    assert.deepEqual([after.state, after.labels, after.due_date], ['closed', ['bug', 'feature'], '2026-06-01']);
    const mixed = await post(standIn, notes, { body: 'Open again\n/reopen' });
    assert.deepEqual([mixed.status, mixed.json.body], [201, 'Open again']);
    assert.deepEqual(mixed.json.commands_changes, { state_event: 'reopen' });
    const useless = await post(standIn, notes, { body: '/reopen' });
    assert.deepEqual([useless.status, useless.json.summary], [202, ['Could not apply reopen command.']]);
    const failed = await post(standIn, notes, { body: '/label ~unheard-of' });
    assert.deepEqual([failed.status, failed.json.message], [400, '400 Bad request - Failed to apply commands.']);
    assert.equal((await post(standIn, notes, { body: '/unknown thing' })).json.body, '/unknown thing');
  });

  for (const [text, field, expected] of [
    ['/title Other', 'title', 'Other'],
    ['/assign @tomas.varela', 'assignee', 2],
    ['/assign me', 'assignee', 1],
    ['/milestone %"Summer release"', 'milestone', 'Summer release'],
    ['/weight 5', 'weight', 5],
    ['/confidential', 'confidential', true],
    ['/lock', 'discussion_locked', true],
    ['/due tomorrow', 'due_date', '2026-05-14'],
    ['/due in 3 days', 'due_date', '2026-05-16'],
    ['/subscribe', 'subscribed', true],
    ['/estimate 1d 2h', 'time_stats', '1d 2h'],
    ['/spend 30m', 'time_stats', '30m'],
  ] as const) {
    it(`runs ${text}`, async () => {
      assert.equal((await post(standIn, notes, { body: text })).status, 202);
      const json = (await ask(standIn, issue)).json as unknown as Record<string, unknown>;
      const value = json[field];
      if (typeof value === 'object') assert.match(JSON.stringify(value), new RegExp(`"?${expected}`));
      else assert.equal(value, expected);
    });
  }

  it("ignores quick actions that the role doesn't allow for Guests, and reports that", async () => {
    const answer = await post(standIn, notes, { body: '/label ~bug\n/close' }, 'guest');
    assert.deepEqual(answer.json.summary, ['Could not apply label command. Could not apply close command.']);
    assert.deepEqual((await ask(standIn, issue)).json.labels, []);
  });

  it('rejects changes to notes of others and system notes, read-only tokens, and non-members in a locked discussion', async () => {
    const mine = standIn.world.addNote(101, 1, { body: 'x', authorId: 2 });
    const system = standIn.world.addNote(101, 1, { body: 'x', authorId: 1, system: true });
    const guest = await put(standIn, `${notes}/${mine.id}`, { body: 'y' }, 'guest');
    assert.deepEqual([guest.status, guest.json], [403, { message: '403 Forbidden' }]);
    assert.equal((await put(standIn, `${notes}/${mine.id}`, { body: 'y' })).status, 200, 'Maintainer');
    assert.equal((await remove(standIn, `${notes}/${system.id}`)).status, 403);
    assert.equal((await post(standIn, notes, { body: 'x' }, 'personalReadApi')).status, 403);
    const open = '/projects/103/issues/1';
    standIn.world.updateIssue(103, 1, { confidential: false, discussionLocked: null });
    assert.equal((await post(standIn, `${open}/notes`, { body: 'x' }, 'outsider')).status, 201);
    standIn.world.updateIssue(103, 1, { discussionLocked: true });
    assert.equal((await post(standIn, `${open}/notes`, { body: 'x' }, 'outsider')).status, 403);
    assert.equal((await post(standIn, `${open}/notes`, { body: 'x' }, 'guest')).status, 201);
    standIn.world.updateProject(101, { archived: true });
    assert.equal((await post(standIn, notes, { body: 'x' })).status, 403);
  });

  it("rejects invalid input with GitLab's messages", async () => {
    const { id } = standIn.world.addNote(101, 1, { body: 'x' });
    assert.deepEqual((await post(standIn, notes, {})).json, { error: 'body is missing' });
    assert.deepEqual((await put(standIn, `${notes}/${id}`, { body: '' })).json, { error: 'body is empty' });
    assert.deepEqual((await put(standIn, `${notes}/x`, { body: 'y' })).json, { error: 'note_id is invalid' });
    assert.deepEqual((await post(standIn, '/projects/101/issues/99/notes', { body: 'y' })).json, {
      message: '404 Issue Not Found',
    });
    assert.match(String((await post(standIn, notes, { body: 'x'.repeat(1_000_001) })).json.message), /too long/);
  });
});

describe('Writing discussions', () => {
  let standIn: StandInGitLab;
  const discussions = '/projects/101/issues/1/discussions';
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 1, projects: 1 });
  });
  afterEach(() => standIn.close());

  it('starts a thread, replies, resolves it, and resolves replies to a resolved one', async () => {
    const begun = await post(standIn, discussions, { body: 'Why?' });
    assert.equal(begun.status, 201);
    assert.match(String(begun.json.id), /^[0-9a-f]{40}$/);
    assert.deepEqual([begun.json.individual_note, begun.json.notes[0]?.type], [false, 'DiscussionNote']);
    const path = `${discussions}/${begun.json.id}`;
    assert.equal((await post(standIn, `${path}/notes`, { body: 'Because' })).status, 201);
    const resolved = (await put(standIn, path, { resolved: true })).json;
    assert.deepEqual(
      resolved.notes.map((note) => [note.body, note.resolved]),
      [
        ['Why?', true],
        ['Because', true],
      ],
    );
    assert.equal((await post(standIn, `${path}/notes`, { body: 'And' })).json.resolved, true);
    assert.ok((await put(standIn, path, { resolved: false })).json.notes.every((note) => !note.resolved));
    const first = `${path}/notes/${begun.json.notes[0]?.id}`;
    assert.equal((await put(standIn, first, { resolved: true })).json.resolved, true);
    assert.equal((await put(standIn, first, { body: 'What?' })).json.body, 'What?');
    assert.equal((await ask(standIn, path)).json.notes.length, 3);
    assert.equal((await remove(standIn, first)).status, 204);
    assert.match((await put(standIn, first, {})).json.error, /exactly one/);
  });

  it('turns a single note into a thread with a reply, but never a system note', async () => {
    const note = standIn.world.addNote(101, 1, { body: 'Single', internal: true });
    const answer = await post(standIn, `${discussions}/${note.discussionId}/notes`, { body: 'Reply' });
    assert.deepEqual([answer.json.type, answer.json.internal], ['DiscussionNote', true]);
    assert.equal((await ask(standIn, `${discussions}/${note.discussionId}`)).json.individual_note, false);
    const system = standIn.world.addNote(101, 1, { body: 'closed', system: true });
    assert.deepEqual((await post(standIn, `${discussions}/${system.discussionId}/notes`, { body: 'x' })).json, {
      message: '400 Bad request - Discussion can not be replied to.',
    });
    assert.deepEqual((await post(standIn, `${discussions}/nowhere/notes`, { body: 'x' })).json, {
      message: '404 Discussion Not Found',
    });
  });

  it('resolves threads of issues only since 18.0', async () => {
    const { json } = await post(standIn, discussions, { body: 'Why?' });
    standIn.setVersion('17.11.0-ee');
    assert.equal((await put(standIn, `${discussions}/${json.id}`, { resolved: true })).status, 405);
    assert.equal((await ask(standIn, `${discussions}/${json.id}`)).json.notes[0]?.resolvable, false);
  });
});
