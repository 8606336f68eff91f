import ipaddr from 'ipaddr.js';

/**
 * Where an address leads. `private` also includes everything else that isn't a public unicast address, such as multicast
 * and reserved addresses.
 */
export type AddressRange = 'public' | 'private' | 'loopback' | 'linkLocal';

/** The hosts files of some systems contain these names. */
const ownName = /(?:^|\.)localhost$|^(?:localhost|localhost6)(?:\.localdomain6?)?$|^ip6-(?:localhost|loopback)$/;
/** https://www.iana.org/assignments/special-use-domain-names, and `internal`, which ICANN reserved in 2024. */
const privateName = /(?:^|\.)(?:local|localdomain|internal|home\.arpa)$/;

/**
 * The range of a host, without a DNS lookup.
 *
 * @param hostname from a `URL`, which normalizes IP addresses (`127.0.0.1`, `[::1]`, `example.com`), or an IP address.
 */
export function addressRange(hostname: string): AddressRange {
  const host = hostname.toLowerCase().replace(/^\[|\]$|\.$/g, '');
  if (isAddress(hostname)) return rangeOf(ipaddr.parse(host));
  if (ownName.test(host)) return 'loopback';
  // A name without a dot is one of the local network.
  return !host.includes('.') || privateName.test(host) ? 'private' : 'public';
}

/** Whether a host is an IP address, with or without brackets. */
export function isAddress(hostname: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(hostname) || ipaddr.IPv6.isValid(hostname.replace(/^\[|\]$/g, ''));
}

/** The range of several addresses of one host: the one that is farthest from public. */
export function narrowestRange(ranges: readonly AddressRange[]): AddressRange {
  return (['linkLocal', 'loopback', 'private'] as const).find((range) => ranges.includes(range)) ?? 'public';
}

function rangeOf(address: ipaddr.IPv4 | ipaddr.IPv6): AddressRange {
  if (address instanceof ipaddr.IPv6) {
    const inner = embedded(address);
    if (inner) return rangeOf(inner);
  }
  const range = address.range();
  if (range === 'loopback' || range === 'unspecified') return 'loopback';
  if (range === 'linkLocal') return 'linkLocal';
  // Only 2000::/3 is assigned to public unicast addresses.
  const isUnicast =
    range === 'unicast' && (address.kind() === 'ipv4' || ((address.toByteArray()[0] ?? 0) & 0xe0) === 0x20);
  return isUnicast ? 'public' : 'private';
}

/** The IPv4 address that an IPv6 address leads to. */
function embedded(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  const bytes = address.toByteArray();
  const ipv4 = (start: number) => new ipaddr.IPv4(bytes.slice(start, start + 4));
  switch (address.range()) {
    case 'ipv4Mapped':
    case 'rfc6145':
      return ipv4(12);
    case 'rfc6052':
      // 64:ff9b:1::/48 is for local networks only.
      return bytes.slice(4, 12).every((byte) => byte === 0) ? ipv4(12) : undefined;
    case '6to4':
      return ipv4(2);
    case 'unicast':
      // ::127.0.0.1, a deprecated notation that some systems still accept.
      return bytes.slice(0, 12).every((byte) => byte === 0) && rangeOf(ipv4(12)) !== 'public' ? ipv4(12) : undefined;
    default:
      return undefined;
  }
}
