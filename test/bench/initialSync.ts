import pLimit from 'p-limit';
import { CacheFolder } from '../../src/host/node/cacheFolder.ts';
import { systemClock } from '../../src/model/time/clock.ts';
import { Cleanup } from '../host/cleanup.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import type { BenchRow } from './benchRow.ts';
import { BenchWindow } from './benchWindow.ts';
import { type GitLabProcess, startGitLabProcess } from './gitLabProcess.ts';
import { compare, timeOf } from './measure.ts';
import { benchProject } from './openWorld.ts';
import { peers } from './peers.ts';

const issues = 10_000;
const pages = issues / 100;
const inFlight = 4;
const mostTimes = 1.3;
const mostRequests = 103;

/**
 * Compares the first sync of a large project with just fetching its pages. A second row compares an hour of polling
 * with refetching the list every minute.
 */
export async function initialSync(): Promise<BenchRow[]> {
  const gitlab = await startGitLabProcess(issues);
  const cleanup = new Cleanup();
  try {
    let requests = 0;
    const ours = async () => {
      const files = new CacheFolder({ fsPath: temporaryFolder(cleanup, 'bench') }, 'cache');
      const window = new BenchWindow({ ...gitlab, files, clock: systemClock });
      await window.fill();
      if (window.store.count(window.tracker) !== issues) throw new Error('The fill lost some.');
      requests = Math.max(requests, window.answers.length);
      window.close();
    };
    const { ratio, ...milliseconds } = await compare(7, ours, () => fetchPages(gitlab), timeOf);
    const row = {
      what: `First load of ${issues.toLocaleString('en')} issues, compared to fetching the same pages with bare fetch, ${inFlight} at a time`,
      measured: `${ratio.toFixed(2)}x, ${requests} requests`,
      bar: `at most ${mostTimes}x and ${mostRequests} requests`,
      passed: ratio <= mostTimes && requests <= mostRequests,
      figures: { ratio, requests, milliseconds: milliseconds.ours, bareMilliseconds: milliseconds.theirs },
    };
    return [row, await peers(await fetchPages(gitlab))];
  } finally {
    await cleanup.run();
    await gitlab.close();
  }
}

/**
 * Fetches and parses all pages of open issues, then discards them.
 * @returns the number of bytes
 */
async function fetchPages({ url, token }: GitLabProcess): Promise<number> {
  const limit = pLimit(inFlight);
  const list = `${url}/api/v4/projects/${benchProject.id}/issues?state=opened&order_by=created_at&sort=desc&per_page=100`;
  const sizes = Array.from({ length: pages }, (_, index) =>
    limit(async () => {
      const response = await fetch(`${list}&page=${index + 1}`, { headers: { Authorization: `Bearer ${token}` } });
      await response.json();
      return Number(response.headers.get('content-length'));
    }),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
