import { join } from 'node:path';

/** The root folder of the repository. */
export const repositoryRoot = join(import.meta.dirname, '..', '..');

/** The folder for downloaded programs, as in `@vscode/test-electron`. Git ignores it. */
export const downloadsFolder = join(repositoryRoot, '.vscode-test');
