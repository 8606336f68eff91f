import assert from 'node:assert/strict';
import type { InstanceUrl } from '../../src/model/address/instanceUrl.ts';
import type { TrackerState } from '../../src/sync/trackers/trackerState.ts';
import { viewMessage } from '../../src/views/tree/viewMessage.ts';

describe('R2: the message of the view', () => {
  const now = Date.UTC(2026, 0, 1, 12);
  const tracker: TrackerState = {
    key: 'tracker',
    kind: 'project',
    instance: 'https://gitlab.example.com' as InstanceUrl,
    path: 'group/project',
    loading: true,
    complete: false,
    progress: { read: 4900, total: 12_900 },
  };
  const messageOf = (state: TrackerState, continuesAt?: number) =>
    viewMessage([state], {
      now,
      isDue: () => false,
      held: () => 0,
      pace: () => ({ perMinute: 100, ...(continuesAt === undefined ? {} : { continuesAt }) }),
      filter: '',
    }).text;

  it('shows the progress of the first load, and why it waits', () => {
    assert.match(messageOf(tracker), /^Loading issues \(4,900 of 12,900\)…$/);
    assert.match(
      messageOf(tracker, now + 60_000),
      /^Loading issues \(4,900 of 12,900\)… GitLab allows 100 requests per minute\. Loading continues at .+\.$/,
    );
    const small = { ...tracker, progress: undefined };
    assert.match(messageOf(small, now + 60_000), /^GitLab allows 100 requests per minute\. Loading continues at .+\.$/);
    assert.equal(messageOf({ ...tracker, loading: false, complete: true, progress: undefined }, now + 60_000), '');
  });
});
