import type { IdentitySetting } from '../host/identitySetting.ts';
import type { Account } from '../model/account.ts';
import type { Clock } from '../model/time/clock.ts';
import { type InstanceUrl, instanceLabel } from '../model/address/instanceUrl.ts';
import type { AccountStore } from './accountStore.ts';
import { confirmOwnName, type Connected, findPeople } from './prompts/confirmOwnName.ts';
import type { Connections } from './connections.ts';
import { askOwnName } from './prompts/ownNamePrompts.ts';

/** Asks for the user's own username on an instance where the token belongs to a bot, and stores the answer. */
export class OwnNameQuestion {
  constructor(
    private readonly accounts: AccountStore,
    private readonly connections: Connections,
    private readonly identity: IdentitySetting,
    private readonly clock: Clock,
  ) {}

  /** For a new account of a bot, if the user's own username isn't known yet. */
  async askOnce(account: Account): Promise<void> {
    if (this.identity.me(account) === undefined) await this.ask(account.instance);
  }

  /** Asks for the user's own username on an instance. */
  async ask(instance: InstanceUrl): Promise<void> {
    const connected = await this.connected(instance);
    const [first] = connected;
    if (!first) return;
    const current = this.identity.me(first.account);
    const name = await askOwnName(
      {
        host: instanceLabel(instance),
        ...(current === undefined ? {} : { current }),
        find: (query, signal) => findPeople(connected, query, signal),
        accept: async (text, signal) => {
          const confirmed = await confirmOwnName(connected, text, signal);
          await this.identity.keep(instance, confirmed);
          return confirmed;
        },
      },
      this.clock,
    );
    if (name !== undefined) await this.identity.keep(instance, name);
  }

  private async connected(instance: InstanceUrl): Promise<Connected[]> {
    const bots = (await this.accounts.load()).filter(
      (account) => account.instance === instance && account.kind !== 'personal',
    );
    return bots.map((account) => ({ account, client: this.connections.clientFor(account) }));
  }
}
