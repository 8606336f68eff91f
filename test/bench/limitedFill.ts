import type { BenchRow } from './benchRow.ts';
import { SimulatedTime } from './simulatedTime.ts';

const projects = 3;
const issues = 4_300;
const perMinute = 100;
const minute = 60_000;
/** All pages, and for each project a look-up, the changes since the first page, and a count. */
const leastRequests = projects * (issues / 100 + 3);
const mostTimes = 1.05;
const longest = 20;

/**
 * Counts the requests of the first load of several large projects on a server with a rate limit. If the server reports
 * the limit, the window is also closed for a minute while it loads.
 */
export async function limitedFill(): Promise<BenchRow[]> {
  return [await fill('all'), await fill('refusals')];
}

/** @param headers the responses in which the server reports the limit. */
async function fill(headers: 'all' | 'refusals'): Promise<BenchRow> {
  const time = await SimulatedTime.start(issues, projects);
  try {
    const { gitlab, clock } = time;
    gitlab.setRateLimit({ limit: perMinute, headers });
    const start = clock.elapsed();
    if (headers === 'all') {
      const closed = time.create();
      closed.show();
      await time.pass(minute / 2);
      await closed.synchronizer.flush();
      closed.close();
      time.windows.length = 0;
      await clock.advance(minute);
    }
    const window = time.create();
    window.show();
    await time.pass(0);
    while (!window.isComplete && clock.elapsed() - start < longest * minute) await time.pass(minute / 6);
    const held = window.synchronizer.trackers.reduce((sum, { key }) => sum + window.store.count(key), 0);
    if (held !== projects * issues) throw new Error(`The fill holds ${held} issues.`);
    const { requests } = gitlab;
    const refused = requests.filter(({ status }) => status === 429).length;
    const answered = requests.length - refused;
    const ratio = answered / leastRequests;
    // Before the first refusal, the limit is unknown.
    const known = headers === 'all' ? 0 : (requests.findLast(({ status }) => status === 429)?.at ?? 0) + minute;
    const times = requests.map(({ at }) => at).filter((at) => at >= known);
    const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + minute).length));
    const minutes = Math.ceil((clock.elapsed() - start) / minute);
    return {
      what: `First load of ${projects} x ${issues.toLocaleString('en')} issues at ${perMinute} requests a minute, ${
        headers === 'all' ? 'with a restart' : 'reported only in refusals'
      }`,
      measured: `${answered} requests (${ratio.toFixed(2)}x), ${refused} refused, at most ${most} in a minute, ${minutes} minutes`,
      bar: `at most ${mostTimes}x and ${perMinute / 2} in a minute once the limit is known`,
      passed: ratio <= mostTimes && most <= perMinute / 2 && (headers === 'refusals' || refused === 0),
      figures: { requests: answered, ratio, refused, most, minutes },
    };
  } finally {
    await time.close();
  }
}
