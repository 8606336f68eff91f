import { allDocuments } from '../../src/gitlab/allDocuments.ts';
import { runMain } from '../host/runMain.ts';
import { findInvalidDocuments } from './findInvalidDocuments.ts';
import { supportedVersions } from './supportedVersions.ts';

/** Prints each GraphQL document that some supported version or edition of GitLab rejects. Fails if there is any. */
function main(): Promise<number> {
  const found = supportedVersions.flatMap((version) =>
    (['ee', 'ce'] as const).flatMap((edition) =>
      findInvalidDocuments(allDocuments({ serverVersion: version, edition }), version, edition),
    ),
  );
  for (const line of found) console.error(line);
  if (found.length > 0) console.error(`\n${found.length} errors. See test/gitlab/contract/graphql/SOURCES.md.`);
  return Promise.resolve(found.length === 0 ? 0 : 1);
}

runMain(main);
