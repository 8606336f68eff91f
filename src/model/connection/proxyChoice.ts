/** The proxy settings of VS Code and the environment. */
export interface ProxySettings {
  /** `http.proxy`; may contain a username and a password. */
  readonly proxy: string;
  /** `http.proxySupport`: with `off`, VS Code uses no proxy. */
  readonly support: string;
  /** `http.noProxy` */
  readonly noProxy: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The name of the setting or environment variable that contains the proxy or the exception. */
interface Source {
  readonly source: string;
}

/** The route of a request, as far as an extension can see. It can't see the operating system's proxy settings. */
export type ProxyChoice =
  | { readonly way: 'direct' | 'loopback' | 'off' }
  | ({ readonly way: 'excepted'; readonly entry: string } & Source)
  | ({ readonly way: 'unreadable' } & Source)
  | ({
      readonly way: 'proxy';
      readonly protocol: string;
      readonly host: string;
      readonly port: number;
      readonly hasPassword: boolean;
    } & Source);

/**
 * Selects the proxy for an address like VS Code's `@vscode/proxy-agent`: none for this computer or for an excluded
 * host, else the one in the setting, else the one in the environment. The result contains no username or password.
 */
export function chooseProxy(address: string, settings: ProxySettings): ProxyChoice {
  const { hostname, protocol, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (settings.support === 'off') return { way: 'off' };
  if (['localhost', '127.0.0.1', '::1'].includes(host)) return { way: 'loopback' };
  const found = settings.proxy.trim()
    ? { source: 'http.proxy', value: settings.proxy.trim() }
    : firstVariable(settings.environment, ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']);
  if (!found) return { way: 'direct' };

  const named = port || (protocol === 'https:' ? '443' : '80');
  const inSetting = settings.noProxy.find((entry) => covers(entry, host, named));
  if (inSetting !== undefined) return { way: 'excepted', source: 'http.noProxy', entry: inSetting.trim() };
  const variable = firstVariable(settings.environment, ['no_proxy', 'NO_PROXY']);
  const inVariable = variable?.value.split(',').find((entry) => covers(entry, host, named));
  if (variable && inVariable !== undefined)
    return { way: 'excepted', source: variable.source, entry: inVariable.trim() };
  return read(found);
}

function read({ source, value }: Source & { readonly value: string }): ProxyChoice {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(text)) return { way: 'unreadable', source };
  const { protocol, hostname, port, username, password } = new URL(text);
  if (!hostname) return { way: 'unreadable', source };
  const usual = protocol === 'https:' ? 443 : protocol === 'http:' ? 80 : 1080;
  return {
    way: 'proxy',
    source,
    protocol: protocol.replace(':', ''),
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : usual,
    hasPassword: username !== '' || password !== '',
  };
}

function firstVariable(environment: ProxySettings['environment'], names: readonly string[]) {
  for (const source of names) {
    const value = environment[source]?.trim();
    if (value) return { source, value };
  }
  return undefined;
}

/** Matches a host with an entry: `*`, `example.com` (with subdomains), or `.example.com`, optionally with a port. */
function covers(entry: string, host: string, port: string): boolean {
  const [, name = '', ofPort] = /^(.*?)(?::(\d+))?$/.exec(entry.trim().toLowerCase()) ?? [];
  if (name === '*') return true;
  const bare = name.replace(/^\*?\./, '');
  if (bare === '' || (ofPort !== undefined && ofPort !== port)) return false;
  return host === bare || host.endsWith(`.${bare}`);
}
