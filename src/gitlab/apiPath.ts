/** More encodings than this, one inside the other, occur only in an attack. */
const mostEncodings = 3;

/**
 * Whether a path below the URL of the API stays there. Servers and proxies differ in what they decode, and how often.
 * For this reason, no spelling of `..` (`%2e%2e`, `%252e.`, `..;x`), of a slash next to it (`..%2f`, `..\`), or of an
 * empty segment (`//`) is allowed. A path with an encoded slash, such as `projects/group%2Fproject`, is.
 *
 * @param path without a leading slash and without a query.
 */
export function staysInApi(path: string): boolean {
  let decoded = path;
  for (let encodings = 0; ; encodings++) {
    const next = decoded.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    if (next === decoded) break;
    if (encodings === mostEncodings) return false;
    decoded = next;
  }
  // Control characters, and UTF-8 sequences that are longer than necessary. Some servers still decode them.
  if (/\p{Cc}|%c[01]|%e0%[89]|%f0%8/iu.test(decoded)) return false;
  const segments = decoded.replace(/(?<=.)\/$/, '').split(/[/\\]/);
  return segments.every((segment) => !/^\.{0,2}$|^\.{1,2}[;?#]/.test(segment));
}
