import assert from 'node:assert/strict';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import { transportTo } from './startTransport.ts';

const instance = 'https://gitlab.example.com/gitlab';
const token = 'glpat-CANARY0123456789abcd';

/** Redirect targets. Relative ones start at the requested URL. */
const targets = [
  'https://evil.example/gitlab/api/v4/version',
  'http://gitlab.example.com/gitlab/api/v4/version',
  'https://gitlab.example.com:8443/gitlab/api/v4/version',
  'https://gitlab.example.com@evil.example/gitlab/api/v4/version',
  'https://gitlab.example.com:x@evil.example/gitlab/api/v4/version',
  'https://gitlab.example.com.evil.example/gitlab/api/v4/version',
  'https://evil.example\\@gitlab.example.com/gitlab/api/v4/version',
  'https://evil.example#@gitlab.example.com/gitlab/api/v4/version',
  'https://evil.example?https://gitlab.example.com/gitlab/api/v4/',
  'https://gitlab.example.com./gitlab/api/v4/version',
  'https://GITLAB.example.com.evil.example/gitlab/api/v4/version',
  'https://gitlаb.example.com/gitlab/api/v4/version', // A Cyrillic a
  '//evil.example/gitlab/api/v4/version',
  '\\\\evil.example\\gitlab\\api\\v4\\version',
  '/\\evil.example/gitlab/api/v4/version',
  '/\t/evil.example/gitlab/api/v4/version',
  '/api/v4/version',
  '/gitlab/users/sign_in',
  '/gitlab/-/profile',
  '/gitlab/api/v3/version',
  '/gitlab/api/v4',
  '/gitlab/api/v4../version',
  '/gitlab/api/v4x/version',
  '/gitlab/api/v4/../../oauth/token',
  '/gitlab/api/v4/%2e%2e/%2e%2e/oauth/token',
  '/gitlab2/api/v4/version',
  '/GitLab/api/v4/version',
  '../../../../oauth/authorize',
  'ftp://gitlab.example.com/gitlab/api/v4/version',
  'javascript:alert(1)',
  'https://169.254.169.254/latest/meta-data/',
];
const statuses = [301, 302, 303, 307, 308];
const calls = {
  'a GET': { method: 'GET', path: 'version' },
  'a POST': { method: 'POST', path: 'projects/1/issues', body: '{}', contentType: 'application/json' },
  'a download': { method: 'GET', path: 'projects/1/uploads/2', mostBytes: 1000 },
} as const;

describe('The token during redirects (A03)', () => {
  /** Sends a request, redirects it to the target, and returns the URLs that receive the token. */
  const sentTo = async (call: keyof typeof calls, status: number, location: string) => {
    const requests: { url: string; hasToken: boolean; text: string }[] = [];
    const transport = transportTo(instance, {
      token,
      fetch: (input, init) => {
        const url = input as string;
        const headers = new Headers(init?.headers);
        requests.push({ url, hasToken: headers.has('authorization'), text: JSON.stringify([url, [...headers]]) });
        const isFirst = requests.length === 1;
        return Promise.resolve(
          isFirst
            ? new Response(null, { status, headers: { location } })
            : new Response('{}', { headers: { 'content-type': 'application/json' } }),
        );
      },
    });
    await transport.request(calls[call]).catch((error: unknown) => {
      assert.ok(GitLabError.is(error), String(error));
    });
    const [first, ...others] = requests;
    assert.ok(first?.hasToken);
    return others;
  };

  const cases = targets.flatMap((target) =>
    statuses.flatMap((status) =>
      Object.keys(calls).map((call) => [call as keyof typeof calls, status, target] as const),
    ),
  );

  it('is sent to no other address, whatever the target, the status, and the request', async () => {
    for (const [call, status, target] of cases)
      for (const { url, hasToken, text } of await sentTo(call, status, target.replace(/[^\t -~]/g, encodeURIComponent)))
        assert.ok(!hasToken && !text.includes(token), `${call}, ${status}, ${target}: ${url}`);
  });

  it('is sent again only for a GET within the API', async () => {
    for (const status of statuses) {
      const location = '/gitlab/api/v4/metadata';
      const sent = async (call: keyof typeof calls) =>
        (await sentTo(call, status, location)).map(({ url, hasToken }) => [url, hasToken]);
      assert.deepEqual(await sent('a GET'), [[`${instance}/api/v4/metadata`, true]]);
      assert.deepEqual(await sent('a POST'), []);
      assert.deepEqual(await sent('a download'), [[`${instance}/api/v4/metadata`, true]]);
    }
  });
});
