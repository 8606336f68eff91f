import type { Account } from '../../../src/model/account.ts';
import type { IssueGateway } from '../../../src/model/gateway/issueGateway.ts';
import type { Log } from '../../../src/model/ports.ts';
import { keptValues } from '../keptValues.ts';
import { RemoteHosts } from '../../../src/sync/trackers/remoteHosts.ts';

/** Hosts that are remembered in maps. Several windows can share the first. */
export function rememberedHosts(
  gatewayFor: (account: Account) => IssueGateway,
  log: Log,
  values = new Map<string, unknown>(),
  ofWorkspace = new Map<string, unknown>(),
): RemoteHosts {
  return new RemoteHosts({ gatewayFor, memory: keptValues(values), workspaceMemory: keptValues(ofWorkspace), log });
}
