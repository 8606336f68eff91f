import assert from 'node:assert/strict';
import { isStorage } from '../../../src/gitlab/storedFile.ts';

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
  ];
  for (const [target, instance, isFollowed] of table) {
    it(`is ${isFollowed ? 'followed' : 'refused'}: ${target} from ${instance}`, () => {
      assert.equal(isStorage(new URL(target), new URL(instance)), isFollowed);
    });
  }
});
