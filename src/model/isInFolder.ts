import { URI } from 'vscode-uri';

/** Whether a file or folder is the given folder or inside it. Both are URIs. */
export function isInFolder(uri: string, folder: string): boolean {
  const parts = partsOf(uri);
  return partsOf(folder).every((part, at) => part === parts[at]);
}

/** The path of a file from a folder that it {@link isInFolder}, with slashes. */
export function pathInFolder(uri: string, folder: string): string {
  const names = URI.parse(uri)
    .path.split('/')
    .filter((name) => name !== '');
  return names.slice(partsOf(folder).length - 2).join('/');
}

/** Windows file systems ignore case. Host names ignore case everywhere. */
function partsOf(uri: string): string[] {
  const { scheme, authority, path } = URI.parse(uri);
  const isWindows = /^\/[a-z]:/i.test(path) || (scheme === 'file' && authority !== '');
  const names = (isWindows ? path.toLowerCase() : path).split('/').filter((name) => name !== '');
  return [scheme, authority.toLowerCase(), ...names];
}
