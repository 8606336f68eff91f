import * as v from 'valibot';
import { type Account, accountFor } from '../../model/account.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { InstanceUrl } from '../../model/address/instanceUrl.ts';
import type { IssueGateway } from '../../model/issueGateway.ts';
import type { KeptValues, Log, WorkspaceRemote } from '../../model/ports.ts';
import { mayBeGitLab, parseRemoteUrl, prefixOf, projectPathOn, type RemoteUrl } from '../../model/address/remoteUrl.ts';

export interface RemoteHostsParts {
  readonly gatewayFor: (account: Account) => Pick<IssueGateway, 'at'>;
  readonly memory: KeptValues;
  readonly log: Log;
}

const memoryKey = 'remoteHosts';
const entries = v.record(v.string(), v.object({ instance: v.string(), prefix: v.string() }));

/** The most remotes to look up, and the most places where the project's path can start in a URL. */
const mostRemotes = 20;
const mostStarts = 3;

/**
 * The instances that remotes belong to although their host differs from the instance's: an SSH host of its own, another
 * web address, or `http` that redirects. GitLab itself returns the URLs that Git reaches a project by. The token goes
 * only to its own instance.
 * https://docs.gitlab.com/api/projects/#get-a-single-project
 */
export class RemoteHosts implements Disposable {
  private readonly asked = new Set<string>();
  private readonly changed = new Emitter<undefined>();
  private readonly lifetime = new AbortController();

  /** An instance was found for a host. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly parts: RemoteHostsParts) {}

  /** The path of a remote's project on an instance, if the host is known to belong to the instance. */
  pathOn(instance: InstanceUrl, remote: RemoteUrl): string | undefined {
    const known = this.known()[hostOf(remote)];
    return known?.instance === instance && remote.path.startsWith(known.prefix)
      ? remote.path.slice(known.prefix.length)
      : undefined;
  }

  /** Looks for the instances of remotes on unknown hosts, among those that the user is signed in to. */
  lookUp(remotes: readonly WorkspaceRemote[], accounts: readonly Account[]): void {
    const instances = [...new Set(accounts.map(({ instance }) => instance))];
    const isKnown = (remote: RemoteUrl) =>
      instances.some((instance) => (projectPathOn(instance, remote) ?? this.pathOn(instance, remote)) !== undefined);
    const unknown = remotes
      .map(({ url }) => parseRemoteUrl(url))
      .filter((remote) => remote !== undefined && mayBeGitLab(remote) && !isKnown(remote));
    for (const remote of unknown.slice(0, mostRemotes))
      for (const instance of instances) if (remote) void this.lookUpOn(instance, remote, accounts);
  }

  dispose(): void {
    this.lifetime.abort();
    this.changed.dispose();
  }

  /** Never rejects. */
  private async lookUpOn(instance: InstanceUrl, remote: RemoteUrl, accounts: readonly Account[]): Promise<void> {
    const question = `${instance} ${hostOf(remote)} ${remote.path.toLowerCase()}`;
    if (this.asked.has(question)) return;
    this.asked.add(question);
    try {
      for (const path of possiblePaths(remote)) {
        const account = accountFor(accounts, instance, path, 'project');
        const project = account && (await this.cloneUrls(account, path));
        const prefix = project?.urls
          .map((url) => prefixOf(remote, path, url, project.path))
          .find((found) => found !== undefined);
        if (prefix === undefined) continue;
        this.parts.memory.write(memoryKey, { ...this.known(), [hostOf(remote)]: { instance, prefix } });
        this.changed.fire(undefined);
        return;
      }
    } catch (thrown) {
      // A failure proves nothing, so the next attempt can ask again.
      this.asked.delete(question);
      this.parts.log.debug(`Couldn't look up a remote on ${instance}. ${GitLabError.from(thrown).message}`);
    }
  }

  private async cloneUrls(account: Account, path: string) {
    try {
      return await this.parts.gatewayFor(account).at('rest', this.lifetime.signal).cloneUrls(path);
    } catch (thrown) {
      if (GitLabError.is(thrown, 'notFound')) return undefined;
      throw thrown;
    }
  }

  private known(): v.InferOutput<typeof entries> {
    const read = v.safeParse(entries, this.parts.memory.read(memoryKey));
    return read.success ? read.output : {};
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
