import { wholeActivity } from '../../src/model/page/pageActivity.ts';
import { OpenIssue } from '../../src/sync/page/openIssue.ts';
import type { BenchRow } from './benchRow.ts';
import { SimulatedTime } from './simulatedTime.ts';

const pages = 8;
const mostInFlight = 4;
/** The refresh and the search, the two requests of the page in front, and then those of the others. */
const expected = 'user, user, front, front';
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };

/** Measures in what order the requests are sent if the user opens many issues, refreshes, and searches at once. */
export async function manyRequests(): Promise<BenchRow> {
  const time = await SimulatedTime.start(100);
  try {
    const window = await time.open();
    const { issues } = window.synchronizer;
    // Loads the project, which all of them need.
    await issues.scopeAccess(window.tracker);
    time.gitlab.addFault({ do: { kind: 'delay', ms: 20 } });
    window.sent.length = 0;
    const shown = window.store.issues(window.tracker).slice(0, pages);
    const opened = shown.map((issue, index) => {
      const source = async () => {
        const { gateway, project } = await issues.projectAccess(window.tracker, issue);
        return { gateway: gateway.at(() => (index === pages - 1 ? 'visible' : 'hidden')), project };
      };
      return new OpenIssue(issue, {
        source,
        held: () => window.store.get(window.tracker, issue.id),
        send: () => Promise.reject(new Error('Sends nothing.')),
        onDidRead: () => undefined,
        loadLabels: () => Promise.resolve(),
        activity: () => wholeActivity,
        eventKinds: () => ['label', 'state', 'milestone', 'weight', 'iteration'],
        clock: time.clock,
        log: silent,
      });
    });
    const work = opened.map((page) => page.read());
    // The hidden pages are first, and use all turns.
    while (window.sent.length < mostInFlight) await new Promise((resolve) => setImmediate(resolve));
    const refresh = window.synchronizer.refresh();
    const { gateway, scope } = await issues.scopeAccess(window.tracker);
    const request = {
      state: 'all',
      orderBy: 'updated_at',
      sort: 'desc',
      search: 'crash',
      page: 1,
      perPage: 20,
    } as const;
    await Promise.all([refresh, gateway.listIssues(scope, request)]);
    await Promise.all(work);
    const front = `/issues/${shown[pages - 1]?.iid ?? 0}`;
    const kinds = window.sent.slice(mostInFlight).map((url) => {
      if (!/issues\/\d|graphql/.test(url)) return 'user';
      return url.includes(front) ? 'front' : 'behind';
    });
    // A refresh and the page in front send their next requests after a response.
    const order = kinds.slice(0, 4).join(', ');
    for (const page of opened) page.dispose();
    return {
      what: `${pages} issue pages, then a refresh and a search at once: requests at a time, and the first ones that waited`,
      measured: `${window.mostPending}; ${order}`,
      bar: `at most ${mostInFlight}; ${expected}`,
      passed: window.mostPending <= mostInFlight && order === expected,
      figures: { mostInFlight: window.mostPending, order: kinds, requests: window.sent.length },
    };
  } finally {
    await time.close();
  }
}
