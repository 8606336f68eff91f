import { HostError } from '../host/hostError.ts';

/** The extension as it is installed: the package, unpacked once for all jobs of `runTests.ts`. */
export const extensionFolder = ((): string => {
  const folder = process.env['EXTENSION_FOLDER'];
  if (folder === undefined) throw new HostError('`npm run test:e2e` starts the end-to-end tests.');
  return folder;
})();
