import assert from 'node:assert/strict';
import type { CertificateFacts, ConnectionFacts } from '../../../../src/model/connection/connectionFacts.ts';
import type { ConnectionStep, StepName } from '../../../../src/model/connection/connectionReport.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import type { InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';
import { networkSteps } from '../../../../src/model/connection/networkSteps.ts';
import { serverSteps } from '../../../../src/model/connection/serverSteps.ts';

const host = 'git.example.com';
const certificate: CertificateFacts = {
  subject: host,
  issuer: 'Example Authority',
  names: ['DNS:git.example.com', 'DNS:www.example.com'],
  validFrom: '2026-01-01',
  validTo: '2027-01-01',
  fingerprint: 'AA:BB',
};
const good: ConnectionFacts = {
  instance: `https://${host}` as InstanceUrl,
  now: Date.UTC(2026, 5, 1),
  proxy: { way: 'direct' },
  target: { host, port: 443 },
  addresses: { found: ['192.0.2.1', '2001:db8::1'] },
  port: { found: 12 },
  certificate: { found: certificate },
  trust: { systemCertificates: true, strict: true },
  answer: { error: new GitLabError('auth', { host, status: 401 }), isMarked: true },
  accounts: [],
  projects: [],
  remotes: 'ready',
};

function steps(change: Partial<ConnectionFacts>): ConnectionStep[] {
  const facts = { ...good, ...change };
  const below = networkSteps(facts);
  return [
    ...below,
    ...serverSteps(
      facts,
      below.some(({ verdict }) => verdict === 'failed'),
    ),
  ];
}
function step(name: StepName, change: Partial<ConnectionFacts>): string {
  const { verdict, found, fix } = steps(change).find((each) => each.name === name)!;
  return `${verdict}: ${found}${fix === undefined ? '' : ` -> ${fix}`}`;
}
const tls = (code: string) => ({ error: new GitLabError('tls', { host, code }), isMarked: false });

