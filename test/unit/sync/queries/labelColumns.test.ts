import assert from 'node:assert/strict';
import type { ProjectLabel } from '../../../../src/model/projectChoices.ts';
import { LabelColumns } from '../../../../src/sync/queries/labelColumns.ts';
import type { Synchronizer } from '../../../../src/sync/synchronizer.ts';
import { ManualClock } from '../../manualClock.ts';
import { waitUntil } from '../../waitUntil.ts';
import { MirrorHarness } from '../mirrorHarness.ts';

describe('LabelColumns', () => {
  let mirror: MirrorHarness;
  let columns: LabelColumns;
  let found: string[];
  beforeEach(async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 5 });
    await mirror.fill();
    columns = new LabelColumns(mirror.synchronizer, mirror.clock);
    found = [];
    columns.onDidFind(({ tracker }) => found.push(tracker));
  });
  afterEach(async () => {
    columns.dispose();
    await mirror.close();
  });
  const key = () => mirror.synchronizer.trackers[0]?.key ?? '';
  const settled = (times: number) => waitUntil(() => found.length === times);
  const asked = () => mirror.gitlab.requests.filter(({ path }) => /\/(labels|boards)$/.test(path)).length;

  it('has the labels of the board in its order, then the prioritized ones, then the others by name', async () => {
    assert.deepEqual(columns.of(key()), []);
    await settled(1);
    const titles = columns.of(key());
    assert.deepEqual(titles.slice(0, 7), [
      'workflow::ready',
      'workflow::doing',
      'workflow::review',
      'priority::1',
      'priority::2',
      'bug',
      'priority::3',
    ]);
    const others = titles.slice(7);
    assert.deepEqual(others, [...others].sort());
    assert.equal(new Set(titles).size, titles.length);
    assert.deepEqual(['priority::1', 'priority::3', 'workflow::ready', 'no such'].map(columns.priorityOf(key())), [
      1,
      4,
      undefined,
      undefined,
    ]);
    assert.deepEqual([found, asked()], [[key()], 2]);
  });

  it('works without the boards if they can’t be loaded, and keeps its labels if nothing can', async () => {
    mirror.gitlab.addFault({ path: '/api/v4/projects/*/boards', do: { kind: 'error', case: 'forbidden' } });
    columns.of(key());
    await settled(1);
    const byPriority = columns.of(key());
    assert.equal(byPriority[0], 'priority::1');
    assert.ok(byPriority.indexOf('workflow::doing') < byPriority.indexOf('workflow::ready'));

    mirror.gitlab.clearFaults();
    mirror.gitlab.addFault({ path: '/api/v4/projects/*/labels', do: { kind: 'error', case: 'forbidden' } });
    const before = asked();
    columns.of(key());
    assert.equal(asked(), before, 'not asked again so soon');
    await mirror.clock.advance(6 * 60_000);
    assert.deepEqual(columns.of(key()), byPriority);
    await waitUntil(() => asked() > before);
    assert.deepEqual(columns.of(key()), byPriority);
    assert.equal(found.length, 1);
  });

  it('has nothing of another account, and asks anew for this one', async () => {
    columns.of(key());
    await settled(1);
    assert.ok(columns.of(key()).length > 0);
    const [account] = mirror.accounts.value ?? [];
    assert.ok(account);
    mirror.accounts.value = [{ ...account, key: `test|${mirror.gitlab.tokens.project}` }];
    const before = asked();
    assert.deepEqual(columns.of(key()), []);
    await waitUntil(() => asked() > before);
  });
});

describe('LabelColumns, with requests that end in any order', () => {
  const minute = 60_000;
  const labels = (name: string) => [{ name, color: '#000000' }];
  let clock: ManualClock;
  let account: string;
  let requests: { readonly signal: AbortSignal; readonly answer: (labels: readonly ProjectLabel[]) => void }[];
  let columns: LabelColumns;
  beforeEach(() => {
    clock = new ManualClock();
    account = 'anna';
    requests = [];
    const gateway = {
      at: () => gateway,
      listLabels: (_: unknown, signal: AbortSignal) =>
        new Promise<readonly ProjectLabel[]>((answer) => requests.push({ signal, answer })),
      listBoardLabels: () => Promise.resolve([]),
    };
    const source = {
      tracker: () => ({ account: { key: account } }),
      issues: { scopeAccess: () => Promise.resolve({ gateway, scope: { kind: 'group' } }) },
    };
    columns = new LabelColumns(source as unknown as Pick<Synchronizer, 'issues' | 'tracker'>, clock);
  });
  afterEach(() => {
    columns.dispose();
  });
  /** Reads the titles, and waits until the request was sent, if there is one. */
  const read = async () => {
    const titles = columns.of('tracker');
    await clock.advance(0);
    return titles;
  };

  it('sends a request every five minutes at most', async () => {
    await clock.advance(60 * minute);
    await read();
    requests[0]?.answer(labels('bug'));
    for (const wait of [0, minute, 4 * minute]) {
      await clock.advance(wait);
      assert.deepEqual(await read(), ['bug']);
      assert.equal(requests.length, 1);
    }
    await clock.advance(1);
    await read();
    assert.equal(requests.length, 2);
  });

  it('has the colors of all labels, requests them once for a hover, and waits for the response', async () => {
    const colors = columns.colorsOf('tracker');
    const again = columns.colorsOf('tracker');
    await clock.advance(0);
    requests[0]?.answer([
      { name: 'bug', color: '#ff0000' },
      { name: 'old', color: '#00ff00', isArchived: true },
    ]);
    const expected = new Map([
      ['bug', '#ff0000'],
      ['old', '#00ff00'],
    ]);
    assert.deepEqual([await colors, await again, await columns.colorsOf('tracker')], [expected, expected, expected]);
    assert.equal(requests.length, 1);
  });

  it('R13: leaves out archived labels', async () => {
    await read();
    requests[0]?.answer([...labels('bug'), { name: 'old', color: '#000000', isArchived: true }]);
    await read();
    assert.deepEqual(await read(), ['bug']);
  });

  it('keeps the labels of the current account when an earlier request ends late', async () => {
    await read();
    account = 'ben';
    await read();
    requests[1]?.answer(labels('of ben'));
    assert.deepEqual(await read(), []);
    assert.deepEqual(await read(), ['of ben']);
    requests[0]?.answer(labels('of anna'));
    await clock.advance(0);
    assert.deepEqual(await read(), ['of ben']);
  });

  it('cancels its requests at its end', async () => {
    await read();
    columns.dispose();
    assert.equal(requests[0]?.signal.aborted, true);
  });
});
