import assert from 'node:assert/strict';
import type { Issue } from '../../../../src/model/issue.ts';
import { packIssues } from '../../../../src/sync/cache/packedIssues.ts';
import { readNewsLine, readSnapshot } from '../../../../src/sync/cache/snapshotFormat.ts';
import { issue } from '../issues.ts';

const mira = { id: 5, username: 'mira', name: 'Mira' };
const full = issue(1, { author: mira, assignees: [mira], labels: ['bug'] });
const cursor = { since: 1, asOf: 2, recheckedAt: 3, etag: 'x', most: 4, openInAll: 5, unexplained: -1 };
const project = {
  id: 101,
  path: 'group/project',
  name: 'Project',
  webUrl: 'https://gitlab.example.com/group/project',
  issuesEnabled: true,
  archived: false,
};
const group = { kind: 'group', id: 3, path: 'group', name: 'Group', webUrl: 'https://gitlab.example.com/groups/group' };
const ranges = [{ createdAfter: 5, etag: 'y' }, { createdBefore: 5 }];

/** Values that no field can have. */
const odd = [null, {}, [], 'text', Number.NaN, '1'] as const;

describe('the format of the cache', () => {
  const news = (change: object) =>
    readNewsLine(JSON.stringify({ follows: 0, changed: [full], removed: [7], cursor, ...change }));
  const snapshot = (change: object, issues: readonly Issue[] = [full]) =>
    readSnapshot(JSON.stringify({ scope: project, cursor, ranges, ...change }), JSON.stringify(packIssues(issues)));
  const isRead = (changed: object) => news({ changed: [{ ...full, ...changed }] }) !== undefined;
  const isCursor = (changed: object) => news({ cursor: { ...cursor, ...changed } }) !== undefined;
  const isScope = (scope: unknown) => snapshot({ scope }) !== undefined;

  it('keeps what was written', () => {
    assert.deepEqual(news({}), { follows: 0, changed: [full], removed: [7], cursor });
    assert.deepEqual(snapshot({}), { scope: project, cursor, ranges, issues: [full] });
    for (const scope of [group, { kind: 'assigned', id: 5 }]) assert.deepEqual(snapshot({ scope })?.scope, scope);
    assert.ok(isCursor({ since: undefined, etag: undefined, most: undefined, openInAll: undefined }));
    assert.ok(isRead({ author: undefined, milestone: undefined }));
    assert.ok(isRead({ milestone: { id: 1, title: 'v1' } }));
  });

  it('rejects an issue with any invalid field', () => {
    const numbers = ['id', 'iid', 'projectId', 'createdAt', 'updatedAt', 'commentCount'] as const;
    for (const field of numbers) for (const value of odd) assert.equal(isRead({ [field]: value }), false, field);
    const texts = ['title', 'state', 'type', 'webUrl', 'reference'] as const;
    for (const field of texts)
      for (const value of [null, 7, {}]) assert.equal(isRead({ [field]: value }), false, field);
    for (const field of ['labels', 'assignees'] as const) {
      for (const value of [null, 'text', { length: 0 }, [7], [null], [full.labels[0], 7]]) {
        assert.equal(isRead({ [field]: value }), false, field);
      }
    }
    for (const author of [null, {}, { id: 5 }, { username: 'mira' }, { id: '5', username: 'mira' }]) {
      assert.equal(isRead({ author }), false);
    }
    for (const milestone of [null, {}, { title: 7 }]) assert.equal(isRead({ milestone }), false);
  });

  it('rejects an invalid cursor', () => {
    for (const field of ['asOf', 'recheckedAt'] as const) {
      for (const value of [...odd, undefined]) assert.equal(isCursor({ [field]: value }), false, field);
    }
    for (const field of ['since', 'most', 'openInAll', 'unexplained'] as const) {
      for (const value of odd) assert.equal(isCursor({ [field]: value }), false, field);
    }
    assert.equal(isCursor({ etag: 7 }), false);
    assert.deepEqual(
      [253_402_300_799_999, -62_135_596_800_000, 253_402_300_800_000, -62_135_596_800_001].map((since) =>
        isCursor({ since }),
      ),
      [true, true, false, false],
    );
  });

  it('rejects an invalid line', () => {
    for (const removed of [undefined, null, 7, ['7'], [null]]) assert.equal(news({ removed }), undefined);
    for (const changed of [undefined, null, full, [full, null]]) assert.equal(news({ changed }), undefined);
    assert.equal(readNewsLine('{'), undefined);
    assert.equal(readNewsLine('null'), undefined);
  });

  it('rejects an invalid scope', () => {
    for (const field of ['id', 'path', 'name', 'webUrl', 'issuesEnabled'] as const) {
      assert.equal(isScope({ ...project, [field]: null }), false, field);
    }
    for (const field of ['id', 'path', 'name', 'webUrl'] as const) {
      assert.equal(isScope({ ...group, [field]: null }), false, field);
    }
    const invalid = [undefined, null, 7, { ...group, kind: 'other' }, { kind: 'assigned', id: '5' }];
    for (const scope of invalid) assert.equal(isScope(scope), false);
  });

  it('rejects invalid ranges and issues', () => {
    for (const range of [null, 7, { createdAfter: 'x' }, { createdBefore: 9e15 }, { etag: 7 }]) {
      assert.equal(snapshot({ ranges: [range] }), undefined);
    }
    for (const gap of [
      [{ createdBefore: 5 }],
      [{ createdAfter: 5 }, {}],
      [{ createdAfter: 5 }, { createdBefore: 4 }],
    ]) {
      assert.equal(snapshot({ ranges: gap }), undefined);
    }
    assert.equal(snapshot({ ranges: null }), undefined);
    assert.equal(readSnapshot(JSON.stringify({ scope: project, cursor, ranges }), 'null'), undefined);
    assert.equal(readSnapshot('', JSON.stringify(packIssues([full]))), undefined);
  });
});
