import { repositoryPages } from './repositoryPages.ts';

/** The relevant parts of package.json. */
export interface SourceManifest {
  readonly name: string;
  readonly version: string;
  /** The repository's public URL, such as `https://gitlab.com/group/project`. Empty if it has none. */
  readonly repository: string;
}

/** Fields that only a checkout needs. */
const forDevelopment = new Set(['allowScripts', 'dependencies', 'devDependencies', 'overrides', 'private', 'scripts']);

/** Returns the manifest for the package, without fields for development and with the repository's URLs. */
export function galleryManifest(source: SourceManifest): object {
  const { repository, ...others } = source;
  const kept = Object.fromEntries(Object.entries(others).filter(([key]) => !forDevelopment.has(key)));
  const pages = repositoryPages(repository);
  // Without a URL for questions, the Marketplace would add a Q&A page, which we wouldn't monitor.
  if (!pages) return { ...kept, qna: false };
  return {
    ...kept,
    repository: { type: 'git', url: pages.repository },
    homepage: pages.file('README.md'),
    bugs: { url: pages.issues },
    qna: pages.issues,
  };
}
