/** URLs derived from a repository's URL on GitHub or GitLab. */
export interface RepositoryPages {
  readonly repository: string;
  readonly issues: string;
  /** The page of a file. */
  file(path: string): string;
  /** The raw file, such as an image. */
  raw(path: string): string;
}

/** Returns the URLs of a repository, or undefined if it has no public URL. */
export function repositoryPages(address: string): RepositoryPages | undefined {
  if (address === '') return undefined;
  if (!/^https:\/\/[^/]+\/.*[^/]$/.test(address) || address.endsWith('.git'))
    throw new Error(
      `"repository" in package.json is ${address}. Enter its https:// address without ".git" or "/" at the end.`,
    );
  const base = new URL(address).hostname === 'github.com' ? address : `${address}/-`;
  return {
    repository: address,
    issues: `${base}/issues`,
    file: (path) => `${base}/blob/HEAD/${path}`,
    raw: (path) => `${base}/raw/HEAD/${path}`,
  };
}