describe('the steps of a connection check', () => {
  it('are all successful if everything works', () => {
    assert.deepEqual(
      steps({}).filter(({ verdict }) => verdict === 'failed'),
      [],
    );
    assert.match(step('proxy', {}), /^passed: No proxy is set in 'http\.proxy' or HTTPS_PROXY/);
    assert.match(step('name', {}), /^passed: git\.example\.com resolves to 192\.0\.2\.1, 2001:db8::1\.$/);
    assert.match(
      step('certificate', {}),
      /^passed: Issued to git\.example\.com by Example Authority, valid until 2027-01-01, SHA-256 fingerprint AA:BB\.$/,
    );
  });

  const distrusted = [
    ['CERT_HAS_EXPIRED', /because it has expired .* -> .*renew it, and check this computer's clock/],
    ['CERT_NOT_YET_VALID', /isn't valid until 2026-01-01 .* -> Check this computer's clock/],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      /issued only for DNS:git\.example\.com, DNS:www\.example\.com .* -> Use one of these names/,
    ],
    [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      /its certificate authority isn't trusted .* the certificate authority Example Authority to the operating system's trust store/,
    ],
    ['SELF_SIGNED_CERT_IN_CHAIN', /its certificate authority isn't trusted on this computer/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /it's self-signed.* add this certificate to the operating system's trust store/],
    ['CERT_AUTHORITY_INVALID', /its certificate authority isn't trusted on this computer/],
    [
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      /requires a client certificate .* -> This extension doesn't support client certificates/,
    ],
    ['CERT_REVOKED', /It isn't trusted \(CERT_REVOKED\)/],
  ] as const;
  for (const [code, words] of distrusted) {
    it(`D10: explain the certificate error ${code}`, () => {
      const told = step('certificate', { answer: tls(code) });
      assert.match(told, /^failed: /);
      assert.match(told, words);
    });
  }

  it('C11: isolate the names in a certificate from what is beside them', () => {
    const [name, isolated] = ['\u202eדנה', '\u2068דנה\u2069'];
    const found = { found: { ...certificate, subject: name, issuer: name, names: [`DNS:${name}`] } };
    const of = (code: string) => step('certificate', { certificate: found, answer: tls(code) });
    assert.ok(
      step('certificate', { certificate: found }).includes(`Issued to ${isolated} by ${isolated}, valid until`),
    );
    assert.ok(of('ERR_TLS_CERT_ALTNAME_INVALID').includes(`only for \u2068DNS:דנה\u2069 (ERR_TLS`));
    assert.ok(of('UNABLE_TO_VERIFY_LEAF_SIGNATURE').includes(`the certificate authority ${isolated} to the`));
  });

  it('D10: rely on VS Code’s own request if Node trusts fewer certificate authorities', () => {
    const found = { found: { ...certificate, distrust: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } };
    assert.match(step('certificate', { certificate: found }), /^passed: Issued to [^>]*$/);
    const lax = { systemCertificates: true, strict: false };
    assert.match(step('certificate', { certificate: found, trust: lax }), /-> .*'http\.proxyStrictSSL' setting is off/);
    const timeout = { error: new GitLabError('timeout', { host }), isMarked: false };
    assert.match(step('certificate', { certificate: found, answer: timeout }), /^failed: /);
  });

  it('D09: rely on VS Code’s own request if the operating system has a proxy', () => {
    const [, name] = networkSteps({ ...good, addresses: { code: 'ENOTFOUND' } });
    assert.match(
      `${name?.verdict ?? ''}: ${name?.found ?? ''}`,
      /^skipped: Direct access failed \(ENOTFOUND\), but VS Code can connect/,
    );
    assert.match(step('port', { port: { code: 'ETIMEDOUT' } }), /^skipped: Direct access failed \(ETIMEDOUT\)/);
  });

  it('D09: name the setting of a proxy that rejects the request', () => {
    const answer = { error: new GitLabError('proxy', { host, code: '407 PROXY', status: 407 }), isMarked: false };
    const proxy = {
      way: 'proxy',
      source: 'http.proxy',
      protocol: 'http',
      host: 'p',
      port: 1,
      hasPassword: false,
    } as const;
    const told = step('proxy', { answer, proxy, certificate: { code: 'PROXY_407' } });
    assert.match(
      told,
      /^failed: http\.proxy routes requests through http:\/\/p:1\. It rejected .*407.* -> .*'http\.proxy'/,
    );
    assert.match(step('certificate', { answer, proxy, certificate: { code: 'PROXY_407' } }), /^skipped: .*PROXY_407/);
    assert.match(step('gitlab', { answer, proxy }), /^skipped: /);
  });

  it('report that no response arrived if everything below works', () => {
    const answer = { error: new GitLabError('timeout', { host }), isMarked: false };
    assert.match(
      step('gitlab', { answer }),
      /^failed: The server accepts connections but didn't respond \(timeout\)\. -> .*didn't respond in time/,
    );
    assert.deepEqual(steps({ answer }).filter(({ verdict }) => verdict === 'failed').length, 1);
    const port = { code: 'ETIMEDOUT' };
    assert.match(step('gitlab', { answer, port }), /^skipped: /);
    assert.match(step('port', { answer, port }), /^failed: .*\(ETIMEDOUT\)\. -> .*didn't respond in time/);
  });

  it('report a server that only looks like GitLab', () => {
    assert.match(
      step('gitlab', { answer: { ...good.answer, isMarked: false } }),
      /don't include the X-Gitlab-Meta header/,
    );
  });

  it('warn about an unencrypted address, but not on this computer', () => {
    const plain = { instance: 'http://git.example.com' as InstanceUrl };
    assert.match(step('certificate', plain), /^skipped: .*isn't encrypted .* -> .* Use an https:\/\/ address/);
    assert.doesNotMatch(step('certificate', { instance: 'http://localhost:3000' as InstanceUrl }), /->/);
  });

  it('lead to what solves the problem', () => {
    const account = {
      key: 'key',
      instance: good.instance,
      kind: 'personal',
      user: { id: 1, username: 'mira', name: 'Mira' },
      scopes: ['api'],
      serverVersion: '18.9.1-ee',
    } as const;
    const soon = '2026-06-06';
    const actionOf = (name: StepName, change: Partial<ConnectionFacts>) =>
      steps(change).find((each) => each.name === name)?.action;
    const ofToken = (change: object, error?: GitLabError) =>
      actionOf('token', { accounts: [{ account: { ...account, ...change }, ...(error ? { error } : {}) }] });
    const { instance } = good;

    assert.deepEqual(actionOf('token', {}), { kind: 'signIn', instance });
    assert.deepEqual(ofToken({}, new GitLabError('auth', { host, detail: 'revoked' })), { kind: 'signIn', instance });
    assert.equal(ofToken({}, new GitLabError('server', { host })), undefined);
    assert.equal(ofToken({}), undefined);
    assert.deepEqual(ofToken({ scopes: ['read_api'] }), { kind: 'upgrade', instance });
    assert.deepEqual(ofToken({ expiresOn: soon }), { kind: 'renew' });
    assert.deepEqual(ofToken({ expiresOn: soon, scopes: ['read_api'] }), { kind: 'upgrade', instance });
    assert.deepEqual(ofToken({ expiresOn: soon, serverVersion: '15.11.0' }), { kind: 'signIn', instance });

    const better = `https://${host}/gitlab` as InstanceUrl;
    const elsewhere = { error: new GitLabError('notFound', { host, status: 404 }), isMarked: false };
    assert.deepEqual(actionOf('address', { answer: elsewhere, betterAddress: better }), {
      kind: 'signIn',
      instance: better,
    });
    assert.deepEqual(actionOf('project', { remotes: 'untrusted' }), { kind: 'trust' });
    const missing = { path: 'a/b', error: new GitLabError('notFound', { host, detail: 'project' }) };
    assert.deepEqual(actionOf('project', { projects: [missing] }), { kind: 'chooseSource' });
    const offTrust = { trust: { systemCertificates: false, strict: true } };
    assert.deepEqual(actionOf('certificate', { answer: tls('SELF_SIGNED_CERT_IN_CHAIN'), ...offTrust }), {
      kind: 'setting',
      name: 'http.systemCertificates',
    });
    const proxy = { way: 'unreadable', source: 'http.proxy' } as const;
    assert.deepEqual(actionOf('proxy', { proxy }), { kind: 'setting', name: 'http.proxy' });
    assert.equal(actionOf('proxy', { proxy: { ...proxy, source: 'HTTPS_PROXY' } }), undefined);
  });
});
