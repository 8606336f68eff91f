/** The addresses that follow from that of a repository on GitHub or GitLab. */
export interface RepositoryPages {
  readonly repository: string;
  readonly issues: string;
  /** The page that shows a file of the repository. */
  file(path: string): string;
  /** A file of the repository itself, such as a picture. */
  raw(path: string): string;
}

/** Returns the addresses of a repository; none if it has no public address. */
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
