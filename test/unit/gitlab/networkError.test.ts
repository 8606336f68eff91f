import assert from 'node:assert/strict';
import type { GitLabErrorReason } from '../../../src/model/error/errorReason.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { selfSigned } from '../../gitlab/selfSignedCertificate.ts';
import { failure, transportTo } from './startTransport.ts';

const version = { method: 'GET', path: 'version' };

describe('network errors (D06, D10)', () => {
  it("distinguish a name that doesn't resolve from a port that rejects connections", async () => {
    const unknown = await failure(transportTo('https://gitlab.invalid').request(version));
    assert.equal(unknown.reason, 'offline');
    assert.match(unknown.message, /Couldn't find gitlab\.invalid/);
    const closed = await StandInGitLab.start({ projects: 1, issues: 1 });
    await closed.close();
    const refused = await failure(transportTo(closed.url).request(version));
    assert.equal(refused.reason, 'offline');
    assert.match(refused.message, /refused the connection/);
  });

  const codes: readonly (readonly [code: string, reason: GitLabErrorReason, words: RegExp])[] = [
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', /isn't trusted.*trust store/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls', /isn't trusted/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', /isn't trusted/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls', /isn't trusted/],
    ['CERT_HAS_EXPIRED', 'tls', /isn't currently valid/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', /different name/],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'tls', /isn't trusted/],
    ['net::ERR_CERT_DATE_INVALID', 'tls', /isn't currently valid/],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy', /http\.proxy/],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxy', /http\.proxy/],
    ['net::ERR_INTERNET_DISCONNECTED', 'offline', /Couldn't reach/],
    ['ENETUNREACH', 'offline', /Couldn't reach/],
    ['EAI_AGAIN', 'offline', /Couldn't find/],
    ['ETIMEDOUT', 'timeout', /didn't respond/],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', /didn't respond/],
  ];
  for (const [code, reason, words] of codes) {
    it(`map ${code} to ${reason}`, async () => {
      const cause = code.startsWith('net::') ? new TypeError(code) : Object.assign(new Error('x'), { code });
      const thrown = new TypeError('fetch failed', { cause });
      const error = await failure(
        transportTo('https://gitlab.example.com', { fetch: () => Promise.reject(thrown) }).request(version),
      );
      assert.equal(error.reason, reason);
      assert.match(error.message, words);
    });
  }

  it('recognize the 407 of a proxy', async () => {
    const inner = new Error('Proxy response (407) !== 200 when HTTP Tunneling');
    const thrown = new TypeError('fetch failed', { cause: new Error('other side closed', { cause: inner }) });
    const error = await failure(
      transportTo('https://gitlab.example.com', { fetch: () => Promise.reject(thrown) }).request(version),
    );
    assert.equal(error.reason, 'proxy');
    assert.match(error.message, /username and password/);
  });

  it("explain why a real certificate isn't trusted", async () => {
    const tls = await StandInGitLab.start({ projects: 1, issues: 1, tls: selfSigned });
    const error = await failure(transportTo(tls.url, { token: 'glpat-CANARY0123456789abcd' }).request(version));
    assert.equal(error.reason, 'tls');
    assert.equal(error.facts.code, 'DEPTH_ZERO_SELF_SIGNED_CERT');
    assert.equal(tls.requests.length, 0);
    await tls.close();
  });
});
