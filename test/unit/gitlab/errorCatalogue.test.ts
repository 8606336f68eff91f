import assert from 'node:assert/strict';
import type { GitLabErrorReason } from '../../../src/model/error/errorReason.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import { pointInTime } from '../../../src/model/time/pointInTime.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { ManualClock } from '../manualClock.ts';
import catalogue from './errorCatalogue.json' with { type: 'json' };
import { transportTo } from './startTransport.ts';

/** A row of errorCatalogue.json, with a response from GitLab and the message for it. See SOURCES.md. */
interface CatalogueCase {
  readonly case: string;
  readonly method: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON body. `text` is a body in any other format. */
  readonly body?: unknown;
  readonly text?: string;
  /** Omitted if the response isn't an error. Then `outcome` describes it. */
  readonly reason?: GitLabErrorReason;
  readonly sentence?: string;
  readonly outcome?: 'unchanged' | 'followed';
}

const token = 'glpat-CANARY0123456789abcd';

describe('error catalogue', () => {
  let gitlab: StandInGitLab;
  before(async () => {
    gitlab = await StandInGitLab.start({ projects: 1, issues: 1 });
  });
  after(() => gitlab.close());
  afterEach(() => {
    gitlab.clearFaults();
  });

  const rows = catalogue as readonly CatalogueCase[];

  it('has a sentence for each case, and a separate reason for each kind of problem', () => {
    for (const row of rows) assert.ok(row.outcome ?? (row.reason && row.sentence), row.case);
    assert.ok(new Set(rows.map(({ reason }) => reason)).size >= 9);
  });

  for (const row of rows) {
    it(`${row.status} ${row.case}`, async () => {
      const { host } = new URL(gitlab.url);
      const body = row.text ?? (row.body === null ? '' : JSON.stringify(row.body));
      const json: Record<string, string> =
        row.text === undefined && row.body !== null
          ? { 'Content-Type': 'application/json', 'X-Gitlab-Meta': '{}' }
          : {};
      const location = row.headers?.['Location']?.replace('<host>', gitlab.url);
      gitlab.addFault({
        path: '/api/v4/case',
        do: {
          kind: 'answer',
          status: row.status,
          headers: { ...json, ...row.headers, ...(location ? { Location: location } : {}) },
          body,
        },
      });
      gitlab.addFault({
        path: '/api/v4/projects/81',
        do: { kind: 'answer', status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"id":81}' },
      });

      const clock = new ManualClock();
      const answered = await clock.through(
        transportTo(gitlab.url, { token, clock }).request({ method: row.method, path: 'case' }),
      );
      const result: unknown = answered.status === 'fulfilled' ? answered.value : answered.reason;
      if (row.outcome) {
        assert.ok(!(result instanceof Error), String(result));
        const { unchanged, body: received } = result as { unchanged: boolean; body: unknown };
        assert.deepEqual([unchanged, received], row.outcome === 'unchanged' ? [true, null] : [false, { id: 81 }]);
        return;
      }
      assert.ok(GitLabError.is(result), String(result));
      const pause = result.facts.until === undefined ? '' : pointInTime(result.facts.until, result.facts.until);
      assert.deepEqual(
        {
          reason: result.reason,
          sentence: result.message.replaceAll(host, '{host}').replace(pause === '' ? '\u0000' : pause, '{time}'),
        },
        { reason: row.reason, sentence: row.sentence },
      );
      const everything = JSON.stringify([result.message, result.stack, result.facts]);
      assert.ok(!everything.includes('CANARY') && !everything.includes('<html'), everything);
    });
  }
});
