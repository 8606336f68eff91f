import assert from 'node:assert/strict';
import { isBrokenConnection, networkError } from '../../../src/gitlab/networkError.ts';

const coded = (code: unknown, cause?: unknown) => Object.assign(new Error('failed', { cause }), { code });
const wrapped = (cause: unknown) => new TypeError('fetch failed', { cause });

describe('networkError', () => {
  const factsOf = (thrown: unknown) => {
    const { reason, facts } = networkError(thrown, { host: 'example.com' });
    return [reason, facts.code, facts.status];
  };

  it('has the code without Chromium’s prefix, and the status only of a proxy that asks for a password', () => {
    assert.deepEqual(factsOf(wrapped(coded('ECONNREFUSED'))), ['offline', 'ECONNREFUSED', undefined]);
    assert.deepEqual(factsOf(new TypeError('net::ERR_CERT_DATE_INVALID')), ['tls', 'CERT_DATE_INVALID', undefined]);
    assert.deepEqual(factsOf(new TypeError('net::ERR_PROXY_AUTH')), ['proxy', 'PROXY_AUTH', undefined]);
    assert.deepEqual(factsOf(wrapped(new Error('Proxy response (407) !== 200'))), ['proxy', '407 PROXY', 407]);
    assert.deepEqual(factsOf(wrapped(new Error('Proxy response (502) !== 200'))), ['proxy', '502 PROXY', undefined]);
    assert.equal(networkError(wrapped(coded('ECONNREFUSED')), { host: 'example.com' }).facts.host, 'example.com');
  });

  it('is offline without a code', () => {
    for (const thrown of [new TypeError('Failed to fetch'), 'text', undefined, wrapped(coded(7))]) {
      assert.deepEqual(factsOf(thrown), ['offline', undefined, undefined]);
      assert.equal('code' in networkError(thrown, { host: 'example.com' }).facts, false);
    }
  });

  it('has the innermost code, or that of the first of several addresses', () => {
    assert.equal(factsOf(coded('UND_ERR_SOCKET', coded('ECONNRESET')))[1], 'ECONNRESET');
    assert.equal(factsOf(coded('ECONNRESET', new Error('without a code')))[1], 'ECONNRESET');
    assert.equal(factsOf(coded('ECONNRESET', coded(7)))[1], 'ECONNRESET');
    const several = new AggregateError([coded('CERT_HAS_EXPIRED'), coded('ECONNREFUSED')]);
    assert.deepEqual(factsOf(wrapped(several)).slice(0, 2), ['tls', 'CERT_HAS_EXPIRED']);
  });

  it('reads five causes, and ends for an error that causes itself', () => {
    const nested = (depth: number): Error => (depth === 1 ? coded('ECONNRESET') : wrapped(nested(depth - 1)));
    assert.deepEqual(
      [5, 6].map((depth) => factsOf(nested(depth))[1]),
      ['ECONNRESET', undefined],
    );
    const circle = coded('EPIPE');
    circle.cause = circle;
    assert.equal(factsOf(circle)[1], 'EPIPE');
  });

  it('is a broken connection only if the request reached the server', () => {
    const isBroken = (code: string) => isBrokenConnection(networkError(coded(code), { host: 'example.com' }));
    const codes = ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'CONNECTION_RESET', 'CONNECTION_CLOSED', 'EMPTY_RESPONSE'];
    assert.deepEqual(
      codes.map(isBroken),
      codes.map(() => true),
    );
    assert.deepEqual(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET2'].map(isBroken), Array(4).fill(false));
  });
});
