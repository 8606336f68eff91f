import assert from 'node:assert/strict';
import { checkToken, cleanToken } from '../../../src/accounts/checkToken.ts';
import { parseStored } from '../../../src/accounts/storedAccount.ts';
import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import { canBeRenewed, isFineGrained, isReadOnly } from '../../../src/model/account.ts';
import { can } from '../../../src/model/capabilities.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import { permissionsText } from '../../../src/model/text/permissionsText.ts';
import type { FaultAction } from '../../gitlab/http/fault.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import type { TokenName } from '../../gitlab/standInOptions.ts';
import { failure, transportTo } from '../gitlab/startTransport.ts';

describe('checkToken', () => {
  const servers = new Map<string, StandInGitLab>();
  before(async () => {
    servers.set('new', await StandInGitLab.start({ projects: 1, issues: 1, relativeRoot: '/gitlab' }));
    const externalUrl = 'https://git.example.org/sub';
    servers.set('elsewhere', await StandInGitLab.start({ projects: 1, issues: 1, externalUrl }));
    servers.set('old', await StandInGitLab.start({ projects: 1, issues: 1, version: '15.4.2-ee' }));
  });
  after(() => Promise.all([...servers.values()].map((server) => server.close())));

  afterEach(() => {
    servers.get('new')!.clearFaults();
  });

  const check = (server: string, name: TokenName) => {
    const gitlab = servers.get(server)!;
    return checkToken(
      new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens[name] })),
      gitlab.url as InstanceUrl,
    );
  };

  it('returns the owner, scopes, expiry, and instance of a token', async () => {
    const { url } = servers.get('new')!;
    const account = await check('new', 'personal');
    assert.equal(account.key, `${url}|personal|${account.user.id}`);
    assert.deepEqual([account.kind, account.scopes, account.serverVersion], ['personal', ['api'], '18.9.1-ee']);
    assert.match(account.expiresOn ?? '', /^\d{4}-\d{2}-\d{2}$/);
    assert.deepEqual((await check('new', 'personalReadApi')).scopes, ['read_api']);
  });

  it('C12: returns the address of the web pages if it is not that of the API, and never sends the token there', async () => {
    const gitlab = servers.get('elsewhere')!;
    const targets = new Set<string>();
    const recording: typeof fetch = (input, init) => {
      targets.add(new URL(input instanceof Request ? input.url : String(input)).origin);
      return fetch(input, init);
    };
    const instance = gitlab.url as InstanceUrl;
    for (const token of [gitlab.tokens.personal, gitlab.tokens.project]) {
      const account = await checkToken(
        new GitLabClient(transportTo(gitlab.url, { token, fetch: recording })),
        instance,
      );
      assert.deepEqual([account.instance, account.webAddress], [instance, 'https://git.example.org/sub']);
      assert.deepEqual(Object.keys(account.user).toSorted(), ['id', 'name', 'username']);
      assert.deepEqual(parseStored(JSON.stringify({ version: 1, token, account }))?.account, account);
    }
    assert.deepEqual([...targets], [new URL(gitlab.url).origin]);
    assert.equal('webAddress' in (await check('new', 'personal')), false);
  });

  it('R1: reads the edition of a server like gitlab.com, whose version has no "-ee"', async () => {
    const gitlab = servers.get('new')!;
    gitlab.setVersion('18.9.0-pre', 'ee');
    assert.equal(can(await check('new', 'personal'), 'weights'), true);
    gitlab.setVersion('18.9.0-pre', 'ce');
    assert.equal(can(await check('new', 'personal'), 'weights'), false);
    gitlab.setVersion('18.9.1-ee', 'ee');
  });

  const versionFaults: readonly FaultAction[] = [
    { kind: 'error', case: 'forbidden' },
    { kind: 'error', case: 'scope' },
    { kind: 'error', case: 'notFound' },
    { kind: 'html', page: 'waf' },
    { kind: 'html', page: 'notFound' },
    { kind: 'emptyBody' },
  ];
  for (const action of versionFaults)
    it(`R1: signs in without access to the version, and counts the edition as EE (${JSON.stringify(action)})`, async () => {
      const gitlab = servers.get('new')!;
      gitlab.addFault({ path: '/api/v4/version', do: action });
      const account = await check('new', 'personal');
      assert.deepEqual([account.serverVersion, account.edition, account.scopes], ['', undefined, ['api']]);
      assert.equal(can(account, 'severalAssignees'), true);
    });

  it('fails if the server can’t return the version for another reason, or if the token can’t read its user', async () => {
    const gitlab = servers.get('new')!;
    gitlab.addFault({ path: '/api/v4/version', do: { kind: 'error', case: 'internal' } });
    assert.equal((await failure(check('new', 'personal'))).reason, 'server');
    gitlab.clearFaults();
    gitlab.addFault({ do: { kind: 'html', page: 'signIn' } });
    assert.equal((await failure(check('new', 'personal'))).reason, 'notGitLab');
  });

  it('recognizes project and group tokens by their bots, with the project or group', async () => {
    const project = await check('new', 'project');
    assert.deepEqual([project.kind, project.boundTo?.path], ['project', 'tanuki-tools/web-shop']);
    const group = await check('new', 'group');
    assert.deepEqual([group.kind, group.boundTo?.path], ['group', 'tanuki-tools']);
  });

  describe('R3: works without scopes and expiry on a server before 15.5', () => {
    afterEach(() => {
      servers.get('old')!.setVersion('15.4.2-ee');
    });
    for (const version of ['13.12.15-ee', '15.0.5-ee', '15.1.6-ee', '15.4.2-ee'])
      for (const token of ['personal', 'project', 'admin'] as const)
        it(`${version}: ${token}`, async () => {
          servers.get('old')!.setVersion(version);
          const account = await check('old', token);
          assert.deepEqual([account.scopes, account.expiresOn, account.serverVersion], [[], undefined, version]);
          assert.deepEqual([isReadOnly(account), canBeRenewed(account)], [false, false]);
        });

    it('but not with a token that GitLab rejects everywhere', async () => {
      const gitlab = servers.get('old')!;
      const client = new GitLabClient(transportTo(gitlab.url, { token: 'glpat-unknown' }));
      assert.equal((await failure(checkToken(client, gitlab.url as InstanceUrl))).reason, 'auth');
    });
  });

  const refused: readonly (readonly [server: string, token: TokenName, reason: string, words: RegExp])[] = [
    ['new', 'expired', 'auth', /has expired/],
    ['new', 'revoked', 'auth', /was revoked/],
    ['new', 'blocked', 'forbidden', /blocked/],
    ['new', 'personalReadUser', 'scope', /insufficient scope \(read_user\).*'api'/],
    ['new', 'personalReadRepository', 'scope', /insufficient scope \(read_repository\)/],
    ['old', 'expired', 'auth', /has expired/],
    ['old', 'personalReadUser', 'scope', /insufficient scope/],
    ['old', 'personalReadRepository', 'scope', /insufficient scope/],
  ];
  for (const [server, token, reason, words] of refused) {
    it(`rejects ${token} on the ${server} server: ${reason}`, async () => {
      await assert.rejects(
        check(server, token),
        (error) => GitLabError.is(error) && error.reason === reason && words.test(error.message),
      );
    });
  }

  describe('checkToken accepts a fine-grained token with unknown permissions', () => {
    let gitlab: StandInGitLab;
    const self = '/api/v4/personal_access_tokens/self';
    const refusal = (description: string) => ({
      kind: 'answer' as const,
      status: 403,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ error: 'insufficient_granular_scope', error_description: description }),
    });
    const lacks = (permission: string, place = '') =>
      refusal(`Access denied: Your Personal Access Token lacks the required permissions: [${permission}]${place}.`);
    const checkGranular = () =>
      checkToken(
        new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal })),
        gitlab.url as InstanceUrl,
      );
    beforeEach(async () => {
      gitlab = await StandInGitLab.start({ projects: 1, issues: 1, version: '19.1.0-ee' });
      gitlab.world.tokens.get('personal')!.scopes = ['granular'];
    });
    afterEach(() => gitlab.close());

    it('with its expiry, and as neither read-only nor renewable', async () => {
      const account = await checkGranular();
      assert.deepEqual(account.scopes, ['granular']);
      assert.match(account.expiresOn ?? '', /^\d{4}-\d{2}-\d{2}$/);
      assert.deepEqual([isFineGrained(account), isReadOnly(account), canBeRenewed(account)], [true, false, false]);
    });

    it('R11: with its permissions, if the server reports them', async () => {
      const token = gitlab.world.tokens.get('personal')!;
      token.granularScopes = [
        { access: 'user', permissions: ['read_user'] },
        { access: 'selected_memberships', permissions: ['read_issue', 'create_note'], projectId: 101 },
        { access: 'selected_memberships', permissions: ['read_issue'], groupId: 10 },
      ];
      assert.equal((await checkGranular()).permissions, undefined);
      // GitLab first returned them only for a token by its ID.
      gitlab.setVersion('19.2.0-ee');
      assert.deepEqual((await checkGranular()).permissions, token.granularScopes);
      gitlab.setVersion('19.4.0-ee');
      const { permissions } = await checkGranular();
      assert.deepEqual(permissions, token.granularScopes);
      assert.equal(
        permissionsText(permissions),
        'read_user (user); read_issue, create_note (project 101); read_issue (group 10)',
      );
      // What isn't a permission in GitLab's words isn't shown.
      token.granularScopes = [{ access: 'user', permissions: ['read_user', '<b>', 'A B'] }];
      assert.deepEqual((await checkGranular()).permissions, [{ access: 'user', permissions: ['read_user'] }]);
    });

    it("that can't read itself", async () => {
      gitlab.addFault({ path: self, do: lacks('Personal Access Token: Read') });
      const account = await checkGranular();
      assert.deepEqual([account.scopes, account.expiresOn], [['granular'], undefined]);
    });

    it('unless it lacks a permission required for signing in, which the error names', async () => {
      gitlab.addFault({ path: '/api/v4/user', do: lacks('User: Read') });
      const { reason, message } = await failure(checkGranular());
      assert.equal(reason, 'scope');
      assert.match(message, /fine-grained access token for .* lacks a permission \(User: Read\)\. Add it on GitLab/);
    });

    it('and explains if no permission would help', async () => {
      gitlab.addFault({
        path: '/api/v4/user',
        do: refusal("Access denied: This operation doesn't support fine-grained personal access tokens"),
      });
      assert.match((await failure(checkGranular())).message, /doesn't support this with fine-grained access tokens/);
    });
  });

  it('A08: removes what copying adds to a token', () => {
    for (const text of [' glpat-x ', '\nglpat-x\r\n', '\u200bglpat-x\ufeff', 'Bearer glpat-x', ' bearer  glpat-x']) {
      assert.equal(cleanToken(text), 'glpat-x', JSON.stringify(text));
    }
  });

  it('C13: removes quotation marks around a token', () => {
    const marks = ['""', "''", '``', '“”', '‘’', '„“', '«»', '‹›', '<>'];
    for (const [opening, closing] of marks) {
      for (const text of [
        `${opening}glpat-x${closing}`,
        ` ${opening} glpat-x${closing}\r\n`,
        `Bearer ${opening}glpat-x${closing}`,
      ])
        assert.equal(cleanToken(text), 'glpat-x', JSON.stringify(text));
    }
    assert.equal(cleanToken('"Bearer glpat-x"'), 'glpat-x');
    assert.equal(cleanToken('glpat-a_B-9.01.x'), 'glpat-a_B-9.01.x');
  });
});
