import { systemClock } from '../../src/model/time/clock.ts';
import { IssueSearch } from '../../src/sync/search/issueSearch.ts';
import type { IssueStore } from '../../src/sync/store/issueStore.ts';
import type { BenchRow } from './benchRow.ts';
import { collectGarbage, median, percentile, threadWorkOf } from './measure.ts';

/**
 * Searches that people type key by key: title words, numbers, a label, a person, two words, and text without a match.
 */
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
/** Searches with typos or missing letters. */
const mistyped = [
  'baskte',
  'serach slow',
  'srch',
  'notificaton faled',
  'crsh',
  'checkuot',
  'qwertyuiop',
  'chekout pge brken',
];
const rounds = 5;
/** The number of results that the box shows. */
const mostShown = 100;
const most = 16;

/** Measures one keystroke in the search over all loaded issues, for exact matches and for similar ones. */
export function keystrokes(store: IssueStore, tracker: string): readonly BenchRow[] {
  return [
    timed(store, tracker, 'Keystroke in the search', typed),
    timed(store, tracker, 'Keystroke with a typing error', mistyped),
  ];
}

/** Compares the search with a bare loop over the same number of strings. */
function timed(store: IssueStore, tracker: string, what: string, words: readonly string[]): BenchRow {
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
    const first = threadWorkOf(() => search.find([tracker], 'b', mostShown));
    // Search in the same two steps as the box.
    const key = (part: string) => {
      const matches = search.find([tracker], part, mostShown);
      return (matches.length > 0 ? matches : search.findSimilar([tracker], part, mostShown)).length;
    };
    const similar = words.filter((text) => search.find([tracker], text, 1).length === 0 && key(text) > 0).length;
    const times: number[] = [];
    const bare: number[] = [];
    let found = 0;
    for (let round = 0; round <= rounds; round++) {
      for (const text of words) {
        collectGarbage();
        for (let length = 1; length <= text.length; length++) {
          const part = text.slice(0, length);
          const time = threadWorkOf(() => (found += key(part)));
          const bareTime = threadWorkOf(() => (found += texts.filter((other) => other.includes(part)).length));
          if (round === 0) continue;
          times.push(time);
          bare.push(bareTime);
        }
      }
    }
    const slowest = percentile(times, 95);
    return {
      what: `${what} over ${issues.length.toLocaleString('en')} issues, 95th percentile`,
      measured: `${slowest.toFixed(1)} ms, ${(slowest / percentile(bare, 95)).toFixed(2)}x a bare loop over the same number of strings`,
      bar: `under ${most} ms`,
      passed: found > 0 && slowest < most && (words !== mistyped || similar > 0),
      figures: {
        issues: issues.length,
        keystrokes: times.length,
        foundSimilar: similar,
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
