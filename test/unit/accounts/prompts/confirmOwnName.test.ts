import assert from 'node:assert/strict';
import { checkToken } from '../../../../src/accounts/checkToken.ts';
import { confirmOwnName, findPeople, type Connected } from '../../../../src/accounts/prompts/confirmOwnName.ts';
import { expectProject, expectProjectPath } from '../../../../src/accounts/expectProject.ts';
import { GitLabClient } from '../../../../src/gitlab/gitLabClient.ts';
import type { InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';
import { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import type { TokenName } from '../../../gitlab/standInOptions.ts';
import { failure, transportTo } from '../../gitlab/startTransport.ts';

const members = '/api/v4/projects/*/members/all';
const groupMembers = '/api/v4/groups/*/members/all';
const users = '/api/v4/users';
const webShop = 'tanuki-tools/web-shop';

describe('The user behind a bot token', () => {
  let gitlab: StandInGitLab;
  beforeEach(async () => {
    gitlab = await StandInGitLab.start({ relativeRoot: '/gitlab' });
  });
  afterEach(() => gitlab.close());

  const connect = async (name: TokenName): Promise<Connected & { client: GitLabClient }> => {
    const client = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens[name] }));
    return { client, account: await checkToken(client, gitlab.url as InstanceUrl) };
  };
  const refuse = (path: string) => gitlab.addFault({ path, do: { kind: 'error', case: 'forbidden' } });

  it('is selected from the members of a project or group, without bots and blocked users', async () => {
    for (const kind of ['project', 'group'] as const) {
      const { people, isPart } = await findPeople([await connect(kind)], '');
      const names = people.map(({ username }) => username);
      assert.ok(names.includes('mira.lindqvist') && names.includes('gus.guest'), kind);
      assert.ok(!names.includes('bea.blocked') && !names.some((name) => name.includes('_bot_')), kind);
      assert.deepEqual([names.length, isPart], [new Set(names).size, false]);
    }
  });

  it('is searched on the server, with a hint if there are more members', async () => {
    const project = gitlab.world.projectByPath(webShop)!;
    for (let number = 0; number < 120; number++) {
      const id = gitlab.world.nextId();
      const mira = gitlab.world.people.byUsername('mira.lindqvist')!;
      gitlab.world.people.users.set(id, { ...mira, id, username: `person${number}`, name: `Person ${number}` });
      gitlab.world.people.setRole(id, { projectId: project.id }, 20);
    }
    const connected = [await connect('project')];
    assert.equal((await findPeople(connected, '')).isPart, true);
    const found = await findPeople(connected, 'person117');
    assert.deepEqual([found.people.map(({ username }) => username), found.isPart], [['person117'], false]);
  });

  it('is selected from the members of several tokens, including those that can list theirs', async () => {
    const both = [await connect('project'), await connect('group')];
    const { people } = await findPeople(both, 'lindq');
    assert.deepEqual(
      people.map(({ username }) => username),
      ['mira.lindqvist'],
    );
    refuse(members);
    assert.equal((await findPeople(both, 'lindq')).people.length, 1);
    refuse(groupMembers);
    assert.equal((await failure(findPeople(both, 'lindq'))).reason, 'forbidden');
  });

  it("is accepted with a member's name in GitLab's spelling, and no other", async () => {
    for (const kind of ['project', 'group'] as const) {
      const connected = [await connect(kind)];
      assert.equal(await confirmOwnName(connected, ' @Mira.Lindqvist '), 'mira.lindqvist');
      const outsider = await failure(confirmOwnName(connected, 'odile.outside'));
      assert.deepEqual([outsider.reason, outsider.facts.detail], ['invalid', 'notMember']);
      assert.match(outsider.message, /@odile\.outside isn't a member of tanuki-tools.*\. Check the username/);
      for (const text of ['mira', 'bea.blocked', connected[0]!.account.user.username, 'a b', '', '../../user'])
        assert.equal((await failure(confirmOwnName(connected, text))).reason, 'invalid', text);
    }
  });

  it("is looked up if the token can't list members, and accepted unchecked if it can look up neither", async () => {
    const connected = [await connect('project')];
    refuse(members);
    assert.equal(await confirmOwnName(connected, 'odile.outside'), 'odile.outside');
    assert.match((await failure(confirmOwnName(connected, 'nobody'))).message, /The user @nobody wasn't found on/);
    refuse(users);
    assert.equal(await confirmOwnName(connected, 'nobody'), 'nobody');
  });

  it("isn't accepted while the server fails", async () => {
    const connected = [await connect('project')];
    gitlab.addFault({ path: members, do: { kind: 'html', page: 'signIn' } });
    assert.equal((await failure(confirmOwnName(connected, 'mira.lindqvist'))).reason, 'notGitLab');
  });

  it('is the owner of a personal token', async () => {
    const connected = [await connect('personal')];
    assert.equal(await confirmOwnName(connected, 'MIRA.lindqvist'), 'mira.lindqvist');
    assert.match(
      (await failure(confirmOwnName(connected, 'gus.guest'))).message,
      /belongs to @mira\.lindqvist, not to @gus\.guest/,
    );
  });

  it('needs a token for the expected project, or is rejected', async () => {
    const refusal = async (token: TokenName, path: string) => {
      const { client, account } = await connect(token);
      const error = await expectProject(client, account, path).then(
        () => undefined,
        (thrown: unknown) => thrown as Error & { facts: { detail?: string } },
      );
      return error?.facts.detail;
    };
    const table: readonly (readonly [TokenName, path: string, detail: string | undefined])[] = [
      ['project', webShop, undefined],
      ['project', 'Tanuki-Tools/Web-Shop', undefined],
      ['project', 'tanuki-tools/mobile-app', 'otherProject'],
      ['project', 'no/such', 'otherProject'],
      ['group', webShop, undefined],
      ['group', 'tanuki-tools/platform/api-gateway', undefined],
      ['group', 'no/such', 'project'],
      ['personal', webShop, undefined],
      ['personal', 'tanuki-tools/secret', 'project'],
      ['outsider', webShop, 'project'],
    ];
    for (const [token, path, detail] of table) assert.equal(await refusal(token, path), detail, `${token} ${path}`);
    const project = gitlab.world.projectByPath(webShop)!;
    gitlab.world.updateProject(project.id, { path: 'shop' });
    assert.equal(await refusal('project', webShop), undefined, 'by its old path');
  });

  it('A01: reads the path of a project, or its URL on exactly this instance', () => {
    const instance = gitlab.url as InstanceUrl;
    for (const text of [webShop, `${gitlab.url}/${webShop}`, `${gitlab.url}/${webShop}.git`, ` ${webShop}/-/issues/3 `])
      assert.equal(expectProjectPath(text, { instance }), webShop);
    const { origin } = new URL(gitlab.url);
    for (const text of [
      '',
      'web-shop',
      `${origin}/${webShop}`,
      `https://gitlab.com/${webShop}`,
      `${gitlab.url}.evil/a/b`,
    ])
      assert.throws(() => expectProjectPath(text, { instance }), /isn't a project on/, text);
  });
});
