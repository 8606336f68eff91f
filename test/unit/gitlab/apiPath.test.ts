import assert from 'node:assert/strict';
import fc from 'fast-check';
import { staysInApi } from '../../../src/gitlab/apiPath.ts';

describe('A path below the URL of the API', () => {
  const inside = [
    'version',
    'version/',
    'projects/group%2Fproject/issues',
    'projects/group%2fsub%2Fproject.js/issues/1',
    'projects/1/uploads/0123/a..b%20c%25.png',
    'projects/1/uploads/0123/...png',
    'projects/1/uploads/0123/%23a;b.png',
    'groups/%E2%82%AC',
    'labels/a%252541',
  ];
  for (const path of inside) {
    it(`may be ${path}`, () => {
      assert.ok(staysInApi(path));
    });
  }

  const outside = [
    '',
    '/',
    '/version',
    '//example.com/version',
    'https://example.com/version',
    '..',
    '.',
    'projects/../issues',
    'projects/./issues',
    'projects//issues',
    'projects/..',
    'projects/%2e%2e/issues',
    'projects/.%2E/issues',
    'projects/%2E/issues',
    'projects/..%2f..%2fx',
    'projects/group%2F..%2Fissues',
    'projects/group%2F%2Fissues',
    'projects/%252e%252e%252fx',
    'projects/%25252e%25252e/x',
    'projects/%2525252525252e%2e/x',
    'projects/%25%32%65./x',
    'projects/..\\x',
    'projects/..%5cx',
    'projects/a\\..\\..\\x',
    'projects/..;/x',
    'projects/..;a=b/x',
    'projects/..%3b/x',
    'projects/.;/x',
    'labels/a%25252541',
    'projects/..%3fa',
    'projects/..%23a',
    'projects/a%00/x',
    'projects/a%0d%0ab',
    'projects/%c0%ae%c0%ae/x',
    'projects/..%c0%afx',
    'projects/%e0%80%ae%e0%80%ae/x',
    'projects/%f0%80%80%ae./x',
  ];
  for (const path of outside) {
    it(`S20, S21: may not be ${JSON.stringify(path)}`, () => {
      assert.equal(staysInApi(path), false);
    });
  }

  it('S20, S21: never climbs, in whatever spelling and however often it is encoded', () => {
    const spellings = (char: string) => {
      const hex = char.charCodeAt(0).toString(16);
      return fc.constantFrom(char, `%${hex}`, `%${hex.toUpperCase()}`, `%25${hex}`, `%2525${hex}`);
    };
    const climb = fc
      .tuple(spellings('.'), spellings('.'), fc.oneof(spellings('/'), spellings('\\')))
      .map((parts) => parts.join(''));
    const name = fc.stringMatching(/^[a-z0-9%._-]{1,8}$/).filter((text) => !/^\.+$/.test(text));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 3 }), climb, fc.array(name, { maxLength: 3 }), (before, up, after) => {
        assert.equal(staysInApi([...before, up + after.join('/')].join('/')), false);
      }),
      { numRuns: 500 },
    );
  });
});
