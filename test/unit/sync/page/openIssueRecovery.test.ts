import assert from 'node:assert/strict';
import { PageCompletions } from '../../../../src/sync/page/pageCompletions.ts';
import type { OpenIssue } from '../../../../src/sync/page/openIssue.ts';
import type { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import { ManualClock } from '../../manualClock.ts';
import { waitUntil } from '../../waitUntil.ts';
import { OpenedIssue } from './openedIssue.ts';

describe('An opened issue that could not be loaded', () => {
  let of: OpenedIssue;
  let gitlab: StandInGitLab;
  let opened: OpenIssue;
  const load = { path: '/api/v4/projects/*/issues/*/discussions', method: 'GET' };

  beforeEach(async () => {
    of = await OpenedIssue.start();
    ({ gitlab, opened } = of);
  });
  afterEach(() => of.close());

  const isLoadAsked = () => of.asked.some((request) => request.endsWith('/discussions'));

  it('defect 14: no longer shows that a load failed once a comment was sent, although the next load still waits', async () => {
    await opened.read();
    gitlab.addFault({ ...load, do: { kind: 'error', case: 'forbidden' } });
    await opened.read();
    assert.equal(opened.state.error?.reason, 'forbidden');
    gitlab.clearFaults();
    gitlab.addFault({ ...load, count: 1, do: { kind: 'hang' } });
    gitlab.clearRequests();
    void opened.read();
    await waitUntil(isLoadAsked);
    assert.deepEqual(await of.comment('Sent'), { how: 'done' });
    assert.deepEqual([opened.state.error, opened.state.isLoading, of.bodies], [undefined, false, ['Sent']]);
  });

  it('no longer shows that a load failed once the mirror has a newer version, although the next load still waits', async () => {
    await opened.read();
    gitlab.addFault({ ...load, do: { kind: 'error', case: 'forbidden' } });
    await opened.read();
    gitlab.clearFaults();
    gitlab.addFault({ ...load, count: 1, do: { kind: 'hang' } });
    gitlab.clearRequests();
    void opened.read();
    await waitUntil(isLoadAsked);
    const { issue } = opened.state.details!;
    of.held = { ...issue, title: 'Newer', updatedAt: issue.updatedAt + 1000 };
    const followed = opened.follow();
    assert.equal(opened.state.error, undefined);
    await followed;
    assert.equal(opened.state.isLoading, false);
  });

  it('defect 13: colors its labels after a refresh if they could not be loaded when it was opened', async () => {
    const words = new PageCompletions(
      () => Promise.resolve(of.source),
      () => [],
      'en',
      new ManualClock(),
    );
    of.loadLabels = () => words.load();
    gitlab.addFault({ method: 'GET', do: { kind: 'error', case: 'forbidden' } });
    await opened.read();
    assert.deepEqual(words.labelColors, {});
    gitlab.clearFaults();
    let shown = {};
    opened.onDidChange(() => (shown = words.labelColors));
    await opened.read();
    assert.ok(Object.keys(shown).length > 0);
  });
});
