import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CacheFolder } from '../../src/host/node/cacheFolder.ts';
import { systemClock } from '../../src/model/time/clock.ts';
import type { Issue } from '../../src/model/issue.ts';
import { IssueStore } from '../../src/sync/store/issueStore.ts';
import { MirrorCache } from '../../src/sync/cache/mirrorCache.ts';
import type { BenchRow } from './benchRow.ts';
import { compare } from './measure.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const most = 2;
const judged = 10_000;

/** Compares reading the cache from disk into a store with just parsing the same JSON. */
export async function cacheReading(all: readonly Issue[], folder: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const count of [1_000, judged, all.length]) rows.push(await readingOf(all.slice(0, count), folder));
  return rows;
}

async function readingOf(issues: readonly Issue[], parent: string): Promise<BenchRow> {
  const fsPath = join(parent, String(issues.length));
  mkdirSync(fsPath);
  const files = new CacheFolder({ fsPath }, 'cache');
  const open = () => new MirrorCache(files, systemClock, silent).open('account', 'tracker');
  const project = { id: 1, path: 'a/b', name: 'b', webUrl: 'https://example.com/a/b', issuesEnabled: true };
  const cursor = { since: 0, asOf: 1, recheckedAt: 1 };
  const snapshot = { scope: { ...project, archived: false }, issues, cursor, ranges: [] };
  await open().issues.save({ changed: [], removed: [], cursor }, () => snapshot);
  const [file] = await files.list();
  const text = JSON.stringify(issues);

  let kept: unknown;
  const ours = async () => {
    const store = new IssueStore();
    const read = await open().issues.load();
    store.apply('tracker', read?.issues ?? []);
    if (store.issues('tracker').length !== issues.length) throw new Error('The cache lost some.');
    kept = store;
  };
  const theirs = () => {
    kept = JSON.parse(text);
  };
  const { ours: milliseconds, ratio } = await compare(issues.length > judged ? 7 : 15, ours, theirs);
  if (kept === undefined) throw new Error('Nothing was read.');
  const isJudged = issues.length === judged;
  return {
    what: `Cache read to store ready, ${issues.length.toLocaleString('en')} issues, compared to JSON.parse of the same issues`,
    measured: `${ratio.toFixed(2)}x`,
    ...(isJudged ? { bar: `at most ${most}x` } : {}),
    passed: !isJudged || ratio <= most,
    figures: { issues: issues.length, ratio, milliseconds, bytes: file?.size ?? 0, bytesOfJson: text.length },
  };
}
