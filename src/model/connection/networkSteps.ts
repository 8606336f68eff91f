import * as l10n from '@vscode/l10n';
import { type CertificateFacts, type ConnectionFacts, type Probe, wasReached } from './connectionFacts.ts';
import type { ConnectionStep } from './connectionReport.ts';
import type { StepAction } from './stepAction.ts';
import { GitLabError } from '../error/gitLabError.ts';
import { instanceLabel, isPlainHttp } from '../address/instanceUrl.ts';
import { plainText } from '../text/plainText.ts';

/**
 * The steps below HTTP: proxy, name, port, and certificate. If VS Code's own request succeeds, a failed probe doesn't
 * count: VS Code can use the operating system's proxy and certificate authorities, which an extension can't see.
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
      found: `${found} ${l10n.t('It rejected the request ({0}).', codeOf(error))}`,
      fix: error.message,
      ...settingOf(proxy),
    };
  if (proxy.way === 'unreadable')
    return {
      name,
      verdict: 'failed',
      found,
      fix: l10n.t('Use the format http://proxy.example.com:8080.'),
      ...settingOf(proxy),
    };
  return { name, verdict: 'passed', found };
}

/** The setting of the proxy. None if the environment sets it. */
function settingOf(proxy: ConnectionFacts['proxy']): { readonly action?: StepAction } {
  return 'source' in proxy && proxy.source.startsWith('http.') ? { action: setting(proxy.source) } : {};
}

function setting(name: string): StepAction {
  return { kind: 'setting', name };
}

