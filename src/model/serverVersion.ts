/** Whether a server, whose version reads like `18.9.1-ee`, is of that version or a later one. */
export function isAtLeast(serverVersion: string, major: number, minor: number): boolean {
  const [itsMajor = 0, itsMinor = 0] = serverVersion.split('.').map((part) => Number.parseInt(part, 10));
  return itsMajor > major || (itsMajor === major && itsMinor >= minor);
}
