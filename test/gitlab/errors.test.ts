import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault, FaultAction } from './http/fault.ts';
import { StandInGitLab } from './standInGitLab.ts';
import { answerOf, ask, noon, post, put, remove, type TestAnswer } from './testRequest.ts';

interface CatalogueCase {
  readonly case: string;
  readonly status: number;
  readonly body?: unknown;
  readonly body_text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const catalogue = JSON.parse(
  readFileSync(join(import.meta.dirname, 'contract/error-catalogue.json'), 'utf8'),
) as CatalogueCase[];

type Provoke = (standIn: StandInGitLab) => Promise<TestAnswer>;

/** Sets a fault, then sends a request. */
function fault(action: FaultAction): Provoke {
  return async (standIn) => {
    const spoil: Fault = { path: '/api/v4/projects/*', do: action };
    const removeFault = standIn.addFault(spoil);
    try {
      return await ask(standIn, '/projects/101/issues');
    } finally {
      removeFault();
    }
  };
}

/** Cases that a real state of the server causes. */
const provoked: Readonly<Record<string, Provoke>> = {
  'no token / unknown token': (s) => ask(s, '/user', { token: null, headers: { 'PRIVATE-TOKEN': 'glpat-unknown' } }),
  'expired token': (s) => ask(s, '/user', { token: 'expired' }),
  'revoked token': (s) => ask(s, '/user', { token: 'revoked' }),
  'read_api token on a write': (s) => ask(s, '/projects/101/issues', { token: 'personalReadApi', method: 'POST' }),
  'member without the role': (s) => ask(s, '/issues/101000001'),
  'user blocked/deactivated': (s) => ask(s, '/user', { token: 'blocked' }),
  'private or missing project': (s) => ask(s, '/projects/101', { token: 'outsider' }),
  'private or missing group': (s) => ask(s, '/groups/99'),
  'missing or hidden (confidential) issue on GET/PUT': (s) => ask(s, '/projects/101/issues/9999'),
  'notes/discussions of a missing issue': (s) => ask(s, '/projects/101/issues/9999/notes'),
  'unknown route': (s) => ask(s, '/no/such/route'),
  'bad enum': (s) => ask(s, '/projects/101/issues?state=x'),
  'bad type': (s) => ask(s, '/projects/101/issues/x'),
  'mutually exclusive': (s) => ask(s, '/projects/101/issues?milestone=a&milestone_id=None'),
  'offset above 50,000 where keyset exists': (s) => ask(s, '/projects?page=501&per_page=100'),
  'API v3': async (s) => {
    const response = await fetch(`${s.url}/api/v3/projects`);
    const text = await response.text();
    return answerOf(response.status, response.headers, text);
  },
  'renamed/moved project path, GET': async (s) => {
    s.world.updateProject(103, { path: 'gateway' });
    const answer = await ask(s, '/projects/tanuki-tools%2Fplatform%2Fapi-gateway');
    return {
      ...answer,
      text: answer.text.replace(`${s.url}/api/v4/projects/103`, 'https://gitlab.example.com/api/v4/projects/81'),
    };
  },
  'renamed/moved project path, non-GET': async (s) => {
    s.world.updateProject(103, { path: 'gateway' });
    return post(s, '/projects/tanuki-tools%2Fplatform%2Fapi-gateway/issues', { title: 'x' });
  },
  'issues disabled in project (create)': async (s) => {
    s.world.updateProject(101, { issuesAccess: 'disabled' });
    return post(s, '/projects/101/issues', { title: 'x' });
  },
  'missing issue on delete/move/clone/reorder': (s) => remove(s, '/projects/101/issues/9999'),
  'missing required param': (s) => post(s, '/projects/101/issues', {}),
  'empty title': (s) => put(s, '/projects/101/issues/1', { title: '' }),
  'title too long': (s) => put(s, '/projects/101/issues/1', { title: 'x'.repeat(256) }),
  'PUT with nothing': async (s) => {
    s.setVersion('18.9.1', 'ce');
    return put(s, '/projects/101/issues/1', {});
  },
  'DELETE with If-Unmodified-Since older than updated_at': (s) =>
    ask(s, '/projects/101/issues/1', {
      method: 'DELETE',
      token: 'admin',
      headers: { 'If-Unmodified-Since': 'Mon, 01 Jan 2001 00:00:00 GMT' },
    }),
  'reorder failed': (s) => put(s, '/projects/101/issues/1/reorder', { move_after_id: 1 }),
  'note validation': (s) => post(s, '/projects/101/issues/1/notes', { body: ' ' }),
  'resolving an unresolvable note': async (s) => {
    const { id, discussionId } = s.world.addNote(101, 1, { body: 'x' });
    return put(s, `/projects/101/issues/1/discussions/${discussionId}/notes/${id}`, { resolved: true });
  },
  'move to same project / no rights': (s) => {
    s.world.people.setRole(1, { groupId: 10 }, 10);
    return post(s, '/projects/101/issues/1/move', { to_project_id: 102 });
  },
  'label exists': (s) => post(s, '/projects/101/labels', { name: 'bug', color: '#ff0000' }),
  'issue link exists': async (s) => {
    const link = { target_project_id: 101, target_issue_iid: 2 };
    await post(s, '/projects/101/issues/1/links', link);
    return post(s, '/projects/101/issues/1/links', link);
  },
  'Rack::Attack throttle': async (s) => {
    s.setRateLimit({ limit: 1 });
    await ask(s, '/version');
    const answer = await ask(s, '/version');
    s.setRateLimit(undefined);
    return answer;
  },
};

/** Cases that only a fault causes. */
const faulted: Readonly<Record<string, Provoke>> = {
  'stale object / lock': fault({ kind: 'error', case: 'resourceLock' }),
  'issue with duplicate iid': fault({ kind: 'error', case: 'conflict' }),
  'application rate limit (issue/note creation, search)': fault({ kind: 'applicationLimit' }),
  'spam, with a CAPTCHA': fault({ kind: 'error', case: 'captcha' }),
  'spam, without a CAPTCHA': fault({ kind: 'error', case: 'spam' }),
  'unhandled exception': fault({ kind: 'error', case: 'internal' }),
  'Maintenance Mode, writes': fault({ kind: 'error', case: 'maintenance' }),
};

/** Cases of calls in other tests, and cases without an exact text in the catalogue (`<text>`, `...`). */
const elsewhere: readonly string[] = [
  // No body. See activity.test.ts.
  'already subscribed / unsubscribed / todo exists',
  'fine-grained PAT lacks permission (>=19.x)',
  'Gitaly overloaded',
  'workhorse/nginx: backend down',
  'deploy in progress',
  '/personal_access_tokens/self with OAuth/job token',
];

describe('Error catalogue', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 3 });
  });
  afterEach(() => standIn.close());

  it("is complete: every case is provoked here or belongs to a call that isn't simulated", () => {
    const covered = [...Object.keys(provoked), ...Object.keys(faulted), ...elsewhere].sort();
    assert.deepEqual(covered, catalogue.map((one) => one.case).sort());
  });

  for (const one of catalogue) {
    const provoke = provoked[one.case] ?? faulted[one.case];
    if (!provoke) continue;
    it(one.case, async () => {
      const answer = await provoke(standIn);
      assert.equal(answer.status, one.status);
      if (one.body_text !== undefined) {
        assert.equal(answer.text, one.body_text);
        assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
      } else {
        // GitLab names the type of parameter in the case's own example; ours is the list's.
        assert.deepEqual(answer.json, one.body);
        assert.equal(answer.headers.get('content-type'), 'application/json');
      }
      assert.equal(answer.headers.get('www-authenticate'), one.headers?.['WWW-Authenticate'] ?? null);
      assert.equal(answer.headers.get('etag'), null);
      assert.equal(answer.headers.get('cache-control'), 'no-cache');
      assert.match(answer.headers.get('x-gitlab-meta') ?? '', /^\{"correlation_id":"[0-9a-f]{32}","version":"1"\}$/);
      assert.ok(answer.headers.get('x-request-id'));
    });
  }

  it("returns HTML for a proxy in front of GitLab, without GitLab's headers", async () => {
    for (const [page, status] of [
      ['signIn', 200],
      ['badGateway', 502],
      ['deploy', 503],
      ['waf', 403],
      ['notFound', 404],
    ] as const) {
      const answer = await fault({ kind: 'html', page })(standIn);
      assert.equal(answer.status, status);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
      assert.equal(answer.headers.get('x-gitlab-meta'), null);
      assert.equal(answer.headers.get('access-control-allow-origin'), null);
    }
  });

  it('names every invalid parameter at once', async () => {
    const path = '/projects/101/issues?state=x&order_by=y&per_page=0&created_after=z&confidential=perhaps&author_id=me';
    assert.deepEqual((await ask(standIn, path)).json, {
      error:
        'state does not have a valid value, order_by does not have a valid value, author_id is invalid, ' +
        'created_after is invalid, confidential is invalid, per_page has a value not allowed',
    });
  });

  it("uses GitLab's words for the None/Any parameters, page, and per_page", async () => {
    for (const [query, error] of [
      ['assignee_id=x', "assignee_id should be an integer, 'None' or 'Any'"],
      ['per_page=-1', 'per_page does not have a valid value'],
      ['page=-1', 'page does not have a valid value'],
      ['page=x', 'page is invalid'],
      ['milestone_id=Never', 'milestone_id does not have a valid value'],
      ['assignee_id=1&assignee_username=a', 'assignee_id, assignee_username are mutually exclusive'],
      ['not[author_id]=1&not[author_username]=a', 'not[author_id], not[author_username] are mutually exclusive'],
      ['iids[0]=1', 'iids is invalid'],
    ])
      assert.deepEqual((await ask(standIn, `/projects/101/issues?${query ?? ''}`)).json, { error });
  });
});
