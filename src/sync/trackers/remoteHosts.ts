import * as v from 'valibot';
import { type Account, accountFor } from '../../model/account.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { InstanceUrl } from '../../model/address/instanceUrl.ts';
import type { IssueGateway } from '../../model/gateway/issueGateway.ts';
import type { KeptValues, Log, WorkspaceRemote } from '../../model/ports.ts';
import {
  mayBeAlias,
  mayBeGitLab,
  parseRemoteUrl,
  prefixOf,
  type RemoteUrl,
  repositoryPathOn,
} from '../../model/address/remoteUrl.ts';
import { likeliestOwner, repositoryAddress, repositoryOwners } from '../../model/address/repositoryOwners.ts';
import { type TrackerAddress, trackerKey } from '../../model/address/trackerAddress.ts';

export interface RemoteHostsParts {
  readonly gatewayFor: (account: Account) => Pick<IssueGateway, 'at'>;
  /** What GitLab answered, for all windows. */
  readonly memory: KeptValues;
  /** What the user selected in this workspace. */
  readonly workspaceMemory: KeptValues;
  readonly log: Log;
}

const hostsKey = 'remoteHosts';
const hostEntries = v.record(v.string(), v.object({ instance: v.string(), prefix: v.string() }));
const ownersKey = 'repositoryOwners';
const ownerEntries = v.record(v.string(), v.object({ kind: v.picklist(['project', 'group']), path: v.string() }));

/** The maximum number of remotes to look up, and the most places where the project's path can start in a URL. */
const mostRemotes = 20;
const mostStarts = 3;

/** A project or group that an account can be asked for. */
interface Candidate {
  readonly address: TrackerAddress;
  /** The part of the remote's path that the address was read from. */
  readonly written: string;
  readonly account: Account;
}

/**
 * The instances that remotes belong to although their host differs from the instance's: an SSH host of its own, another
 * web address, or `http` that redirects. GitLab itself returns the URLs that Git reaches a project by. For an alias in
 * the SSH configuration, the user's selection is remembered. The token goes only to its own instance.
 * https://docs.gitlab.com/api/projects/#get-a-single-project
 */
export class RemoteHosts implements Disposable {
  /** The questions that were sent, and whether they were answered. */
  private readonly asked = new Map<string, boolean>();
  private readonly changed = new Emitter<undefined>();
  private readonly lifetime = new AbortController();

  /** An instance was found for a host, or an owner for a repository. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly parts: RemoteHostsParts) {}

  /** The path of a remote's repository on an instance, if the host is known to belong to the instance. */
  pathOn(instance: InstanceUrl, remote: RemoteUrl): string | undefined {
    const entry = [this.parts.workspaceMemory, this.parts.memory]
      .map((memory) => hostsIn(memory)[hostOf(remote)])
      .find((each) => each?.instance === instance && remote.path.startsWith(each.prefix));
    return entry && remote.path.slice(entry.prefix.length);
  }

  /** The project or group that a repository belongs to. The likeliest one until GitLab has answered. */
  ownerOf(address: TrackerAddress): TrackerAddress {
    const owner = this.owners()[trackerKey(address)];
    return owner ? { instance: address.instance, ...owner } : likeliestOwner(address);
  }

  /**
   * Looks for the instances of remotes on unknown hosts among those that the user is signed in to, and for the owners of
   * repositories that can belong to several.
   */
  lookUp(
    remotes: readonly WorkspaceRemote[],
    accounts: readonly Account[],
    repositories: readonly TrackerAddress[] = [],
  ): void {
    const instances = instancesOf(accounts);
    for (const remote of this.unknown(remotes, instances).slice(0, mostRemotes))
      for (const instance of instances) void this.lookUpHost(instance, remote, accounts);
    const owners = this.owners();
    for (const repository of repositories.slice(0, mostRemotes))
      if (!owners[trackerKey(repository)]) void this.lookUpOwner(repository, accounts);
  }

  /** Lets the next {@link lookUp} ask again for what wasn't found, because projects are created and shared. */
  forgetAnswers(): void {
    for (const [question, isAnswered] of this.asked) if (isAnswered) this.asked.delete(question);
  }

  /**
   * Remembers, for this workspace, that an SSH host is an alias for an instance, if a remote on that host has the path of
   * the project or group that the user selected on the instance.
   * @param remotes those that the user selected it for.
   * @returns whether a remote has that path.
   */
  rememberAlias(remotes: readonly WorkspaceRemote[], accounts: readonly Account[], selected: TrackerAddress): boolean {
    const { instance } = selected;
    const remote = this.unknown(remotes, instancesOf(accounts)).find(
      (each) =>
        mayBeAlias(each) &&
        repositoryOwners(repositoryAddress(instance, each.path)).some((owner) => isSame(owner, selected)),
    );
    if (!remote) return false;
    const { workspaceMemory } = this.parts;
    workspaceMemory.write(hostsKey, { ...hostsIn(workspaceMemory), [hostOf(remote)]: { instance, prefix: '' } });
    this.changed.fire(undefined);
    return true;
  }

