import type { GitLabClient } from '../gitlab/gitLabClient.ts';
import { type Account, accountFor } from '../model/account.ts';
import type { Clock } from '../model/time/clock.ts';
import {
  type CheckedAccount,
  type CheckedProject,
  type ConnectionFacts,
  type Endpoint,
  isGitLab,
  type ServerAnswer,
  wasReached,
} from '../model/connection/connectionFacts.ts';
import { type ConnectionStep, type StepName, stepTitle } from '../model/connection/connectionReport.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { type InstanceUrl, instanceLabel, parseInstanceUrl, subPathOf } from '../model/address/instanceUrl.ts';
import type { Network } from '../model/connection/network.ts';
import { networkSteps } from '../model/connection/networkSteps.ts';
import type { RemoteSource } from '../model/ports.ts';
import { chooseProxy, type ProxyChoice } from '../model/connection/proxyChoice.ts';
import { parseRemoteUrl } from '../model/address/remoteUrl.ts';
import { projectPathOn } from '../model/address/repositoryOwners.ts';
import { serverSteps } from '../model/connection/serverSteps.ts';
import type { AccountStore } from './accountStore.ts';
import { checkToken } from './checkToken.ts';
import type { Connections } from './connections.ts';

/** The maximum number of other URLs on the same server to probe for GitLab, without a token. */
const mostGuesses = 4;

export interface CheckOptions {
  readonly signal?: AbortSignal;
  /** Called with a description of each step. */
  readonly onStep?: (title: string) => void;
}

/**
 * Tests the connection to a GitLab instance, from the network up to the project. Changes nothing, and sends each token
 * only to the instance of its account.
 */
export class ConnectionCheck {
  constructor(
    private readonly connections: Connections,
    private readonly accounts: AccountStore,
    private readonly remotes: RemoteSource,
    private readonly network: Network,
    private readonly clock: Clock,
  ) {}

  /** Rejects only with `canceled`. The steps report every other failure. */
  async run(instance: InstanceUrl, options: CheckOptions = {}): Promise<ConnectionStep[]> {
    const facts = await this.examine(instance, options);
    const below = networkSteps(facts);
    return [
      ...below,
      ...serverSteps(
        facts,
        below.some(({ verdict }) => verdict === 'failed'),
      ),
    ];
  }

  private async examine(instance: InstanceUrl, { signal, onStep }: CheckOptions): Promise<ConnectionFacts> {
    const tell = (name: StepName) => {
      if (signal?.aborted) throw new GitLabError('canceled', { host: instanceLabel(instance) });
      onStep?.(stepTitle(name));
    };
    const settings = this.network.settings();
    const proxy = chooseProxy(instance, settings);
    const server = endpointOf(instance);
    const target = proxy.way === 'proxy' ? { host: proxy.host, port: proxy.port } : server;
    tell('name');
    const addresses = await this.network.resolveName(target.host, signal);
    tell('port');
    const port = 'found' in addresses ? await this.network.tryPort(target, signal) : undefined;
    tell('certificate');
    const isTestable = instance.startsWith('https:') && port !== undefined && 'found' in port;
    const certificate = isTestable ? await this.certificate(server, proxy, signal) : undefined;
    tell('gitlab');
    const answer = await this.connections.clientWith(instance, undefined).probe(signal);
    const betterAddress = await this.betterAddress(instance, answer, signal);
    tell('token');
    const isUsable = wasReached(answer) && isGitLab(answer) && answer.error?.reason !== 'rateLimited';
    const checked = isUsable ? await this.checkAccounts(instance, signal) : new Map<Account, CheckedAccount>();
    const good = [...checked].filter(([, { error }]) => !error).map(([account]) => account);
    tell('project');
    const projects = isUsable ? await this.checkProjects(instance, [...checked.keys()], good, signal) : [];
    tell('rateLimit');
    // Uses a token if there is one, because rate limits apply per user.
    const { rateLimit } = good[0] ? await this.clientFor(good[0]).probe(signal) : answer;
    return {
      instance,
      now: this.clock.now(),
      proxy,
      target,
      addresses,
      ...(port ? { port } : {}),
      ...(certificate ? { certificate } : {}),
      trust: { systemCertificates: settings.systemCertificates, strict: settings.strict },
      answer,
      ...(betterAddress ? { betterAddress } : {}),
      accounts: [...checked.values()],
      projects,
      remotes: this.remotes.state,
      ...(rateLimit ? { rateLimit } : {}),
    };
  }

