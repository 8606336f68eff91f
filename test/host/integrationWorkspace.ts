import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selfSigned } from '../gitlab/selfSignedCertificate.ts';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { type TestEnvironment, toVariables } from '../integration/testEnvironment.ts';
import type { Cleanup } from './cleanup.ts';
import { createRepository } from './gitRepository.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** What the integration suite starts with. */
export interface IntegrationWorkspace {
  /** The workspace to open: one repository, whose remote is a project of the stand-in. */
  readonly file: string;
  readonly environment: TestEnvironment;
  /** The same as variables of the suite's process. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Starts the GitLabs that the integration suite asks, and makes the folders that it works on, inside a folder that the caller removes. */
export async function createIntegrationWorkspace(parent: string, cleanup: Cleanup): Promise<IntegrationWorkspace> {
  const gitlab = await StandInGitLab.start();
  cleanup.add(() => gitlab.close());
  const untrusted = await StandInGitLab.start({ tls: selfSigned, projects: 1, issues: 1 });
  cleanup.add(() => untrusted.close());
  await createRepository(join(parent, 'web-shop'), {
    remotes: { origin: `${gitlab.url}/tanuki-tools/web-shop.git` },
  });
  // Not the bare folder: adding a second one to that would restart the extension host, and the suite with it.
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
  // In a folder of its own: everything that the suite writes is searched for tokens.
  const handover = join(temporaryFolder(cleanup, 'handover'), 'environment.json');
  return { file, environment, variables: toVariables(environment, handover) };
}
