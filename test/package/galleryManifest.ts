import { repositoryPages } from './repositoryPages.ts';

/** package.json, as far as it matters here. */
export interface SourceManifest {
  readonly name: string;
  readonly version: string;
  /** The public address of the repository, such as `https://gitlab.com/group/project`; empty as long as it has none. */
  readonly repository: string;
}

/** What only a checkout needs. */
const forDevelopment = new Set(['allowScripts', 'dependencies', 'devDependencies', 'overrides', 'private', 'scripts']);

/** Returns the manifest to package: without what only a checkout needs, and with the repository's addresses. */
export function galleryManifest(source: SourceManifest): object {
  const { repository, ...others } = source;
  const kept = Object.fromEntries(Object.entries(others).filter(([key]) => !forDevelopment.has(key)));
  const pages = repositoryPages(repository);
  // Without an address for questions the Marketplace would open a Q&A page of its own, which no one reads.
  if (!pages) return { ...kept, qna: false };
  return {
    ...kept,
    repository: { type: 'git', url: pages.repository },
    homepage: pages.file('README.md'),
    bugs: { url: pages.issues },
    qna: pages.issues,
  };
}
