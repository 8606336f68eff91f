import type { GitConfigValue } from './readGitConfigText.ts';

/** An address of a Git remote, as Git uses it. */
export interface RemoteAddress {
  /** The name of the remote. */
  readonly name: string;
  readonly url: string;
}

/** URLs that start with `insteadOf` start with `base` instead. */
interface Rule {
  readonly base: string;
  readonly insteadOf: string;
}

/**
 * The addresses that Git fetches from and pushes to, each remote's fetch address first. Git replaces the start of URLs by
 * the rules in its configuration. The addresses contain no user info of those rules, which can be a password.
 * https://git-scm.com/docs/git-config#Documentation/git-config.txt-urlbaseinsteadOf
 */
export function remoteAddresses(values: readonly GitConfigValue[]): readonly RemoteAddress[] {
  const rules = rulesIn(values, /^url\.(.+)\.insteadof$/s);
  const pushRules = rulesIn(values, /^url\.(.+)\.pushinsteadof$/s);
  const urls = urlsIn(values, /^remote\.(.+)\.url$/s);
  const pushUrls = urlsIn(values, /^remote\.(.+)\.pushurl$/s);
  return [...new Set([...urls.keys(), ...pushUrls.keys()])].flatMap((name) => {
    const [written = [], own = []] = [urls.get(name), pushUrls.get(name)];
    // The rules for pushing apply only to a remote without an address of its own for pushing.
    const pushed =
      own.length > 0 ? [] : written.map((url) => rewritten(url, pushRules)).filter((url) => url !== undefined);
    const used = own.length > 0 || pushed.length > 0 ? written.slice(0, 1) : written;
    const addresses = [...used, ...own].map((url) => rewritten(url, rules) ?? url);
    return [...new Set([...addresses, ...pushed])].map((url) => ({ name, url }));
  });
}

function rulesIn(values: readonly GitConfigValue[], pattern: RegExp): readonly Rule[] {
  return values.flatMap(({ key, value }) => {
    const base = pattern.exec(key)?.[1]?.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1');
    return base === undefined ? [] : [{ base, insteadOf: value }];
  });
}

/** By the name of the remote. An empty value removes the values before it. */
function urlsIn(values: readonly GitConfigValue[], pattern: RegExp): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, readonly string[]>();
  for (const { key, value } of values) {
    const name = pattern.exec(key)?.[1];
    if (name !== undefined) byName.set(name, value === '' ? [] : [...(byName.get(name) ?? []), value]);
  }
  return byName;
}

/** The longest matching rule applies, once. Undefined if no rule matches. */
function rewritten(url: string, rules: readonly Rule[]): string | undefined {
  let longest: Rule | undefined;
  for (const rule of rules)
    if (url.startsWith(rule.insteadOf) && rule.insteadOf.length > (longest?.insteadOf.length ?? 0)) longest = rule;
  return longest && `${longest.base}${url.slice(longest.insteadOf.length)}`;
}
