import { URI } from 'vscode-uri';

/** Whether a file or folder is in a folder, or is that folder. Both are URIs. */
export function isInFolder(uri: string, folder: string): boolean {
  const parts = partsOf(uri);
  return partsOf(folder).every((part, at) => part === parts[at]);
}

/** On Windows, file systems ignore case. Hosts do everywhere. */
function partsOf(uri: string): string[] {
  const { scheme, authority, path } = URI.parse(uri);
  const isWindows = /^\/[a-z]:/i.test(path) || (scheme === 'file' && authority !== '');
  const names = (isWindows ? path.toLowerCase() : path).split('/').filter((name) => name !== '');
  return [scheme, authority.toLowerCase(), ...names];
}
