import assert from 'node:assert/strict';
import { decodeOpenCount, decodeProject } from '../../../../src/gitlab/decode/decode.ts';
import { decodeIssues } from '../../../../src/gitlab/decode/decodeIssue.ts';
import { decodeIssuePage } from '../../../../src/gitlab/issueCalls.ts';
import { readNewsLine } from '../../../../src/sync/cache/snapshotFormat.ts';

const source = { projectPath: 'group/app', projectWebUrl: 'https://gitlab.example.com/group/app' };
const mira = { id: 5, username: 'mira', name: 'Mira' };
const row = {
  id: 1,
  iid: 1,
  project_id: 1,
  title: 'One',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  author: mira,
  assignees: [mira],
  milestone: { id: 1, title: 'v1' },
  weight: 1,
  upvotes: 1,
  user_notes_count: 1,
};

describe('The issues in a response', () => {
  it('S16: contain no number or date that the cache rejects', () => {
    const numbers = [0.5, -1, 1e20, 2 ** 60, 1e300, Number.NaN];
    const dates = ['+020000-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', 'soon'];
    const rows = [
      row,
      ...Object.keys(row).flatMap((field) => [...numbers, ...dates].map((value) => ({ ...row, [field]: value }))),
      ...numbers.map((id) => ({ ...row, author: { ...mira, id }, assignees: [{ ...mira, id }] })),
      ...numbers.map((id) => ({ ...row, milestone: { id, title: 'v1' } })),
    ];
    const cursor = { asOf: 0, recheckedAt: 0 };
    for (const each of rows) {
      const { issues } = decodeIssues([each], source);
      const line = JSON.stringify({ follows: 0, changed: issues, removed: [], cursor });
      assert.deepEqual(readNewsLine(line)?.changed, issues, JSON.stringify(each));
    }
    assert.equal(decodeIssues(rows, source).rejected, 5 * dates.length + 6 * numbers.length);
  });

  it('S16: have no server time or total that the cache rejects', () => {
    const page = (headers: Record<string, string>) => {
      const request = { state: 'opened', orderBy: 'created_at', sort: 'desc', page: 1, perPage: 100 } as const;
      const { serverTime, total } = decodeIssuePage(
        { status: 200, headers, unchanged: false, body: [], facts: {} },
        request,
        source,
      );
      return { serverTime, total };
    };
    const none = { serverTime: undefined, total: undefined };
    assert.deepEqual(page({ date: 'Thu, 01 Jan 1970 00:00:09 GMT', 'x-total': '7' }), { serverTime: 9_000, total: 7 });
    for (const date of ['+020000-01-01T00:00:00Z', '']) assert.deepEqual(page({ date }), none);
    for (const total of ['-5', '9'.repeat(30), 'x']) assert.deepEqual(page({ 'x-total': total }), none);
  });

  it('S16: belong to a project with an id, and have a count, that the cache accepts', () => {
    const project = { id: 7, path_with_namespace: 'group/app', web_url: source.projectWebUrl };
    assert.equal(decodeProject(project).id, 7);
    assert.throws(() => decodeProject({ ...project, id: 2 ** 60 }), { reason: 'badData' });
    const count = (opened: number) => decodeOpenCount({ statistics: { counts: { opened } } });
    assert.equal(count(0), 0);
    for (const opened of [-5, 0.5, 1e300]) assert.throws(() => count(opened), { reason: 'badData' });
  });
});
