/** A file name for a key, unique and valid in every file system. */
export function fileName(key: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(key)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  const readable = key
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[^a-z0-9.-]+/g, '_')
    .slice(0, 60);
  return `${readable.replace(/^\.+/, '')}-${hash.toString(16)}`;
}