function proxyFound(proxy: ConnectionFacts['proxy']): string {
  switch (proxy.way) {
    case 'direct':
      return l10n.t("No proxy is set in 'http.proxy' or HTTPS_PROXY. The operating system's proxy might still apply.");
    case 'loopback':
      return l10n.t('No proxy is used because the address points to this computer.');
    case 'off':
      return l10n.t("No proxy is used because 'http.proxySupport' is set to 'off'.");
    case 'excepted':
      return l10n.t("No proxy is used because {0} excludes '{1}'.", proxy.source, proxy.entry);
    case 'unreadable':
      return l10n.t("The value of {0} isn't a valid proxy address.", proxy.source);
    case 'proxy': {
      const address = `${proxy.protocol}://${proxy.host}:${proxy.port}`;
      return proxy.hasPassword
        ? l10n.t('{0} routes requests through {1} with a username or password.', proxy.source, address)
        : l10n.t('{0} routes requests through {1}.', proxy.source, address);
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
        ? l10n.t('{0} is an IP address.', target.host)
        : l10n.t('{0} resolves to {1}.', target.host, addresses.found.join(', ')),
    };
  if (wasReached(facts.answer)) return { name, verdict: 'skipped', found: otherWay(addresses.code) };
  return {
    name,
    verdict: 'failed',
    found: l10n.t("Couldn't resolve {0} ({1}).", target.host, addresses.code),
    fix: fixOf(facts, addresses.code),
    ...settingOf(facts.proxy),
  };
}

function portStep(facts: ConnectionFacts): ConnectionStep {
  const name = 'port';
  const { port, target } = facts;
  if (!port) return { name, verdict: 'skipped', found: l10n.t("Skipped because the name couldn't be resolved.") };
  const where = `${target.host}:${target.port}`;
  if ('found' in port)
    return { name, verdict: 'passed', found: l10n.t('Connected to {0} ({1} ms).', where, port.found) };
  if (wasReached(facts.answer)) return { name, verdict: 'skipped', found: otherWay(port.code) };
  return {
    name,
    verdict: 'failed',
    found: l10n.t("Couldn't connect to {0} ({1}).", where, port.code),
    fix: fixOf(facts, port.code),
    ...settingOf(facts.proxy),
  };
}

function otherWay(code: string): string {
  return l10n.t(
    "Direct access failed ({0}), but VS Code can connect through the operating system's proxy. No action is needed.",
    code,
  );
}

function fixOf({ proxy, target, instance }: ConnectionFacts, code: string): string {
  if (proxy.way === 'proxy') return l10n.t('Check the proxy in {0}, or ask its administrator.', proxy.source);
  const host = code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? target.host : instanceLabel(instance);
  return new GitLabError(code === 'ETIMEDOUT' ? 'timeout' : 'offline', { host, code }).message;
}

function certificateStep(facts: ConnectionFacts): ConnectionStep {
  const name = 'certificate';
  const { instance, certificate, port, answer } = facts;
  if (instance.startsWith('http:')) {
    const found = l10n.t("No certificate. The connection isn't encrypted because the address starts with http://.");
    return isPlainHttp(instance)
      ? {
          name,
          verdict: 'skipped',
          found,
          fix: l10n.t('Others on the network can read the token. Use an https:// address if the server supports it.'),
        }
      : { name, verdict: 'skipped', found };
  }
  const refused = answer.error?.reason === 'tls' ? answer.error : undefined;
  const known = certificate && 'found' in certificate ? plainNames(certificate.found) : undefined;
  const distrust = refused ? codeOf(refused) : wasReached(answer) ? undefined : known?.distrust;
  if (distrust !== undefined)
    return {
      name,
      verdict: 'failed',
      found: [known && description(known), whyNot(distrust, known)].filter((part) => part !== undefined).join(' '),
      fix: howToTrust(distrust, known, facts),
      ...trustSetting(distrust, facts),
    };
  if (known) return { name, verdict: 'passed', found: description(known), ...unchecked(facts, known) };
  if (wasReached(answer))
    return {
      name,
      verdict: 'passed',
      found: l10n.t("VS Code trusts the certificate, but its details couldn't be read."),
    };
  if (!certificate)
    return {
      name,
      verdict: 'skipped',
      found:
        port && 'found' in port
          ? l10n.t("Skipped because the certificate can't be read through this type of proxy.")
          : l10n.t("Skipped because there's no connection."),
    };
  return handshakeFailed(facts, certificate);
}

function handshakeFailed({ proxy, instance }: ConnectionFacts, certificate: Probe<CertificateFacts>): ConnectionStep {
  const code = 'code' in certificate ? certificate.code : '';
  const name = 'certificate';
  if (code.startsWith('PROXY_'))
    return {
      name,
      verdict: 'skipped',
      found: l10n.t('Skipped because the proxy rejected the connection ({0}).', code),
    };
  return {
    name,
    verdict: 'failed',
    found: l10n.t("Couldn't establish an encrypted connection ({0}).", code),
    fix:
      proxy.way === 'proxy'
        ? l10n.t('Check the proxy in {0}, or ask its administrator.', proxy.source)
        : l10n.t(
            'Check whether {0} supports HTTPS on this port, and whether a firewall or VPN is blocking the connection.',
            instanceLabel(instance),
          ),
    ...settingOf(proxy),
  };
}

function plainNames({ subject, issuer, names, ...others }: CertificateFacts): CertificateFacts {
  return { ...others, subject: plainText(subject), issuer: plainText(issuer), names: names.map(plainText) };
}

function description({ subject, issuer, validTo, fingerprint }: CertificateFacts): string {
  return l10n.t(
    'Issued to {0} by {1}, valid until {2}, SHA-256 fingerprint {3}.',
    subject || '?',
    issuer || '?',
    validTo,
    fingerprint,
  );
}

function unchecked({ trust }: ConnectionFacts, { distrust }: CertificateFacts) {
  if (trust.strict || distrust === undefined) return {};
  return {
    fix: l10n.t(
      "The certificate is accepted only because the 'http.proxyStrictSSL' setting is off, so anyone could impersonate the server. Turn the setting on, and add the certificate authority to the operating system's trust store.",
    ),
    action: setting('http.proxyStrictSSL'),
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
      return l10n.t("It isn't trusted because it has expired ({0}).", code);
    case 'notYet':
      return l10n.t("It isn't trusted because it isn't valid until {0} ({1}).", known?.validFrom ?? '?', code);
    case 'wrongName':
      return l10n.t("It isn't trusted because it was issued only for {0} ({1}).", namesOf(known), code);
    case 'selfSigned':
      return l10n.t("It isn't trusted because it's self-signed ({0}).", code);
    case 'unknownIssuer':
      return l10n.t("It isn't trusted because its certificate authority isn't trusted on this computer ({0}).", code);
    case 'clientCertificate':
      return l10n.t('The server requires a client certificate ({0}).', code);
    case 'other':
      return l10n.t("It isn't trusted ({0}).", code);
  }
}

function namesOf(known: CertificateFacts | undefined): string {
  return known?.names.length ? known.names.join(', ') : (known?.subject ?? '?');
}

function howToTrust(code: string, known: CertificateFacts | undefined, { trust }: ConnectionFacts): string {
  switch (kindOf(code)) {
    case 'expired':
      return l10n.t("Ask the server's administrator to renew it, and check this computer's clock.");
    case 'notYet':
      return l10n.t("Check this computer's clock.");
    case 'wrongName':
      return l10n.t(
        'Use one of these names in the address, or ask the administrator for a certificate that covers the current address.',
      );
    case 'clientCertificate':
      return l10n.t(
        "This extension doesn't support client certificates. Ask the administrator for another way to connect, such as a VPN.",
      );
    default: {
      const whose =
        kindOf(code) === 'selfSigned'
          ? l10n.t('this certificate')
          : l10n.t('the certificate authority {0}', known?.issuer ?? '?');
      const steps = l10n.t(
        "Ask the administrator to confirm the fingerprint. Then, on the computer where extensions run, add {0} to the operating system's trust store, and restart VS Code.",
        whose,
      );
      return trust.systemCertificates
        ? l10n.t("{0} Keep the 'http.systemCertificates' setting turned on.", steps)
        : l10n.t("{0} The 'http.systemCertificates' setting is off. Turn it on.", steps);
    }
  }
}

/** The setting that makes VS Code use the certificate authorities of the operating system, if it is off. */
function trustSetting(code: string, { trust }: ConnectionFacts): { readonly action?: StepAction } {
  const isUntrusted = ['selfSigned', 'unknownIssuer', 'other'].includes(kindOf(code));
  return isUntrusted && !trust.systemCertificates ? { action: setting('http.systemCertificates') } : {};
}

function codeOf({ facts }: GitLabError): string {
  return facts.code ?? `${facts.status ?? ''}`;
}
