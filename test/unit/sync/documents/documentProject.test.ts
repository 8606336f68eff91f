import assert from 'node:assert/strict';
import { DocumentProject } from '../../../../src/sync/documents/documentProject.ts';
import type { Synchronizer } from '../../../../src/sync/synchronizer.ts';
import { ManualClock } from '../../manualClock.ts';

const project = { id: 7, path: 'Group/sub/app' };

describe('DocumentProject', () => {
  const trackerOf = (trackers: readonly object[]) => {
    const synchronizer = { trackers } as unknown as Synchronizer;
    const found = new DocumentProject(
      { account: 'a', project },
      synchronizer,
      { issues: () => [] },
      'en',
      new ManualClock(),
    );
    return { tracker: found.tracker?.key, account: found.account?.key };
  };
  const account = { key: 'a' };
  const own = { key: 'own', kind: 'project', path: 'group/sub/app', account, project };
  const group = { key: 'group', kind: 'group', path: 'group', account };
  const assigned = { key: 'assigned', kind: 'assigned', path: '', account };
  const others = [
    { key: 'project', kind: 'project', path: 'hostile/app', account, project: { id: 8, path: 'hostile/app' } },
    { key: 'group2', kind: 'group', path: 'group/su', account },
    { ...own, key: 'account', account: { key: 'b' } },
  ];

  it('is reached through its own tracker, or one that can include it', () => {
    assert.equal(trackerOf([...others, assigned, group, own]).tracker, 'own');
    assert.equal(trackerOf([...others, assigned, group]).tracker, 'group');
    assert.equal(trackerOf([...others, assigned]).tracker, 'assigned');
  });

  it('is not reached through a tracker of another project, which the user may have allowed to change', () => {
    assert.deepEqual(trackerOf(others), { tracker: undefined, account: 'a' });
  });
});
