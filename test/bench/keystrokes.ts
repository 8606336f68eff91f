import { systemClock } from '../../src/model/clock.ts';
import { IssueSearch } from '../../src/sync/issueSearch.ts';
import type { IssueStore } from '../../src/sync/issueStore.ts';
import type { BenchRow } from './benchRow.ts';
import { collectGarbage, median, percentile, threadWorkOf } from './measure.ts';

/** What people type, key by key: words of titles, a number, a label, a person, two words, and nothing that is there. */
const typed = [
  'basket',
  '#4711',
  '12345',
  'priority::1',
  '@anna',
  'search slow',
  'café',
  'nothing like it',
  'bug cart',
];
const rounds = 5;
const most = 16;

/** A keystroke in the search over all that is held, against a bare loop over as many strings. */
export function keystrokes(store: IssueStore, tracker: string): BenchRow {
  const issues = store.issues(tracker);
  const texts = issues.map(({ iid, title, labels, author, assignees }) =>
    [
      `#${iid} ${title}`,
      ...labels,
      ...[...assignees, ...(author ? [author] : [])].map(({ username, name }) => `${username} ${name}`),
    ]
      .join('\n')
      .toLowerCase(),
  );
  const search = new IssueSearch(store, systemClock);
  try {
    const first = threadWorkOf(() => search.find([tracker], 'b'));
    const times: number[] = [];
    const bare: number[] = [];
    let found = 0;
    for (let round = 0; round <= rounds; round++) {
      for (const text of typed) {
        collectGarbage();
        for (let length = 1; length <= text.length; length++) {
          const part = text.slice(0, length);
          const time = threadWorkOf(() => (found += search.find([tracker], part).length));
          const bareTime = threadWorkOf(() => (found += texts.filter((other) => other.includes(part)).length));
          if (round === 0) continue;
          times.push(time);
          bare.push(bareTime);
        }
      }
    }
    const slowest = percentile(times, 95);
    return {
      what: `a keystroke in the search over ${issues.length.toLocaleString('en')} issues, 95th percentile`,
      measured: `${slowest.toFixed(1)} ms, ${(slowest / percentile(bare, 95)).toFixed(2)}x a bare loop over as many strings`,
      bar: `under ${most} ms`,
      passed: found > 0 && slowest < most,
      figures: {
        issues: issues.length,
        keystrokes: times.length,
        percentile95: slowest,
        median: median(times),
        firstKeystroke: first,
        barePercentile95: percentile(bare, 95),
        bareMedian: median(bare),
      },
    };
  } finally {
    search.dispose();
  }
}
