import assert from 'node:assert/strict';
import { isStorage } from '../../../src/gitlab/storedFile.ts';

const unresolved = () => Promise.resolve([]);

describe('A redirect to where a file is stored (B11)', () => {
  const table: readonly (readonly [target: string, instance: string, isFollowed: boolean])[] = [
    ['https://bucket.s3.amazonaws.com/x?sig=1', 'https://gitlab.com', true],
    ['https://storage.corp.example', 'https://gitlab.corp.example', true],
    ['http://bucket.s3.amazonaws.com/x', 'https://gitlab.com', false],
    ['http://minio.example:9000/x', 'http://gitlab.example', true],
    ['https://gitlab.com/users/sign_in', 'https://gitlab.com', false],
    ['https://user:word@bucket.example/x', 'https://gitlab.com', false],
    ['ftp://bucket.example/x', 'https://gitlab.com', false],
    ['file:///etc/passwd', 'https://gitlab.com', false],
    ['https://127.0.0.1/x', 'https://gitlab.com', false],
    ['https://0x7f.1/x', 'https://gitlab.com', false],
    ['https://2130706433/x', 'https://gitlab.com', false],
    ['https://localhost/x', 'https://gitlab.com', false],
    ['https://a.localhost./x', 'https://gitlab.com', false],
    ['https://[::1]/x', 'https://gitlab.com', false],
    ['https://[::ffff:10.0.0.1]/x', 'https://gitlab.com', false],
    ['https://[fd00::1]/x', 'https://gitlab.com', false],
    ['https://10.1.2.3/x', 'https://gitlab.com', false],
    ['https://172.16.0.1/x', 'https://gitlab.com', false],
    ['https://172.32.0.1/x', 'https://gitlab.com', true],
    ['https://192.168.0.1/x', 'https://gitlab.com', false],
    ['https://100.64.0.1/x', 'https://gitlab.com', false],
    ['https://10.1.2.3/x', 'https://192.168.0.1', true],
    ['http://127.0.0.1:9000/x', 'http://localhost:3000', true],
    ['http://127.0.0.1:9000/x', 'http://192.168.0.1', false],
    ['http://169.254.169.254/latest', 'http://169.254.1.1', false],
    ['http://[fe80::1]/x', 'http://192.168.0.1', false],
    ['https://minio/x', 'https://gitlab.com', false],
    ['https://minio.corp.internal/x', 'https://gitlab.com', false],
    ['https://minio.corp.internal/x', 'https://gitlab.corp.internal', true],
    ['https://metadata.local/x', 'https://gitlab.com', false],
  ];
  for (const [target, instance, isFollowed] of table) {
    it(`is ${isFollowed ? 'followed' : 'refused'}: ${target} from ${instance}`, async () => {
      assert.equal(await isStorage(new URL(target), new URL(instance), unresolved), isFollowed);
    });
  }

  for (const target of [
    '[::7f00:1]',
    '[64:ff9b::a00:1]',
    '[64:ff9b:1::808:808]',
    '[2002:a00:1::]',
    '[::ffff:0:7f00:1]',
    '[fec0::1]',
    '[ff02::1]',
    '224.0.0.1',
    '198.18.0.1',
    '198.19.255.255',
    '0.0.0.0',
    '255.255.255.255',
    'ip6-localhost',
    'ip6-loopback',
    'localhost.localdomain',
    'localhost6',
  ]) {
    it(`S10: is refused: https://${target} from https://gitlab.com`, async () => {
      assert.equal(await isStorage(new URL(`https://${target}/x`), new URL('https://gitlab.com'), unresolved), false);
    });
  }

  it('S10: is judged by what a name resolves to', async () => {
    const addresses: Readonly<Record<string, readonly string[]>> = {
      'gitlab.com': ['172.65.251.78', '2606:4700:90:0:f22e:fbec:5bed:a9b9'],
      'gitlab.corp.com': ['10.0.0.1'],
      'storage.com': ['52.216.1.1'],
      'storage.corp.com': ['10.0.0.2'],
      'mixed.com': ['52.216.1.1', '127.0.0.1'],
      'mapped.com': ['::ffff:127.0.0.1'],
      'metadata.google.internal': ['169.254.169.254'],
    };
    const isFollowed = (target: string, instance: string) =>
      isStorage(new URL(`https://${target}/x`), new URL(`https://${instance}`), (host) =>
        Promise.resolve(addresses[host] ?? []),
      );
    assert.equal(await isFollowed('storage.com', 'gitlab.com'), true);
    assert.equal(await isFollowed('storage.com', 'gitlab.corp.com'), true);
    assert.equal(await isFollowed('storage.corp.com', 'gitlab.corp.com'), true);
    assert.equal(await isFollowed('unresolved.com', 'gitlab.com'), true);
    assert.equal(await isFollowed('storage.corp.com', 'gitlab.com'), false);
    assert.equal(await isFollowed('mixed.com', 'gitlab.com'), false);
    assert.equal(await isFollowed('mapped.com', 'gitlab.com'), false);
    assert.equal(await isFollowed('metadata.google.internal', 'gitlab.corp.com'), false);
  });
});
