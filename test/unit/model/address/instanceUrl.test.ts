import assert from 'node:assert/strict';
import { isPlainHttp, parseInstanceUrl, type InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';

describe('parseInstanceUrl', () => {
  const table: readonly (readonly [typed: string, expected: string | undefined])[] = [
    ['https://gitlab.com', 'https://gitlab.com'],
    ['https://gitlab.com/', 'https://gitlab.com'],
    ['gitlab.com', 'https://gitlab.com'],
    ['GitLab.com', 'https://gitlab.com'],
    ['  https://gitlab.example.com  ', 'https://gitlab.example.com'],
    ['gitlab.example.com:8443', 'https://gitlab.example.com:8443'],
    ['localhost:3000', 'https://localhost:3000'],
    ['https://gitlab.example.com:443/', 'https://gitlab.example.com'],
    ['http://gitlab.local', 'http://gitlab.local'],
    ['https://example.com/gitlab', 'https://example.com/gitlab'],
    ['https://example.com/gitlab/', 'https://example.com/gitlab'],
    ['https://example.com//gitlab//', 'https://example.com/gitlab'],
    ['https://example.com/gitlab/-/user_settings/personal_access_tokens', 'https://example.com/gitlab'],
    ['https://example.com/gitlab/users/sign_in', 'https://example.com/gitlab'],
    ['https://gitlab.example.com/api/v4', 'https://gitlab.example.com'],
    ['https://gitlab.com/group/project/-/issues/12', 'https://gitlab.com'],
    ['https://gitlab.com/group/project', 'https://gitlab.com'],
    ['https://user:secret@gitlab.example.com', 'https://gitlab.example.com'],
    ['https://gitlab.example.com?x=1#y', 'https://gitlab.example.com'],
    ['https://[::1]:8443/gitlab', 'https://[::1]:8443/gitlab'],
    ['', undefined],
    ['   ', undefined],
    ['ftp://gitlab.com', undefined],
    ['file:///etc', undefined],
    ['javascript:alert(1)', undefined],
    ['git@gitlab.com:group/project', undefined],
    ['not a url', undefined],
    ['https://', undefined],
  ];
  for (const [typed, expected] of table) {
    it(`${JSON.stringify(typed)} -> ${expected ?? 'refused'}`, () => {
      assert.equal(parseInstanceUrl(typed), expected);
    });
  }
});

describe('isPlainHttp', () => {
  it('is true for http over a network, and false on this computer', () => {
    const verdict = (url: string) => isPlainHttp(url as InstanceUrl);
    assert.equal(verdict('http://gitlab.local'), true);
    assert.equal(verdict('http://127.0.0.1.evil.test'), true);
    assert.equal(verdict('https://gitlab.local'), false);
    for (const here of ['http://127.0.0.1:8929', 'http://localhost:3000', 'http://[::1]', 'http://127.8.9.1'])
      assert.equal(verdict(here), false, here);
  });
});
