import { HostError } from '../host/hostError.ts';

/** The installed extension: the package, which `runTests.ts` unpacks once for all jobs. */
export const extensionFolder = ((): string => {
  const folder = process.env['EXTENSION_FOLDER'];
  if (folder === undefined) throw new HostError('`npm run test:e2e` starts the end-to-end tests.');
  return folder;
})();
