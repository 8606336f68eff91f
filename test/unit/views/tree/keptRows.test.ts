import assert from 'node:assert/strict';
import type { Issue } from '../../../../src/model/issue.ts';
import { KeptRows } from '../../../../src/views/tree/keptRows.ts';
import { issue } from '../../sync/issues.ts';

describe('Rows that stay in place', () => {
  const list = { tracker: 't', query: 'open' };
  const issues = (...iids: number[]) => iids.map((iid) => issue(iid));
  const iids = (shown: readonly Issue[]) => shown.map(({ iid }) => iid);
  let kept: KeptRows;
  beforeEach(() => {
    kept = new KeptRows();
  });
  const keep = (iid: number, shown: readonly Issue[]) => {
    kept.keep(list, [issue(iid).id], shown);
  };

  it('defect 11: keep the next row from moving under the pointer when an issue is closed', () => {
    keep(4, issues(5, 4, 3));
    const left = issues(5, 3);
    assert.deepEqual(iids(kept.inPlace(list, left)), [5, 4, 3]);
    assert.equal(kept.inPlace({ ...list, group: 'bug' }, left), left);
    assert.equal(kept.inPlace({ ...list, tracker: 'other' }, left), left);
  });

  it('stay between the same rows when others come and go', () => {
    keep(4, issues(5, 4, 3, 2));
    keep(3, kept.inPlace(list, issues(5, 3, 2)));
    assert.deepEqual(iids(kept.inPlace(list, issues(7, 6, 5, 2))), [7, 6, 5, 4, 3, 2]);
    assert.deepEqual(iids(kept.inPlace(list, issues(5))), [5, 4, 3]);
    keep(5, kept.inPlace(list, issues(5, 2)));
    assert.deepEqual(iids(kept.inPlace(list, issues(2))), [5, 4, 3, 2]);
  });

  it('are no second rows when the issue returns to the list', () => {
    keep(4, issues(5, 4));
    assert.deepEqual(iids(kept.inPlace(list, issues(5, 4))), [5, 4]);
  });

  it('show the newest version of the issue, and leave when it no longer exists', () => {
    keep(4, issues(5, 4));
    const closed = issue(4, { state: 'closed' });
    kept.update('other', [closed], []);
    assert.equal(kept.find('t', closed.id)?.state, 'opened');
    kept.update('t', [closed], []);
    assert.equal(kept.find('t', closed.id), closed);
    assert.equal(kept.inPlace(list, issues(5))[1], closed);
    kept.update('t', [], [closed.id]);
    assert.deepEqual(iids(kept.inPlace(list, issues(5))), [5]);
  });

  it('stay in order when several are kept at once, and remember which were repeated', () => {
    const all = issues(6, 5, 4, 3, 2);
    kept.keep(
      list,
      [5, 4, 2].map((iid) => issue(iid).id),
      all,
      (id) => id === issue(4).id,
    );
    assert.deepEqual(iids(kept.inPlace(list, issues(6, 3))), [6, 5, 4, 3, 2]);
    assert.ok(kept.isRepeated(list, issue(4).id));
    assert.ok(!kept.isRepeated(list, issue(5).id));
    kept.drop({ list, issueId: issue(4).id });
    assert.deepEqual(iids(kept.inPlace(list, issues(6, 3))), [6, 5, 3, 2]);
  });

  it('defect 11: stay where the user sees them if an issue is closed, reopened, and closed again', () => {
    keep(4, issues(5, 4, 3));
    assert.deepEqual(iids(kept.inPlace(list, issues(5, 3))), [5, 4, 3]);
    // The reopened issue is the newest.
    keep(4, issues(4, 5, 3));
    assert.deepEqual(iids(kept.inPlace(list, issues(5, 3))), [4, 5, 3]);
  });

  it('leave when they are released', () => {
    keep(4, issues(5, 4));
    assert.deepEqual(
      kept.release().map(({ list: of, issue: { iid } }) => [of, iid]),
      [[list, 4]],
    );
    assert.deepEqual(iids(kept.inPlace(list, issues(5))), [5]);
    assert.deepEqual(kept.release(), []);
  });
});
