import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { InstanceSite } from '../../../../src/model/address/instanceBases.ts';
import type { InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';
import { readTrackerAddress, trackerKey, trackerText } from '../../../../src/model/address/trackerAddress.ts';

const com = 'https://gitlab.com' as InstanceUrl;
const own = 'https://example.com:8443/gitlab' as InstanceUrl;
const bare = 'https://example.com:8443' as InstanceUrl;
const sites = (...instances: InstanceUrl[]) => instances.map((instance) => ({ instance }));
const read = (text: string, here: InstanceUrl | undefined = com, signedInTo: readonly InstanceUrl[] = [com, own]) => {
  const address = readTrackerAddress(text, here, sites(...signedInTo));
  return address && `${address.instance} ${address.kind} ${address.path}`;
};

describe('readTrackerAddress', () => {
  it('reads a path as a project, a group, or assigned issues, on the given instance', () => {
    for (const [text, expected] of [
      ['group/app', 'project group/app'],
      ['/group/sub/app.git/', 'project group/sub/app'],
      ['groups/group/sub', 'group group/sub'],
      ['groups/group', 'group group'],
      ['group', 'group group'],
      ['@me', 'assigned @me'],
      ['dashboard/issues', 'assigned @me'],
      ['dashboard/work_items', 'assigned @me'],
    ] as const)
      assert.equal(read(text), `${com} ${expected}`, text);
    assert.equal(readTrackerAddress('group/app', undefined, sites(com)), undefined);
  });

  it('accepts the address of a page of an instance with an account', () => {
    for (const [text, expected] of [
      ['https://gitlab.com/group/app', `${com} project group/app`],
      ['https://gitlab.com/group/app/-/issues/12?x=1#note_3', `${com} project group/app`],
      ['https://gitlab.com/groups/group/sub/-/issues', `${com} group group/sub`],
      ['https://gitlab.com/dashboard/issues?assignee_username=me', `${com} assigned @me`],
      ['HTTPS://GitLab.com:443/group/app', `${com} project group/app`],
      ['https://example.com:8443/gitlab/group/app', `${own} project group/app`],
    ] as const)
      assert.equal(read(text), expected, text);
    assert.equal(
      read('https://example.com:8443/gitlab/group/app', com, [bare, own]),
      `${own} project group/app`,
      'the longest subpath fits best',
    );
  });

  it('C7, R15: reads the pages of work items, and no page of GitLab as a project or group', () => {
    for (const [text, expected] of [
      ['https://gitlab.com/dashboard/work_items?state=opened', `${com} assigned @me`],
      ['https://example.com:8443/gitlab/dashboard/work_items?state=opened', `${own} assigned @me`],
      ['https://gitlab.com/groups/group/sub/-/work_items/12', `${com} group group/sub`],
      ['https://gitlab.com/groups/group/-/work_items?state=opened', `${com} group group`],
      ['https://gitlab.com/group/app/-/work_items/12', `${com} project group/app`],
    ] as const)
      assert.equal(read(text), expected, text);
    const pages = ['dashboard', 'dashboard/projects', 'dashboard/merge_requests', 'explore/projects', 'explore/groups'];
    pages.push('admin/users', 'users/sign_in', 'help/user', 'search', 'projects/12', 'projects/new', '-/profile/keys');
    pages.push(
      '-/user_settings/profile',
      'groups',
      'oauth/authorize',
      'snippets/12',
      'api/v4/version',
      'groups/dashboard',
    );
    for (const page of pages) {
      assert.equal(read(`https://gitlab.com/${page}`), undefined, page);
      assert.equal(read(page), undefined, page);
    }
    assert.equal(read('https://gitlab.com/dashboards/app'), `${com} project dashboards/app`);
  });

  it('A01: reports for every other origin and subpath that there is no account', () => {
    for (const text of [
      'http://gitlab.com/group/app',
      'https://gitlab.com:444/group/app',
      'https://gitlab.com.evil.example/group/app',
      'https://evil.example/gitlab.com/group/app',
      'https://evilgitlab.com/group/app',
      'https://sub.gitlab.com/group/app',
      'https://gіtlab.com/group/app',
      'https://example.com/gitlab/group/app',
      'https://example.com:8443/group/app',
      'https://example.com:8443/gitlabx/group/app',
      'https://example.com:8443/gitlab/../group/app',
      'https://EXAMPLE.com:8443/GitLab/group/app',
    ]) {
      const address = readTrackerAddress(text, com, sites(com, own));
      assert.ok(address === undefined || ![com, own].includes(address.instance), text);
    }
  });

  it('A01: rejects what is designed to look like an address', () => {
    for (const text of [
      'https://gitlab.com@evil.example/group/app',
      'https://gitlab.com:pass@evil.example/group/app',
      'https://@gitlab.com/group/app',
      'https://evil.example\\@gitlab.com/group/app',
      'https:\\\\gitlab.com/group/app',
      'https://gitlab.com/group%2Fapp',
      'https://gitlab.com/group/\u202eapp',
      'https:gitlab.com/group/app',
      'ssh://git@gitlab.com/group/app',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'group/..',
      '../group/app',
      'group//app',
      'group/app name',
      'group/app?private_token=x/y',
      `group/${'a'.repeat(600)}`,
      '',
      ' ',
    ])
      assert.ok([undefined, `${com} project group/app`].includes(read(text)), text);
    assert.equal(read('https://gitlab.com@evil.example/group/app'), undefined);
    assert.equal(read('https:\\\\gitlab.com/group/app'), undefined);
  });

  it('accepts up to 500 characters', () => {
    assert.equal(read('group/'.padEnd(500, 'a')), `${com} project ${'group/'.padEnd(500, 'a')}`);
    assert.equal(read('group/'.padEnd(501, 'a')), undefined);
  });

  it('A01: never returns an account’s instance for an address of another origin, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.tuple(fc.string(), fc.webUrl()).map((parts) => parts.join('gitlab.com/')),
        ),
        (text) => {
          const address = readTrackerAddress(text, undefined, sites(com, own));
          if (!address || !URL.canParse(text.trim())) return;
          assert.equal(new URL(address.instance).origin, new URL(text.trim()).origin);
        },
      ),
    );
  });

  describe('C12: an instance whose web address is not that of its API', () => {
    const api = 'https://10.0.0.5' as InstanceUrl;
    const webAddress = 'https://git.example.org/sub' as InstanceUrl;
    const readAt = (text: string, others: readonly InstanceSite[] = []) => {
      const address = readTrackerAddress(text, undefined, [...others, { instance: api, webAddress }]);
      return address && `${address.instance} ${address.kind} ${address.path}`;
    };

    it('is found by both', () => {
      for (const base of [api, webAddress]) {
        assert.equal(readAt(`${base}/group/app/-/issues/3`), `${api} project group/app`);
        assert.equal(readAt(`${base}/groups/a/b`), `${api} group a/b`);
        assert.equal(readAt(`${base}/dashboard/issues`), `${api} assigned @me`);
      }
    });

    it('A01: has no other address, and can’t claim that of another instance', () => {
      for (const text of [
        'https://git.example.org/group/app',
        'http://git.example.org/sub/group/app',
        'https://git.example.org/subs/group/app',
        'https://git.example.org.evil.example/sub/group/app',
        'https://10.0.0.5:444/group/app',
      ])
        assert.ok(!readAt(text)?.startsWith(`${api} `), text);
      const instance = 'https://git.example.org' as InstanceUrl;
      assert.equal(readAt(`${webAddress}/group/app`, [{ instance }]), `${instance} project sub/group/app`);
    });

    it('A01: is found for no address of another origin, whatever is typed', () => {
      fc.assert(
        fc.property(
          fc.oneof(
            fc.webUrl(),
            fc.tuple(fc.webUrl(), fc.webUrl()).map(([at, path]) => at + new URL(path).pathname),
          ),
          (text) => {
            const origins = [api, webAddress].map((base) => new URL(base).origin);
            if (!origins.includes(new URL(text).origin)) assert.ok(!readAt(text)?.startsWith(`${api} `), text);
          },
        ),
      );
    });
  });

  it('reads what it writes', () => {
    for (const text of [
      'group/app',
      'groups/group',
      '@me',
      `${own}/group/app`,
      `${own}/groups/a/b`,
      `${own}/dashboard/issues`,
    ]) {
      const address = readTrackerAddress(text, com, sites(com, own));
      assert.ok(address);
      assert.equal(trackerText(address, com), text);
    }
    const keys = ['group/App', 'groups/group/app', '@me'].map((text) => {
      const address = readTrackerAddress(text, com, sites(com));
      return address && trackerKey(address);
    });
    assert.deepEqual(keys, [`${com}/group/app`, `${com}/groups/group/app`, `${com}/dashboard/issues`]);
  });
});
