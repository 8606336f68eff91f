import type { Account } from '../../../src/model/account.ts';
import type { IssueGateway } from '../../../src/model/issueGateway.ts';
import type { Log } from '../../../src/model/ports.ts';
import { RemoteHosts } from '../../../src/sync/trackers/remoteHosts.ts';

/** Hosts that are remembered in a map, which several windows can share. */
export function rememberedHosts(
  gatewayFor: (account: Account) => IssueGateway,
  log: Log,
  values = new Map<string, unknown>(),
): RemoteHosts {
  const memory = {
    read: (key: string) => values.get(key),
    write: (key: string, value: unknown) => void values.set(key, value),
  };
  return new RemoteHosts({ gatewayFor, memory, log });
}
