import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selfSigned } from '../gitlab/selfSignedCertificate.ts';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { type TestEnvironment, toVariables } from '../integration/testEnvironment.ts';
import type { Cleanup } from './cleanup.ts';
import { createRepository } from './gitRepository.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** The setup for the integration suite. */
export interface IntegrationWorkspace {
  /** The workspace to open. It has one repository with a project of the stand-in as its remote. */
  readonly file: string;
  readonly environment: TestEnvironment;
  /** The same data as environment variables for the suite's process. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Starts the GitLab servers for the integration suite and creates its folders, inside a folder that the caller removes.
 */
export async function createIntegrationWorkspace(parent: string, cleanup: Cleanup): Promise<IntegrationWorkspace> {
  const gitlab = await StandInGitLab.start();
  cleanup.add(() => gitlab.close());
  const untrusted = await StandInGitLab.start({ tls: selfSigned, projects: 1, issues: 1 });
  cleanup.add(() => untrusted.close());
  await createRepository(join(parent, 'web-shop'), {
    remotes: { origin: `${gitlab.url}/tanuki-tools/web-shop.git` },
  });
  // A workspace file instead of a folder. Adding a second folder to a single-folder window restarts the extension host,
  // and the suite.
  const file = join(parent, 'suite.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'web-shop' }] }));
  const scratchFolder = join(parent, 'scratch');
  mkdirSync(scratchFolder);
  const environment = {
    url: gitlab.url,
    tlsUrl: untrusted.url,
    tokens: { ...gitlab.tokens },
    scratchFolder,
    eventsFile: join(parent, 'events.ndjson'),
  };
  // In its own folder, because the token search covers everything that the suite writes.
  const handover = join(temporaryFolder(cleanup, 'handover'), 'environment.json');
  return { file, environment, variables: toVariables(environment, handover) };
}
