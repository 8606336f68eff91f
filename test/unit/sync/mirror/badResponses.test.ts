import assert from 'node:assert/strict';
import { Random } from '../../../gitlab/seed/random.ts';
import { badAnswers, badKinds } from '../../badAnswers.ts';
import { ManualClock } from '../../manualClock.ts';
import { runs, seed } from '../../testRuns.ts';
import { MirrorHarness } from '../mirrorHarness.ts';

const day = 25 * 60 * 60_000;

interface Case {
  readonly what: string;
  readonly request: string;
  readonly url: RegExp;
  /** Whether the mirror sends it once a day only. */
  readonly isDaily: boolean;
}

/** The requests of the mirror. */
const cases: readonly Case[] = [
  {
    what: 'the list of changes',
    request: 'projects/:id/issues',
    url: /\/issues\?.*order_by=updated_at/,
    isDaily: false,
  },
  { what: 'the count', request: 'projects/:id/issues_statistics', url: /\/issues_statistics/, isDaily: false },
  { what: 'the project', request: 'projects/:id', url: /\/projects\/[^/?]+$/, isDaily: true },
  { what: 'the comparison', request: 'projects/:id/issues', url: /\/issues\?.*state=opened/, isDaily: true },
];

describe('The mirror, after a bad response', () => {
  let mirror: MirrorHarness;
  let random: Random;
  let changes = 0;
  beforeEach(async () => {
    const clock = new ManualClock();
    random = new Random(seed);
    mirror = await MirrorHarness.start({ projects: 1, issues: 40, now: () => clock.now() }, clock);
    await mirror.fill();
  });
  afterEach(() => mirror.close());

  /** Changes an issue on the server, so that a poll isn't answered with 304. */
  const change = (at = 0) => {
    const { world } = mirror.gitlab;
    const [projectId] = world.projects.keys();
    const issue = world.issues(projectId!).filter(({ state }) => state === 'opened')[at];
    changes += 1;
    world.updateIssue(projectId!, issue!.iid, { title: `Title ${changes}` });
  };
  const tracker = () => mirror.synchronizer.trackers[0]!;
  const idsOf = (issues: MirrorHarness['held']) => issues.map(({ iid }) => iid);

  const refresh = async (isDaily: boolean) => {
    if (isDaily) mirror.clock.jump(day);
    await mirror.synchronizer.refresh().catch(() => undefined);
  };

  for (const { what: response, request, url, isDaily } of cases)
    for (const kind of badKinds)
      it(`to ${response} keeps its issues, names the request, and is right after a good one: ${kind}`, async () => {
        const host = new URL(mirror.gitlab.url).host;
        for (let run = 0; run < runs(4, 40); run += 1) {
          change();
          const before = idsOf(mirror.held);
          let what = 'nothing';
          mirror.respond = async (response, sent) => {
            const text = await response.clone().text();
            const [bad] = url.test(sent) && response.status === 200 ? random.sample(badAnswers(kind, text), 1) : [];
            if (!bad) return response;
            what = bad.what;
            const headers = new Headers(response.headers);
            headers.set('content-type', bad.contentType);
            headers.delete('content-length');
            return new Response(bad.text(), { status: 200, headers });
          };
          await refresh(isDaily);
          assert.deepEqual(idsOf(mirror.held), before, what);
          const { error } = tracker();
          if (error) assert.ok(error.message.includes(`${host} (GET ${request})`), `${what}: ${error.message}`);
          else assert.ok(!/HTML|empty/.test(kind), what);
          mirror.respond = (response) => response;
          await refresh(isDaily);
          assert.equal(tracker().error?.message, undefined, what);
          assert.deepEqual(mirror.held, mirror.onServer, what);
        }
      });

  it('to a list of many changes reads them again', async () => {
    const { world } = mirror.gitlab;
    const [projectId] = world.projects.keys();
    const issues = [...world.issues(projectId!)].sort((a, b) => a.state.localeCompare(b.state)).reverse();
    for (const { iid } of issues) {
      world.updateIssue(projectId!, iid, { title: `Changed ${iid}` });
      mirror.clock.jump(10_000);
    }
    mirror.respond = async (response, sent) => {
      if (!sent.includes('order_by=updated_at')) return response;
      const rows = (await response.json()) as Record<string, unknown>[];
      const [first] = issues;
      const bad = rows.map((row) => (row['iid'] === first?.iid ? { ...row, id: String(row['id']) } : row));
      return Response.json(bad, { headers: response.headers });
    };
    await refresh(false);
    mirror.respond = (response) => response;
    await refresh(false);
    assert.deepEqual(mirror.held, mirror.onServer);
  });

  for (const isDaily of [false, true])
    it(`in which a part of an issue is unreadable reads it again, ${isDaily ? 'once a day' : 'with the changes'}`, async () => {
      for (const part of [{ labels: null }, { labels: [7] }, { assignees: 'no one' }, { assignees: [{ id: 7 }] }]) {
        change(1);
        mirror.clock.jump(60_000);
        change();
        mirror.respond = async (response, sent) => {
          if (!sent.includes('/issues?') || response.status !== 200) return response;
          const rows = (await response.json()) as readonly object[];
          return Response.json(
            rows.map((row) => ({ ...row, ...part })),
            { headers: response.headers },
          );
        };
        await refresh(isDaily);
        mirror.respond = (response) => response;
        await refresh(isDaily);
        assert.deepEqual(mirror.held, mirror.onServer, JSON.stringify(part));
      }
    });
});
