import { parseInstanceUrl } from '../../model/address/instanceUrl.ts';
import type { FoundToken } from '../../model/tokenSources.ts';

/** A host name, with an optional port and subpath. Excludes a username, which would hide the real host. */
const hostPattern = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?(?:\/[\w./-]*)?$/i;

/**
 * Reads the tokens in the configuration file of the GitLab CLI. Leaves out tokens that expire within hours, because the
 * CLI got them by signing in through the browser, and those that the CLI stores in the keyring of the operating system.
 * Returns nothing if the text isn't YAML.
 *
 * @see https://docs.gitlab.com/cli/configuration/
 */
export async function readCliConfig(text: string): Promise<readonly FoundToken[]> {
  const { isMap, isScalar, parseDocument } = await import('yaml');
  const document = parseDocument(text, { logLevel: 'silent' });
  const hosts = document.get('hosts', true);
  if (document.errors.length > 0 || !isMap(hosts)) return [];
  // The CLI marks tokens as `!!null`, so only the text of a value counts.
  const textOf = (node: unknown) => (isScalar(node) ? (node.source ?? '') : '');
  return hosts.items.flatMap(({ key, value }) => {
    if (!isMap(value)) return [];
    const field = (name: string) => textOf(value.get(name, true)).trim();
    const token = field('token');
    const host = (field('api_host') || textOf(key)).replace(/^https?:\/\//, '');
    const subpath = field('subfolder');
    const protocol = field('api_protocol') === 'http' ? 'http' : 'https';
    const address = `${host}${subpath === '' ? '' : `/${subpath}`}`;
    const instance = hostPattern.test(address) ? parseInstanceUrl(`${protocol}://${address}`) : undefined;
    return !instance || token === '' || field('is_oauth2') === 'true' ? [] : [{ instance, token }];
  });
}
