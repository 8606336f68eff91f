/** A rule of Git's configuration: URLs that start with `insteadOf` start with `base` instead. */
export interface RemoteRewriting {
  readonly base: string;
  readonly insteadOf: string;
}

/** The rewriting rules among the values of Git's configuration. https://git-scm.com/docs/git-config#Documentation/git-config.txt-urlbaseinsteadOf */
export function rewritingsIn(
  values: readonly { readonly key: string; readonly value: string }[],
): readonly RemoteRewriting[] {
  return values.flatMap(({ key, value }) => {
    const base = /^url\.(.+)\.insteadof$/is.exec(key)?.[1];
    return base === undefined || value === '' ? [] : [{ base, insteadOf: value }];
  });
}

/** The URL that Git uses for a remote. The longest matching rule applies, once, as in Git. */
export function rewrittenUrl(url: string, rules: readonly RemoteRewriting[]): string {
  let longest: RemoteRewriting | undefined;
  for (const rule of rules)
    if (url.startsWith(rule.insteadOf) && rule.insteadOf.length > (longest?.insteadOf.length ?? 0)) longest = rule;
  return longest ? `${longest.base}${url.slice(longest.insteadOf.length)}` : url;
}
