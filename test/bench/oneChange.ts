import type { Issue } from '../../src/model/issue.ts';
import { type IssueChanges, IssueStore } from '../../src/sync/store/issueStore.ts';
import type { BenchRow } from './benchRow.ts';
import { median } from './measure.ts';
import { benchProject } from './openWorld.ts';
import { SimulatedTime } from './simulatedTime.ts';

const small = 100;
const large = 10_000;
const changes = 600;
const warmUp = 100;
const most = 1.5;

/**
 * Changes one issue in a small and in a large project. Measures the work in the store, the requests, and the change
 * events.
 */
export async function oneChange(issues: readonly Issue[]): Promise<BenchRow[]> {
  const stores = { large: changing(issues.slice(0, large)), small: changing(issues.slice(0, small)) };
  const times = { large: [] as number[], small: [] as number[] };
  for (let change = 0; change < changes; change++) {
    for (const size of ['large', 'small'] as const) {
      coolDown();
      const time = stores[size]();
      if (change >= warmUp) times[size].push(time);
    }
  }
  const work = { large: median(times.large), small: median(times.small) };
  const ratio = work.large / work.small;
  return [
    {
      what: `Store and diff work for 1 changed issue, at ${large.toLocaleString('en')} compared to ${small} issues`,
      measured: `${ratio.toFixed(2)}x`,
      bar: `under ${most}x`,
      passed: ratio < most,
      figures: {
        ratio,
        microsecondsAtLarge: work.large * 1000,
        microsecondsAtSmall: work.small * 1000,
      },
    },
    await askedAndTold(),
  ];
}

/**
 * Creates a store with these issues. Each call of the returned function changes another issue, spread over the list,
 * and returns the milliseconds that the store needs to apply the change.
 */
function changing(issues: readonly Issue[]): () => number {
  const store = new IssueStore();
  store.apply('tracker', issues);
  let told = 0;
  store.onDidChange(({ added, changed, removed }) => (told += added.length + changed.length + removed.length));
  let next = 0;
  let count = 0;
  return () => {
    told = 0;
    count += 1;
    next = (next + 7919) % issues.length;
    const issue = issues[next];
    if (!issue) return Number.NaN;
    const answer = [{ ...issue, title: 'Changed', updatedAt: issue.updatedAt + count }];
    const started = performance.now();
    store.apply('tracker', answer);
    const time = performance.now() - started;
    if (told !== 1) throw new Error(`${told} rows were updated, not 1.`);
    return time;
  };
}

const otherMemory = new Uint8Array(32 * 1024 * 1024);

/**
 * Changes come about once a minute, and by then other programs have evicted our data from the CPU caches. Evicts it
 * here, too, for small and large stores alike.
 */
function coolDown(): void {
  for (let at = 0; at < otherMemory.length; at += 64) otherMemory[at] = (otherMemory[at] ?? 0) + 1;
}

async function askedAndTold(): Promise<BenchRow> {
  const requests: number[] = [];
  const told: string[] = [];
  for (const size of [small, large]) {
    const time = await SimulatedTime.start(size);
    try {
      const window = await time.open();
      await time.pass(3 * 66_000);
      const issue = window.store.issues(window.tracker)[size / 2];
      const events: IssueChanges[] = [];
      window.store.onDidChange((event) => events.push(event));
      window.answers.length = 0;
      time.gitlab.world.updateIssue(benchProject.id, issue?.iid ?? 0, { title: 'Changed by another user' });
      await time.pass(66_000);
      requests.push(window.answers.length);
      const rows = events.flatMap(({ added, changed, removed }) => [...added, ...changed, ...removed]);
      const isExact = rows.length === 1 && events[0]?.changed[0]?.id === issue?.id;
      told.push(isExact ? 'the changed one' : `${rows.length} rows`);
    } finally {
      await time.close();
    }
  }
  return {
    what: `Requests for 1 changed issue, at ${small} / ${large.toLocaleString('en')} issues; rows that are updated`,
    measured: `${requests.join(' / ')}; ${told.join(' / ')}`,
    bar: '1 / 1; only the changed one',
    passed: requests.every((count) => count === 1) && told.every((rows) => rows === 'the changed one'),
    figures: { requests, told },
  };
}