  private async certificate(server: Endpoint, proxy: ProxyChoice, signal: AbortSignal | undefined) {
    if (proxy.way !== 'proxy') return this.network.readCertificate(server, undefined, signal);
    // Other kinds of proxy would require another protocol first.
    return proxy.protocol === 'http' ? this.network.readCertificate(server, proxy, signal) : undefined;
  }

  /**
   * Looks for GitLab at another URL of the same server. Users often forget the subpath, or enter one that is too long.
   */
  private async betterAddress(instance: InstanceUrl, answer: ServerAnswer, signal: AbortSignal | undefined) {
    const isElsewhere = wasReached(answer) && !isGitLab(answer);
    // A server with a problem responds the same way at every URL.
    if (!isElsewhere || GitLabError.is(answer.error, 'server', 'rateLimited')) return undefined;
    for (const guess of this.guesses(instance)) {
      if (isGitLab(await this.connections.clientWith(guess, undefined).probe(signal))) return guess;
    }
    return undefined;
  }

  private guesses(instance: InstanceUrl): InstanceUrl[] {
    const { origin } = new URL(instance);
    const segments = subPathOf(instance).split('/').filter(Boolean);
    const shorter = segments.map((_, index) => segments.slice(0, index).join('/')).reverse();
    // A remote's path may begin with the subpath: https://example.com/gitlab/group/project.git
    const ofRemotes = this.remotes.remotes
      .map(({ url }) => parseRemoteUrl(url))
      .filter((remote) => remote !== undefined)
      .filter(({ host, protocol }) => new URL(origin).hostname === host && protocol.startsWith('http'))
      .map(({ path }) => path.split('/')[0] ?? '');
    return [...new Set([...shorter, ...ofRemotes, 'gitlab'])]
      .map((path) => parseInstanceUrl(`${origin}/${path}`))
      .filter((guess) => guess !== undefined && guess !== instance)
      .slice(0, mostGuesses) as InstanceUrl[];
  }

  /** The stored accounts, each with the server's current response for it. */
  private async checkAccounts(instance: InstanceUrl, signal: AbortSignal | undefined) {
    const stored = (await this.accounts.load()).filter((account) => account.instance === instance);
    const checked = new Map<Account, CheckedAccount>();
    for (const account of stored) checked.set(account, await this.checkAccount(account, signal));
    return checked;
  }

  private async checkAccount(account: Account, signal: AbortSignal | undefined): Promise<CheckedAccount> {
    const now = await attempt(() => checkToken(this.clientFor(account), account.instance, signal));
    return now instanceof GitLabError ? { account, error: now } : { account: now };
  }

  private async checkProjects(
    instance: InstanceUrl,
    accounts: readonly Account[],
    good: readonly Account[],
    signal: AbortSignal | undefined,
  ): Promise<CheckedProject[]> {
    const checked: CheckedProject[] = [];
    for (const path of this.projectPaths(instance)) {
      const account = accountFor(accounts, instance, path);
      if (!account || !good.includes(account)) {
        checked.push({ path });
        continue;
      }
      const found = await attempt(() => this.clientFor(account).findProject(path, signal));
      checked.push(found instanceof GitLabError ? { path, error: found } : { path, project: found });
    }
    return checked;
  }

  /** The workspace's projects on the instance, without duplicates. GitLab's paths are case-insensitive. */
  private projectPaths(instance: InstanceUrl): readonly string[] {
    const paths = this.remotes.remotes
      .map(({ url }) => parseRemoteUrl(url))
      .map((remote) => remote && projectPathOn(instance, remote))
      .filter((path) => path !== undefined);
    return [...new Map(paths.map((path) => [path.toLowerCase(), path])).values()];
  }

  private clientFor(account: Account): GitLabClient {
    return this.connections.clientFor(account);
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<T | GitLabError> {
  try {
    return await work();
  } catch (thrown) {
    const error = GitLabError.from(thrown);
    if (error.reason === 'canceled') throw error;
    return error;
  }
}

/** URLs enclose IPv6 addresses in brackets, which Node's network functions reject. */
function endpointOf(instance: InstanceUrl): Endpoint {
  const { hostname, port, protocol } = new URL(instance);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : protocol === 'https:' ? 443 : 80,
  };
}
