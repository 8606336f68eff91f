import type { Account } from '../../src/model/account.ts';
import type { InstanceUrl } from '../../src/model/address/instanceUrl.ts';
import type { TrackerState } from '../../src/sync/trackers/trackerState.ts';

const instance = 'https://gitlab.example.com' as InstanceUrl;

/** A signed-in user. */
export const shopAccount: Account = {
  key: 'account',
  instance,
  kind: 'personal',
  user: { id: 1, username: 'me', name: 'Me' },
  scopes: ['api'],
  serverVersion: '18.9.1-ee',
};

/** A loaded project of the user. */
export const shopTracker: TrackerState = {
  key: 'shop',
  instance,
  kind: 'project',
  path: 'a/shop',
  account: shopAccount,
  loading: false,
  complete: true,
};
