import assert from 'node:assert/strict';
import {
  decodeAwardIds,
  decodeDiscussions,
  decodeExtras,
  decodeFacts,
  decodeLinks,
  decodeMergeRequests,
  decodeParticipants,
  decodeSentNote,
  decodeUpload,
} from '../../../../src/gitlab/decode/decodeDetails.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';

const source = { projectPath: 'group/app', projectWebUrl: 'https://gitlab.example.com/group/app' };
const time = '2026-01-01T00:00:00.000Z';
const at = Date.parse(time);
const mira = { id: 5, username: 'mira', name: 'Mira' };
const rawIssue = {
  id: 1,
  iid: 2,
  project_id: 3,
  title: 'One',
  state: 'opened',
  created_at: time,
  updated_at: time,
  web_url: 'https://gitlab.example.com/group/app/-/issues/2',
};
const rawNote = { id: 9, body: 'Hi', created_at: time };
const badData = (error: unknown) => GitLabError.is(error, 'badData');

describe('the details of an issue', () => {
  it('are decoded without the keys that older servers lack', () => {
    const { issue, ...facts } = decodeFacts(rawIssue, source);
    assert.equal(issue.iid, 2);
    assert.deepEqual(facts, {
      description: '',
      people: [],
      isMoved: false,
      isDuplicate: false,
      isLocked: false,
      timeEstimate: 0,
      timeSpent: 0,
    });
  });

  it('have defaults for what can’t be read', () => {
    const unreadable = {
      ...{ description: 7, closed_at: 'soon', closed_by: 'mira', moved_to_id: '7', discussion_locked: 'yes' },
      ...{ subscribed: 1, time_stats: { time_estimate: '1h', total_time_spent: null }, _links: [] },
    };
    assert.deepEqual(decodeFacts({ ...rawIssue, ...unreadable }, source), decodeFacts(rawIssue, source));
  });

  it('have all that the server returns', () => {
    const facts = decodeFacts(
      {
        ...rawIssue,
        description: 'Text',
        closed_at: time,
        author: { ...mira, avatar_url: 'https://gitlab.example.com/uploads/-/system/user/avatar/5/avatar.png' },
        assignees: [{ ...mira, id: 6, avatar_url: null }],
        closed_by: mira,
        moved_to_id: 7,
        discussion_locked: true,
        subscribed: false,
        time_stats: { time_estimate: 60, total_time_spent: 30 },
        _links: { closed_as_duplicate_of: 'https://gitlab.example.com/api/v4/projects/1/issues/3' },
      },
      source,
    );
    const { issue, closedBy, ...rest } = facts;
    assert.deepEqual([issue.title, closedBy?.username], ['One', 'mira']);
    assert.deepEqual(rest, {
      description: 'Text',
      people: [
        { ...mira, avatarUrl: 'https://gitlab.example.com/uploads/-/system/user/avatar/5/avatar.png' },
        { ...mira, id: 6 },
      ],
      closedAt: at,
      isMoved: true,
      isDuplicate: true,
      isLocked: true,
      isSubscribed: false,
      timeEstimate: 60,
      timeSpent: 30,
    });
  });

  it('have the threads, without invalid notes and empty threads', () => {
    const { discussions, rows } = decodeDiscussions([
      { id: 'a', individual_note: true, notes: [rawNote, { id: 'x' }, { ...rawNote, id: 10 }] },
      { id: 'b', individual_note: false, notes: [rawNote] },
      { id: 'c', notes: [] },
      { id: 'd', notes: [{}] },
      'odd',
    ]);
    assert.equal(rows, 5);
    assert.deepEqual(
      discussions.map(({ id, isThread, notes }) => [id, isThread, notes.map((note) => note.id)]),
      [
        ['a', false, [9, 10]],
        ['b', true, [9]],
      ],
    );
    assert.throws(() => decodeDiscussions({}), badData);
  });

  it('have the properties of a note', () => {
    const noteOf = (change: object) =>
      decodeDiscussions([{ id: 'a', notes: [{ ...rawNote, ...change }] }]).discussions[0]?.notes[0];
    const plain = {
      id: 9,
      body: 'Hi',
      createdAt: at,
      updatedAt: at,
      isSystem: false,
      isInternal: false,
      isResolvable: false,
    };
    assert.deepEqual(noteOf({}), plain);
    assert.deepEqual(noteOf({ system: true, internal: true, resolvable: true, body: null, updated_at: null }), {
      ...plain,
      body: '',
      isSystem: true,
      isInternal: true,
      isResolvable: true,
    });
    assert.equal(noteOf({ confidential: true })?.isInternal, true);
    assert.equal(noteOf({ confidential: true, internal: false })?.isInternal, false);
    assert.equal(noteOf({ author: mira })?.author?.name, 'Mira');
    assert.equal(noteOf({ updated_at: '2026-01-02T00:00:00Z' })?.updatedAt, at + 86_400_000);
    assert.deepEqual(noteOf({ resolvable: true, resolved: true })?.resolved, {});
    assert.equal(noteOf({ resolvable: false, resolved: true })?.resolved, undefined);
    const resolved = noteOf({ resolvable: true, resolved: true, resolved_by: mira, resolved_at: time })?.resolved;
    assert.deepEqual([resolved?.by?.username, resolved?.at], ['mira', at]);
  });

  it('have the note that was sent, alone or in a thread, or what its quick actions did', () => {
    assert.equal(decodeSentNote(rawNote).note?.id, 9);
    assert.equal(decodeSentNote({ id: 'a', notes: [rawNote] }).note?.id, 9);
    assert.deepEqual(decodeSentNote({ commands_changes: {}, summary: ['Closed.'] }), { messages: ['Closed.'] });
    assert.throws(() => decodeSentNote({ id: 'a', notes: [] }), badData);
  });

  it('have people without an avatar if its URL is missing, too long, or of another type', () => {
    for (const url of [undefined, null, '', 7, true, [], {}, 'x'.repeat(10_001)])
      assert.deepEqual(decodeParticipants([{ ...mira, avatar_url: url }]), [mira]);
    assert.deepEqual(decodeParticipants([{ ...mira, avatar_url: '/a.png' }]), [{ ...mira, avatarUrl: '/a.png' }]);
  });

  it('keep avatars out of the issue, which the mirror holds', () => {
    const one = { ...mira, avatar_url: 'https://gitlab.example.com/a.png' };
    const { issue } = decodeFacts({ ...rawIssue, author: one, assignees: [one] }, source);
    assert.deepEqual([issue.author, issue.assignees], [mira, [mira]]);
  });

  it('have the participants and merge requests that can be read', () => {
    assert.deepEqual(
      decodeParticipants([mira, { id: 0 }, null]).map(({ username }) => username),
      ['mira'],
    );
    const raw = { id: 1, iid: 7, title: 'Fix', web_url: 'https://gitlab.example.com/group/app/-/merge_requests/7' };
    const [plain, full, ...others] = decodeMergeRequests(
      [
        raw,
        { ...raw, id: 2, state: 'merged', draft: true, references: { full: 'group/app!7' } },
        { ...raw, id: 3, work_in_progress: true, state: 'new' },
        { id: 4 },
      ],
      { closes: true },
    );
    assert.deepEqual(plain, {
      id: 1,
      title: 'Fix',
      state: 'opened',
      isDraft: false,
      closes: true,
      reference: '!7',
      webUrl: raw.web_url,
    });
    assert.deepEqual([full?.state, full?.isDraft, full?.reference], ['merged', true, 'group/app!7']);
    assert.deepEqual(
      others.map(({ isDraft, state }) => [isDraft, state]),
      [[true, 'opened']],
    );
  });

  it('have the links that can be read', () => {
    const links = decodeLinks(
      [
        { ...rawIssue, issue_link_id: 4, link_type: 'blocks' },
        { ...rawIssue, issue_link_id: 5, link_type: 'new' },
        { ...rawIssue },
        { issue_link_id: 6, link_type: 'blocks' },
      ],
      source,
    );
    assert.deepEqual(
      links.map(({ linkId, type, issue }) => [linkId, type, issue.iid]),
      [
        [4, 'blocks', 2],
        [5, 'relates_to', 2],
      ],
    );
  });

  it('have only the reactions of one user with one emoji', () => {
    const award = (id: number, name: string, userId: number) => ({ id, name, user: { ...mira, id: userId } });
    const rows = [award(1, 'tada', 5), award(2, 'tada', 6), award(3, 'heart', 5), {}, award(4, 'tada', 5)];
    assert.deepEqual(decodeAwardIds(rows, 'tada', 5), [1, 4]);
    assert.equal(decodeUpload({ markdown: '![a](b)' }), '![a](b)');
  });

  it('have the reactions, tasks, and cursors from GraphQL, without what can’t be read', () => {
    const user = { ...mira, id: 'gid://gitlab/User/5' };
    const awardEmoji = { nodes: [{ name: 'tada', user }, { name: 'odd' }], pageInfo: { hasNextPage: true } };
    const child = { iid: '3', title: 'Task', webUrl: 'https://gitlab.example.com/group/app/-/work_items/3' };
    const page = (widgets: unknown[]) => ({ data: { project: { workItems: { nodes: [{ widgets }] } } } });
    const extras = decodeExtras(
      page([
        { awardEmoji },
        null,
        { children: { nodes: [child, { ...child, iid: 4, state: 'CLOSED' }, {}], pageInfo: { hasNextPage: false } } },
        {
          discussions: {
            nodes: [
              {
                notes: {
                  pageInfo: { hasNextPage: true },
                  nodes: [
                    { id: 'gid://gitlab/Note/9', awardEmoji },
                    { id: 'gid://gitlab/Note/abc', awardEmoji },
                  ],
                },
              },
            ],
            pageInfo: { hasNextPage: true, endCursor: 'next' },
          },
        },
      ]),
    );
    assert.deepEqual(
      extras?.reactions.map(({ name, user: { id } }) => [name, id]),
      [['tada', 5]],
    );
    assert.deepEqual(
      extras.children.map(({ iid, state }) => [iid, state]),
      [
        [3, 'opened'],
        [4, 'closed'],
      ],
    );
    assert.deepEqual([...extras.noteReactions!.keys()], [9]);
    assert.deepEqual(extras.next, { discussions: 'next' });
    assert.deepEqual(extras.cut, { reactions: true, notes: [9] });
    const nothing = { reactions: false, notes: [] };
    assert.deepEqual(decodeExtras(page([])), {
      ...{ reactions: [], noteReactions: new Map(), children: [], next: {} },
      cut: nothing,
    });
    for (const json of [{}, { data: null }, { data: { project: { workItems: { nodes: [] } } } }]) {
      assert.equal(decodeExtras(json), undefined);
    }
  });
});
