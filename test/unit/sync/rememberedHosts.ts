import type { Account } from '../../../src/model/account.ts';
import type { IssueGateway } from '../../../src/model/gateway/issueGateway.ts';
import type { KeptValues, Log } from '../../../src/model/ports.ts';
import { RemoteHosts } from '../../../src/sync/trackers/remoteHosts.ts';

/** Hosts that are remembered in maps. Several windows can share the first. */
export function rememberedHosts(
  gatewayFor: (account: Account) => IssueGateway,
  log: Log,
  values = new Map<string, unknown>(),
  ofWorkspace = new Map<string, unknown>(),
): RemoteHosts {
  return new RemoteHosts({ gatewayFor, memory: memoryIn(values), workspaceMemory: memoryIn(ofWorkspace), log });
}

function memoryIn(values: Map<string, unknown>): KeptValues {
  return { read: (key) => values.get(key), write: (key, value) => void values.set(key, value) };
}
