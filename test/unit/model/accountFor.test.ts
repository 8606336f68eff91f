import assert from 'node:assert/strict';
import { type Account, accountFor, type AccountKind } from '../../../src/model/account.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';

const here = 'https://gitlab.example.com' as InstanceUrl;
const account = (kind: AccountKind, path = '', instance = here): Account => ({
  key: `${instance}|${kind}|${path}`,
  instance,
  kind,
  ...(path === '' ? {} : { boundTo: { id: 1, path } }),
  user: { id: 1, username: 'me', name: 'Me' },
  scopes: ['api'],
  serverVersion: '18.9.1-ee',
});
const personal = account('personal');
const ofApp = account('project', 'Group/App');
const ofGroup = account('group', 'group');
const ofSub = account('group', 'group/sub');
const all = [ofApp, ofGroup, ofSub, personal];

describe('accountFor', () => {
  it('selects the project’s own token, or else the nearest group’s, or else a personal one', () => {
    assert.equal(accountFor(all, here, 'group/app'), ofApp);
    assert.equal(accountFor(all, here, 'group/sub/x'), ofSub);
    assert.equal(accountFor(all, here, 'group/other'), ofGroup);
    assert.equal(accountFor(all, here, 'groups-of-mine/app'), personal);
  });

  it('selects a group’s own token or the token of a group above, and never a project token', () => {
    assert.equal(accountFor(all, here, 'GROUP', 'group'), ofGroup);
    assert.equal(accountFor(all, here, 'group/sub', 'group'), ofSub);
    assert.equal(accountFor(all, here, 'group/sub/deep', 'group'), ofSub);
    assert.equal(accountFor([ofApp, ofSub], here, 'group', 'group'), undefined);
    assert.equal(accountFor([account('project', 'group')], here, 'group', 'group'), undefined);
    assert.equal(accountFor([ofApp, ofSub, personal], here, 'group', 'group'), personal);
  });

  it('A01: uses only a personal token for assigned issues, and no token of another instance', () => {
    assert.equal(accountFor(all, here, '@me', 'assigned'), personal);
    assert.equal(accountFor([ofApp, ofGroup], here, '@me', 'assigned'), undefined);
    const elsewhere = 'https://gitlab.example.org' as InstanceUrl;
    for (const kind of ['project', 'group', 'assigned'] as const)
      assert.equal(accountFor(all, elsewhere, 'group/app', kind), undefined);
  });
});
