import { join } from 'node:path';

/** The project's folder. */
export const repositoryRoot = join(import.meta.dirname, '..', '..');

/** Where fetched programs are kept, as `@vscode/test-electron` does; ignored by git. */
export const downloadsFolder = join(repositoryRoot, '.vscode-test');
