import assert from 'node:assert/strict';
import type { Account } from '../../../src/model/account.ts';
import { ownName, readOwnNames, readUsername, withOwnName } from '../../../src/model/identity.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';

const example = 'https://example.com/gitlab' as InstanceUrl;
const account = (kind: Account['kind'], instance = example): Account => ({
  key: 'k',
  instance,
  kind,
  user: { id: 1, username: kind === 'personal' ? 'ada' : `${kind}_7_bot_0f`, name: 'A' },
  scopes: ['api'],
  serverVersion: '18.9.1',
});

describe('the user behind “me”', () => {
  it('is the account’s own user with a personal token, and the user from the setting with a bot token', () => {
    const names = readOwnNames({ [example]: 'grace' });
    assert.deepEqual(
      (['personal', 'project', 'group'] as const).map((kind) => ownName(account(kind), names)),
      ['ada', 'grace', 'grace'],
    );
    assert.equal(ownName(account('project'), readOwnNames(undefined)), undefined);
  });

  it('A01: applies to exactly one instance, in any spelling of its address', () => {
    const names = readOwnNames({ 'Example.com/gitlab/': 'grace' });
    assert.equal(ownName(account('project'), names), 'grace');
    for (const other of [
      'https://example.com',
      'https://example.com:8443/gitlab',
      'http://example.com/gitlab',
      'https://evil.example.com/gitlab',
      'https://example.com/gitlab2',
    ]) {
      assert.equal(ownName(account('project', other as InstanceUrl), names), undefined, other);
    }
  });

  it('prefers the entry with the exact spelling of the instance', () => {
    const [a, b] = [
      { [`${example}/`]: 'other', [example]: 'grace' },
      { [example]: 'grace', [`${example}/`]: 'other' },
    ];
    assert.deepEqual([readOwnNames(a).get(example), readOwnNames(b).get(example)], ['grace', 'grace']);
  });

  it('S: ignores everything else in the setting', () => {
    for (const value of [undefined, null, 5, 'ada', [example, 'ada'], { [example]: 5 }, { [example]: { a: 'b' } }])
      assert.equal(readOwnNames(value).size, 0, JSON.stringify(value));
    for (const name of [
      '',
      ' ',
      '@',
      'a b',
      '../x',
      'a/b',
      '$(alert)',
      '-ada',
      'ada.',
      'project_1_bot_0f',
      'group_1_bot',
    ])
      assert.equal(readOwnNames({ [example]: name }).size, 0, name);
    assert.equal(readOwnNames({ 'javascript:alert(1)': 'ada', 'no host': 'ada' }).size, 0);
    assert.equal(readOwnNames(JSON.parse('{"__proto__":{"a":"b"}}')).size, 0);
  });

  it('is a username that GitLab allows, with or without @', () => {
    assert.deepEqual([' @ada.lovelace ', 'ada_l', '_ada', 'Ada-2', 'projectbot'].map(readUsername), [
      'ada.lovelace',
      'ada_l',
      '_ada',
      'Ada-2',
      'projectbot',
    ]);
  });

  it('is added to the setting beside other entries, once for an instance', () => {
    const old = { 'https://gitlab.com': 'ada', 'example.com/gitlab': 'old', odd: 5 };
    assert.deepEqual(withOwnName(old, example, 'grace'), { 'https://gitlab.com': 'ada', odd: 5, [example]: 'grace' });
    assert.deepEqual(withOwnName('nonsense', example, 'grace'), { [example]: 'grace' });
  });
});
