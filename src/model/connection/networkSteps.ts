import * as l10n from '@vscode/l10n';
import { type CertificateFacts, type ConnectionFacts, type Probe, wasReached } from './connectionFacts.ts';
import type { ConnectionStep } from './connectionReport.ts';
import { GitLabError } from '../error/gitLabError.ts';
import { instanceLabel, isPlainHttp } from '../instanceUrl.ts';

/**
 * What is below GitLab: proxy, name, port, certificate. What VS Code's own request came to has the last word, for it may
 * know a proxy and authorities of the operating system that an extension cannot see.
 */
export function networkSteps(facts: ConnectionFacts): ConnectionStep[] {
  return [proxyStep(facts), nameStep(facts), portStep(facts), certificateStep(facts)];
}

function proxyStep({ proxy, answer: { error } }: ConnectionFacts): ConnectionStep {
  const name = 'proxy';
  const found = proxyFound(proxy);
  if (error?.reason === 'proxy')
    return {
      name,
      verdict: 'failed',
      found: `${found} ${l10n.t('It refused the request ({0}).', codeOf(error))}`,
      fix: error.message,
    };
  if (proxy.way === 'unreadable')
    return { name, verdict: 'failed', found, fix: l10n.t('Write it as http://proxy.example.com:8080.') };
  return { name, verdict: 'passed', found };
}

function proxyFound(proxy: ConnectionFacts['proxy']): string {
  switch (proxy.way) {
    case 'direct':
      return l10n.t(
        'None is set, neither "http.proxy" in VS Code nor HTTPS_PROXY in the environment. One of the operating system may still apply.',
      );
    case 'loopback':
      return l10n.t('None applies, because the address is this computer.');
    case 'off':
      return l10n.t('None applies, because the setting "http.proxySupport" is "off".');
    case 'excepted':
      return l10n.t('None applies, because {0} excepts "{1}".', proxy.source, proxy.entry);
    case 'unreadable':
      return l10n.t('{0} holds no address of a proxy.', proxy.source);
    case 'proxy': {
      const address = `${proxy.protocol}://${proxy.host}:${proxy.port}`;
      return proxy.hasPassword
        ? l10n.t('{0} sends requests through {1}, with a user name or password.', proxy.source, address)
        : l10n.t('{0} sends requests through {1}.', proxy.source, address);
    }
  }
}

function nameStep(facts: ConnectionFacts): ConnectionStep {
  const name = 'name';
  const { addresses, target } = facts;
  if ('found' in addresses)
    return {
      name,
      verdict: 'passed',
      found: addresses.found.includes(target.host)
        ? l10n.t('{0} is an address already.', target.host)
        : l10n.t('{0} has the address {1}.', target.host, addresses.found.join(', ')),
    };
  if (wasReached(facts.answer)) return { name, verdict: 'skipped', found: otherWay(addresses.code) };
  return {
    name,
    verdict: 'failed',
    found: l10n.t('{0} has no address ({1}).', target.host, addresses.code),
    fix: fixOf(facts, addresses.code),
  };
}

function portStep(facts: ConnectionFacts): ConnectionStep {
  const name = 'port';
  const { port, target } = facts;
  if (!port) return { name, verdict: 'skipped', found: l10n.t('Skipped, because the name has no address.') };
  const where = `${target.host}:${target.port}`;
  if ('found' in port)
    return { name, verdict: 'passed', found: l10n.t('{0} takes connections ({1} ms).', where, port.found) };
  if (wasReached(facts.answer)) return { name, verdict: 'skipped', found: otherWay(port.code) };
  return {
    name,
    verdict: 'failed',
    found: l10n.t('{0} takes no connection ({1}).', where, port.code),
    fix: fixOf(facts, port.code),
  };
}

function otherWay(code: string): string {
  return l10n.t(
    'Not from here ({0}), but VS Code gets through: it uses a proxy of the operating system. Nothing to do.',
    code,
  );
}

function fixOf({ proxy, target, instance }: ConnectionFacts, code: string): string {
  if (proxy.way === 'proxy') return l10n.t('Check the proxy in {0}, or ask who runs it.', proxy.source);
  const host = code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? target.host : instanceLabel(instance);
  return new GitLabError(code === 'ETIMEDOUT' ? 'timeout' : 'offline', { host, code }).message;
}

function certificateStep(facts: ConnectionFacts): ConnectionStep {
  const name = 'certificate';
  const { instance, certificate, port, answer } = facts;
  if (instance.startsWith('http:')) {
    const found = l10n.t('None, because the address begins with http: nothing is encrypted.');
    return isPlainHttp(instance)
      ? {
          name,
          verdict: 'skipped',
          found,
          fix: l10n.t('Use the https address if the server has one: others on the network can read the token.'),
        }
      : { name, verdict: 'skipped', found };
  }
  const refused = answer.error?.reason === 'tls' ? answer.error : undefined;
  const known = certificate && 'found' in certificate ? certificate.found : undefined;
  const distrust = refused ? codeOf(refused) : wasReached(answer) ? undefined : known?.distrust;
  if (distrust !== undefined)
    return {
      name,
      verdict: 'failed',
      found: [known && description(known), whyNot(distrust, known)].filter((part) => part !== undefined).join(' '),
      fix: howToTrust(distrust, known, facts),
    };
  if (known) return { name, verdict: 'passed', found: description(known), ...unchecked(facts, known) };
  if (wasReached(answer))
    return { name, verdict: 'passed', found: l10n.t('VS Code trusts it. It could not be read here.') };
  if (!certificate)
    return {
      name,
      verdict: 'skipped',
      found:
        port && 'found' in port
          ? l10n.t('Skipped, because this kind of proxy hides it.')
          : l10n.t('Skipped, because there is no connection.'),
    };
  return handshakeFailed(facts, certificate);
}

