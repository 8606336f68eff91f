/** The range of an address. There's no DNS lookup, so every name except `localhost` is `public`. */
type AddressRange = 'public' | 'private' | 'loopback' | 'linkLocal';

/** @param hostname from a `URL`, which normalizes IP addresses: `127.0.0.1`, `[::1]`, `example.com`. */
export function addressRange(hostname: string): AddressRange {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return 'loopback';
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(host);
  if (mapped) {
    const high = parseInt(mapped[1] ?? '', 16);
    return rangeOf([high >> 8, high & 255]);
  }
  if (host.startsWith('[')) {
    if (/^\[::1?\]$/.test(host)) return 'loopback';
    if (/^\[fe[89ab]/.test(host)) return 'linkLocal';
    return /^\[f[cd]/.test(host) ? 'private' : 'public';
  }
  const numbers = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(host);
  return numbers ? rangeOf([Number(numbers[1]), Number(numbers[2])]) : 'public';
}

function rangeOf([first, second]: readonly [number, number]): AddressRange {
  if (first === 127 || first === 0) return 'loopback';
  if (first === 169 && second === 254) return 'linkLocal';
  const isPrivate =
    first === 10 ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168) ||
    (first === 100 && second >= 64 && second < 128);
  return isPrivate ? 'private' : 'public';
}
