import assert from 'node:assert/strict';
import { BlockList } from 'node:net';
import fc from 'fast-check';
import { addressRange, narrowestRange } from '../../../../src/model/connection/addressRange.ts';

/** https://www.iana.org/assignments/iana-ipv4-special-registry and the multicast range. */
const specialIpv4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
];
/** Ranges that lead to public servers of the Domain Name System and of multicast relays, and to nothing else. */
const infrastructure = ['192.31.196.0/24', '192.52.193.0/24', '192.175.48.0/24'];

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', prefix = ''] = range.split('/');
    list.addSubnet(address, Number(prefix));
  }
  return list;
}

/** An IPv4 address, inside and around the special ranges as often as anywhere. */
const anyIpv4 = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  fc.tuple(fc.constantFrom(...specialIpv4), fc.double({ min: -0.1, max: 1.1, noNaN: true })).map(([range, place]) => {
    const [address = '', prefix = ''] = range.split('/');
    const start = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    return Math.min(Math.max(Math.floor(start + place * 2 ** (32 - Number(prefix))), 0), 2 ** 32 - 1);
  }),
);
const dotted = (address: number) => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
const hex = (address: number) => `${Math.floor(address / 65536).toString(16)}:${(address % 65536).toString(16)}`;

describe('addressRange', () => {
  it('S10: counts an IPv4 address as public exactly outside of the special ranges', () => {
    const special = blockList(specialIpv4);
    const skipped = blockList(infrastructure);
    fc.assert(
      fc.property(anyIpv4.map(dotted), (address) => {
        fc.pre(!skipped.check(address));
        assert.equal(addressRange(address) === 'public', !special.check(address));
      }),
      { numRuns: 1000 },
    );
  });

  it('S10: judges an IPv6 address with an IPv4 address inside by that one', () => {
    const notations = [
      (address: number) => `::ffff:${hex(address)}`,
      (address: number) => `::ffff:${dotted(address)}`,
      (address: number) => `::ffff:0:${hex(address)}`,
      (address: number) => `64:ff9b::${hex(address)}`,
      (address: number) => `2002:${hex(address)}::`,
      (address: number) => `2002:${hex(address)}:1::2`,
    ];
    fc.assert(
      fc.property(anyIpv4, fc.constantFrom(...notations), (address, notation) => {
        const { hostname } = new URL(`https://[${notation(address)}]`);
        assert.equal(addressRange(hostname), addressRange(dotted(address)));
        assert.equal(addressRange(notation(address)), addressRange(hostname));
      }),
      { numRuns: 1000 },
    );
  });

  it('S10: counts an IPv6 address as public only if it is a public unicast address', () => {
    const carriers = /^(?:2002:|64:ff9b::|::ffff:)/;
    const parts = fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constant(0)), {
      minLength: 8,
      maxLength: 8,
    });
    const first = fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(0, 0x64, 0x100, 0x2001, 0x5f00, 0xfc00, 0xfe80, 0xfec0, 0xff02),
    );
    fc.assert(
      fc.property(first, parts, (start, rest) => {
        const address = [start, ...rest.slice(1)].map((part) => part.toString(16)).join(':');
        const { hostname } = new URL(`https://[${address}]`);
        fc.pre(!carriers.test(hostname.slice(1)));
        const isUnicast = start >= 0x2000 && start < 0x4000;
        if (!isUnicast) assert.notEqual(addressRange(hostname), 'public', hostname);
        if (isUnicast && start > 0x2002 && start !== 0x2620 && start !== 0x3fff) {
          assert.equal(addressRange(hostname), 'public', hostname);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('S10: judges a name by its ending, and counts a name without a dot as private', () => {
    const names = {
      loopback: ['localhost', 'gitlab.localhost', 'localhost.localdomain', 'localhost6', 'ip6-loopback', 'LocalHost.'],
      private: ['gitlab', 'nas.local', 'gitlab.internal', 'git.home.arpa', 'gitlab.localdomain'],
      public: [
        'gitlab.com',
        'GitLab.com.',
        'local.example.com',
        'mylocalhost.com',
        'notlocal.example',
        'example.notlocal',
      ],
    };
    for (const [range, hosts] of Object.entries(names))
      for (const host of hosts) assert.equal(addressRange(host), range, host);
  });

  it('S10: distinguishes the addresses of this computer and of its links', () => {
    for (const host of ['127.0.0.1', '[::1]', '0.0.0.0', '[::]', '[::7f00:1]'])
      assert.equal(addressRange(host), 'loopback');
    for (const host of ['169.254.169.254', '[fe80::1]']) assert.equal(addressRange(host), 'linkLocal');
    for (const host of ['10.0.0.1', '[fd00::1]', '[64:ff9b:1::1]']) assert.equal(addressRange(host), 'private');
    // Its last bytes only look like an IPv4 address.
    assert.equal(addressRange('[2000::7f00:1]'), 'public');
  });

  it('S10: uses the range that is farthest from public if a host has several addresses', () => {
    assert.equal(narrowestRange([]), 'public');
    assert.equal(narrowestRange(['public', 'private']), 'private');
    assert.equal(narrowestRange(['private', 'loopback', 'public']), 'loopback');
    assert.equal(narrowestRange(['loopback', 'linkLocal']), 'linkLocal');
  });
});
