import assert from 'node:assert/strict';
import { chooseProxy, type ProxySettings } from '../../../../src/model/connection/proxyChoice.ts';

const none: ProxySettings = { proxy: '', support: 'override', noProxy: [], environment: {} };
const byEnvironment = (environment: ProxySettings['environment']) => ({ ...none, environment });
const https = 'https://git.example.com';

describe('chooseProxy', () => {
  const table: readonly (readonly [what: string, settings: ProxySettings, address: string, expected: string])[] = [
    ['nothing set', none, https, 'direct'],
    ['an empty setting', { ...none, proxy: '  ' }, https, 'direct'],
    ['the setting', { ...none, proxy: 'http://p:8080' }, https, 'proxy http.proxy http p 8080'],
    ['a setting without scheme', { ...none, proxy: 'p:8080' }, https, 'proxy http.proxy http p 8080'],
    ['the usual port', { ...none, proxy: 'https://p' }, https, 'proxy http.proxy https p 443'],
    ['a SOCKS proxy', { ...none, proxy: 'socks5://p' }, https, 'proxy http.proxy socks5 p 1080'],
    ['IPv6', { ...none, proxy: 'http://[::2]:3128' }, https, 'proxy http.proxy http ::2 3128'],
    ['nonsense', { ...none, proxy: 'http://a b' }, https, 'unreadable http.proxy'],
    ['the environment', byEnvironment({ HTTPS_PROXY: 'p:1' }), https, 'proxy HTTPS_PROXY http p 1'],
    ['only HTTP_PROXY', byEnvironment({ http_proxy: 'p:1' }), https, 'proxy http_proxy http p 1'],
    ['both', { ...byEnvironment({ HTTPS_PROXY: 'e:1' }), proxy: 's:2' }, https, 'proxy http.proxy http s 2'],
    ['support off', { ...none, proxy: 'p:1', support: 'off' }, https, 'off'],
    ['this computer', { ...none, proxy: 'p:1' }, 'http://127.0.0.1:3000', 'loopback'],
    ['this computer by IPv6', { ...none, proxy: 'p:1' }, 'http://[::1]:3000', 'loopback'],
    [
      'the setting of exceptions',
      { ...none, proxy: 'p:1', noProxy: ['example.com'] },
      https,
      'excepted http.noProxy example.com',
    ],
    ['another ending', { ...none, proxy: 'p:1', noProxy: ['ple.com'] }, https, 'proxy http.proxy http p 1'],
    [
      'a dot before',
      byEnvironment({ HTTPS_PROXY: 'p:1', NO_PROXY: 'x, .Example.com' }),
      https,
      'excepted NO_PROXY .Example.com',
    ],
    [
      'a star before',
      byEnvironment({ HTTPS_PROXY: 'p:1', no_proxy: '*.example.com' }),
      https,
      'excepted no_proxy *.example.com',
    ],
    ['everything', byEnvironment({ HTTPS_PROXY: 'p:1', NO_PROXY: '*' }), https, 'excepted NO_PROXY *'],
    [
      'its port',
      byEnvironment({ HTTPS_PROXY: 'p:1', NO_PROXY: 'git.example.com:443' }),
      https,
      'excepted NO_PROXY git.example.com:443',
    ],
    [
      'another port',
      byEnvironment({ HTTPS_PROXY: 'p:1', NO_PROXY: 'git.example.com:80' }),
      https,
      'proxy HTTPS_PROXY http p 1',
    ],
    ['an empty entry', byEnvironment({ HTTPS_PROXY: 'p:1', NO_PROXY: ',' }), https, 'proxy HTTPS_PROXY http p 1'],
  ];
  for (const [what, settings, address, expected] of table) {
    it(`${what}: ${expected}`, () => {
      const { way, ...more } = { ...chooseProxy(address, settings) };
      const { hasPassword = false, source = '', ...rest } = more as Record<string, unknown>;
      assert.equal(hasPassword, false);
      assert.equal([way, source, ...Object.values(rest)].filter((part) => part !== '').join(' '), expected);
    });
  }

  it('D09: returns no username and no password', () => {
    const choice = chooseProxy(https, { ...none, proxy: 'http://me:hunter2@p:8080' });
    assert.ok('hasPassword' in choice && choice.hasPassword);
    assert.doesNotMatch(JSON.stringify(choice), /me|hunter2/);
  });
});
