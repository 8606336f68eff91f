import assert from 'node:assert/strict';
import { readCliConfig } from '../../../../src/host/node/readCliConfig.ts';

describe('readCliConfig', () => {
  const read = async (text: string): Promise<readonly string[]> =>
    (await readCliConfig(text)).map(({ instance, token }) => `${instance} ${token}`);

  it('reads the file that the GitLab CLI writes', async () => {
    const text = `# What protocol to use when performing Git operations. Supported values: ssh, https.
git_protocol: ssh
# Configuration specific for GitLab instances.
hosts:
    gitlab.com:
        # What protocol to use to access the API endpoint. Supported values: http, https.
        api_protocol: https
        # Configure host for API endpoint. Defaults to the host itself.
        api_host: gitlab.com
        # Your GitLab access token.
        token: !!null glpat-of-gitlab.com
        container_registry_domains: gitlab.com,gitlab.com:443,registry.gitlab.com
        custom_headers: []
    gitlab.example.com:8443:
        token: "glpat-in-quotes"
        user: mira
    git.example.com:
        api_protocol: http
        api_host: api.example.com:8080
        subfolder: gitlab
        token: glpat-plain
    empty.example.com:
        token:
    null.example.com:
        token: !!null ''
    oauth.example.com:
        is_oauth2: "true"
        token: !!null of-the-browser
last_update_check_timestamp: 2025-12-12T14:15:04Z
aliases:
    ci: pipeline ci
`;
    assert.deepEqual(await read(text), [
      'https://gitlab.com glpat-of-gitlab.com',
      'https://gitlab.example.com:8443 glpat-in-quotes',
      'http://api.example.com:8080/gitlab glpat-plain',
    ]);
  });

  it('sends no token to another host than the one that the file shows', async () => {
    const entry = (host: string): string => `hosts:\n  ${JSON.stringify(host)}:\n    token: t\n`;
    for (const host of [
      'gitlab.com@evil.example.com',
      'gitlab.com\\@evil.example.com',
      'gitlab.com?x',
      'a b',
      '',
      '//x',
    ])
      assert.deepEqual(await read(entry(host)), [], host);
    assert.deepEqual(await read(entry('https://gitlab.com')), ['https://gitlab.com t']);
    assert.deepEqual(await read(entry('[::1]:3000')), ['https://[::1]:3000 t']);
  });

  it('reads nothing from another file', async () => {
    const cases = [
      '',
      '[]',
      'hosts: 1',
      'hosts: []',
      'hosts: {a: 1}',
      'hosts:\n  a.com: {token: [t]}',
      '\u0000',
      'a: "',
      '{',
    ];
    for (const text of cases) assert.deepEqual(await read(text), [], text);
    const bomb = ['a: &a [x,x]', ...Array.from({ length: 20 }, (_, n) => `a${n}: &a${n} [*a,*a]`)].join('\n');
    assert.deepEqual(await read(`${bomb}\nhosts: *a`), []);
  });
});