function handshakeFailed({ proxy, instance }: ConnectionFacts, certificate: Probe<CertificateFacts>): ConnectionStep {
  const code = 'code' in certificate ? certificate.code : '';
  const name = 'certificate';
  if (code.startsWith('PROXY_'))
    return { name, verdict: 'skipped', found: l10n.t('Skipped, because the proxy lets nobody through ({0}).', code) };
  return {
    name,
    verdict: 'failed',
    found: l10n.t('The encrypted connection did not come about ({0}).', code),
    fix:
      proxy.way === 'proxy'
        ? l10n.t('Check the proxy in {0}, or ask who runs it.', proxy.source)
        : l10n.t(
            'Check whether {0} really speaks https on this port, and whether a firewall or a VPN ends the connection.',
            instanceLabel(instance),
          ),
  };
}

function description({ subject, issuer, validTo, fingerprint }: CertificateFacts): string {
  return l10n.t(
    'Issued to {0} by {1}, valid to {2}, SHA-256 fingerprint {3}.',
    subject || '?',
    issuer || '?',
    validTo,
    fingerprint,
  );
}

function unchecked({ trust }: ConnectionFacts, { distrust }: CertificateFacts): { fix?: string } {
  if (trust.strict || distrust === undefined) return {};
  return {
    fix: l10n.t(
      'It is accepted only because the setting "http.proxyStrictSSL" is off, so that anybody could pose as the server: turn it on, and add the authority to the trust store of the operating system instead.',
    ),
  };
}

type Distrust = 'expired' | 'notYet' | 'wrongName' | 'selfSigned' | 'unknownIssuer' | 'clientCertificate' | 'other';

function kindOf(code: string): Distrust {
  if (code.includes('NOT_YET_VALID')) return 'notYet';
  if (/EXPIRED|DATE_INVALID/.test(code)) return 'expired';
  if (/ALTNAME|COMMON_NAME|HOSTNAME/.test(code)) return 'wrongName';
  if (code.includes('DEPTH_ZERO_SELF_SIGNED')) return 'selfSigned';
  if (/SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|AUTHORITY_INVALID|UNTRUSTED/.test(code))
    return 'unknownIssuer';
  return /CERTIFICATE_REQUIRED|CLIENT_AUTH_CERT/.test(code) ? 'clientCertificate' : 'other';
}

function whyNot(code: string, known: CertificateFacts | undefined): string {
  switch (kindOf(code)) {
    case 'expired':
      return l10n.t('It is not trusted, because it has expired ({0}).', code);
    case 'notYet':
      return l10n.t('It is not trusted, because it is valid only from {0} ({1}).', known?.validFrom ?? '?', code);
    case 'wrongName':
      return l10n.t('It is not trusted, because it is for {0} only ({1}).', namesOf(known), code);
    case 'selfSigned':
      return l10n.t('It is not trusted, because it vouches for itself: no authority signed it ({0}).', code);
    case 'unknownIssuer':
      return l10n.t('It is not trusted, because nobody here knows the authority that signed it ({0}).', code);
    case 'clientCertificate':
      return l10n.t('The server wants a certificate of its visitors ({0}).', code);
    case 'other':
      return l10n.t('It is not trusted ({0}).', code);
  }
}

function namesOf(known: CertificateFacts | undefined): string {
  return known?.names.length ? known.names.join(', ') : (known?.subject ?? '?');
}

function howToTrust(code: string, known: CertificateFacts | undefined, { trust }: ConnectionFacts): string {
  switch (kindOf(code)) {
    case 'expired':
      return l10n.t('Ask the administrator of the server to renew it, and check the clock of this computer.');
    case 'notYet':
      return l10n.t('Check the clock of this computer.');
    case 'wrongName':
      return l10n.t(
        'Use one of these names in the address, or ask the administrator for a certificate with this name.',
      );
    case 'clientCertificate':
      return l10n.t('This extension cannot show one: ask the administrator for a way without, such as a VPN.');
    default: {
      const whose =
        kindOf(code) === 'selfSigned'
          ? l10n.t('this certificate')
          : l10n.t('the certificate of the authority {0}', known?.issuer ?? '?');
      const steps = l10n.t(
        'Ask the administrator whether the fingerprint is right. Then add {0} to the trust store of the operating system that extensions run on, and restart VS Code.',
        whose,
      );
      return trust.systemCertificates
        ? l10n.t('{0} The setting "http.systemCertificates" must stay on.', steps)
        : l10n.t('{0} Turn on the setting "http.systemCertificates": it is off.', steps);
    }
  }
}

function codeOf({ facts }: GitLabError): string {
  return facts.code ?? `${facts.status ?? ''}`;
}
