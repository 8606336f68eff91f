import type { Account } from '../../../src/model/account.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';

/** Returns an account with a personal token. */
export function anAccount(id: number, instance = 'https://gitlab.com'): Account {
  return {
    key: `${instance}|personal|${id}`,
    instance: instance as InstanceUrl,
    kind: 'personal',
    user: { id, username: `user${id}`, name: `User ${id}` },
    scopes: ['api'],
    expiresOn: '2027-01-01',
    serverVersion: '18.9.1-ee',
  };
}