  dispose(): void {
    this.lifetime.abort();
    this.changed.dispose();
  }

  /** The remotes on hosts that aren't known to belong to one of the instances. */
  private unknown(remotes: readonly WorkspaceRemote[], instances: readonly InstanceUrl[]): readonly RemoteUrl[] {
    const isKnown = (remote: RemoteUrl) =>
      instances.some((instance) => (repositoryPathOn(instance, remote) ?? this.pathOn(instance, remote)) !== undefined);
    return remotes
      .map(({ url }) => parseRemoteUrl(url))
      .filter((remote) => remote !== undefined)
      .filter((remote) => mayBeGitLab(remote) && !isKnown(remote));
  }

  private lookUpHost(instance: InstanceUrl, remote: RemoteUrl, accounts: readonly Account[]): Promise<void> {
    const { memory } = this.parts;
    const candidates = possiblePaths(remote).flatMap((written) =>
      repositoryOwners({ instance, kind: 'project', path: written })
        .filter(({ kind }) => kind === 'project')
        .flatMap((address) => withAccount({ address, written }, accounts)),
    );
    return this.ask(instance, hostOf(remote), candidates, async ({ address, written, account }) => {
      const project = await ifFound(this.gateway(account).cloneUrls(address.path));
      const prefix = project?.urls
        .map((url) => prefixOf(remote, written, url, project.path))
        .find((found) => found !== undefined);
      if (prefix === undefined) return false;
      memory.write(hostsKey, { ...hostsIn(memory), [hostOf(remote)]: { instance, prefix } });
      return true;
    });
  }

  private lookUpOwner(repository: TrackerAddress, accounts: readonly Account[]): Promise<void> {
    const { instance, path: written } = repository;
    const owners = repositoryOwners(repository).map((address) => withAccount({ address, written }, accounts));
    // Without an account for one of them, those after it aren't certain.
    const end = owners.findIndex((owner) => owner.length === 0);
    const candidates = owners.slice(0, end < 0 ? undefined : end).flat();
    return this.ask(instance, 'owner', candidates, async ({ address: { kind, path }, account }) => {
      const gateway = this.gateway(account);
      const found = await ifFound<unknown>(kind === 'group' ? gateway.findGroup(path) : gateway.cloneUrls(path));
      if (found === undefined) return false;
      this.parts.memory.write(ownersKey, { ...this.owners(), [trackerKey(repository)]: { kind, path } });
      return true;
    });
  }

  /** Asks for one candidate after the other until one is right. Sends the same question only once. Never rejects. */
  private async ask(
    instance: InstanceUrl,
    about: string,
    candidates: readonly Candidate[],
    isRight: (candidate: Candidate) => Promise<boolean>,
  ): Promise<void> {
    const asked = candidates.map(({ address, account }) => [account.key, trackerKey(address)]);
    const question = JSON.stringify([about, asked]);
    if (candidates.length === 0 || this.asked.has(question)) return;
    this.asked.set(question, false);
    try {
      for (const candidate of candidates) {
        if (!(await isRight(candidate))) continue;
        this.changed.fire(undefined);
        break;
      }
      this.asked.set(question, true);
    } catch (thrown) {
      // A failure proves nothing, so the next attempt can ask again.
      this.asked.delete(question);
      this.parts.log.debug(`Couldn't look up a remote on ${instance}. ${GitLabError.from(thrown).message}`);
    }
  }

  private gateway(account: Account): IssueGateway {
    return this.parts.gatewayFor(account).at('rest', this.lifetime.signal);
  }

  private owners() {
    const read = v.safeParse(ownerEntries, this.parts.memory.read(ownersKey));
    return read.success ? read.output : {};
  }
}

function instancesOf(accounts: readonly Account[]): readonly InstanceUrl[] {
  return [...new Set(accounts.map(({ instance }) => instance))];
}

function isSame(one: TrackerAddress, other: TrackerAddress): boolean {
  return trackerKey(one) === trackerKey(other);
}

function hostsIn(memory: KeptValues) {
  const read = v.safeParse(hostEntries, memory.read(hostsKey));
  return read.success ? read.output : {};
}

function withAccount(part: Omit<Candidate, 'account'>, accounts: readonly Account[]): readonly Candidate[] {
  const { instance, path, kind } = part.address;
  const account = accountFor(accounts, instance, path, kind);
  return account ? [{ ...part, account }] : [];
}

async function ifFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (thrown) {
    if (GitLabError.is(thrown, 'notFound')) return undefined;
    throw thrown;
  }
}

/** Over http(s), the URL can contain a subpath before the project's path. */
function possiblePaths({ protocol, path }: RemoteUrl): readonly string[] {
  if (protocol === 'ssh' || protocol === 'git') return [path];
  const segments = path.split('/');
  return segments
    .slice(0, Math.min(mostStarts, segments.length - 1))
    .map((_, start) => segments.slice(start).join('/'));
}

function hostOf({ protocol, host, port }: RemoteUrl): string {
  return protocol === 'ssh' || protocol === 'git' ? `ssh://${host}` : `${protocol}://${host}:${port ?? ''}`;
}
