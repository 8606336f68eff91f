import * as v from 'valibot';
import {
  commands as vscodeCommands,
  l10n,
  type QuickPickItem,
  ThemeIcon,
  window,
  workspace,
  type WorkspaceFolder,
} from 'vscode';
import type { AccountStore } from '../../accounts/accountStore.ts';
import type { Connections } from '../../accounts/connections.ts';
import type { TrackerSettings } from '../../host/trackerSettings.ts';
import { openInBrowser } from '../../host/browser.ts';
import { commands } from '../../manifest.ts';
import { type Account, accountFor } from '../../model/account.ts';
import type { Clock } from '../../model/time/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { type InstanceUrl, instanceLabel } from '../../model/address/instanceUrl.ts';
import { issueListPage } from '../../model/address/issueListPage.ts';
import { suggestedInstances } from '../../model/address/remoteUrl.ts';
import { repositoryOwners } from '../../model/address/repositoryOwners.ts';
import { plainLabel, plainText } from '../../model/text/plainText.ts';
import type { RemoteSource } from '../../model/ports.ts';
import {
  assignedPath,
  readTrackerAddress,
  type TrackerAddress,
  trackerKey,
  trackerText,
} from '../../model/address/trackerAddress.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { RemoteHosts } from '../../sync/trackers/remoteHosts.ts';
import { likeliestInstance, planTrackers } from '../../sync/trackers/trackerPlan.ts';
import { trackerTitle } from '../../sync/trackers/trackerNames.ts';
import type { TrackerState } from '../../sync/trackers/trackerState.ts';
import { readAnswers } from '../answers.ts';
import { type ScopeItem, pickScope, scopeItem } from '../pickers/scopePicker.ts';
import type { CommandInput, CommandRunner } from '../run.ts';
import type { WriteConsent } from '../../views/writeConsent.ts';

const chooseAnswers = v.strictObject({ folder: v.optional(v.string()), tracker: v.optional(v.nullable(v.string())) });
const projectAnswers = v.strictObject({ project: v.optional(v.string()) });

/** The objects that the commands use. */
interface TrackerCommandParts {
  readonly trackerSettings: TrackerSettings;
  readonly synchronizer: Synchronizer;
  readonly accounts: Pick<AccountStore, 'accounts'>;
  readonly connections: Pick<Connections, 'clientFor'>;
  readonly remotes: RemoteSource;
  readonly hosts: Pick<RemoteHosts, 'pathOn' | 'ownerOf' | 'rememberAlias'>;
  readonly consent: WriteConsent;
  readonly clock: Clock;
}

/** What an issue source is asked for. */
interface AskedFor {
  readonly folder?: WorkspaceFolder;
  /** The row that the user selected. */
  readonly row?: TrackerState | undefined;
}

/** Edits the settings of issue sources: a source other than the folder's Git remote, and projects without a folder. */
export class TrackerCommands {
  constructor(private readonly parts: TrackerCommandParts) {}

  register(run: CommandRunner): void {
    run.register(commands.chooseTracker, (input) => this.choose(input));
    run.register(commands.addProject, (input) => this.add(input));
    run.register(commands.removeProject, (input) => this.remove(input));
    run.register(commands.openOnGitLab, (input) => this.open(input));
  }

  private async choose({ rows, answers }: CommandInput): Promise<void> {
    const given = readAnswers(chooseAnswers, answers ?? {});
    await this.parts.synchronizer.ready();
    const row = this.trackerOf(rows[0]?.tracker);
    if (row?.isGuess && row.chosen && row.folder === undefined && given.folder === undefined)
      return this.replace(row, row.chosen.value);
    const folder = await this.folderOf(given.folder ?? row?.folder, answers !== undefined);
    if (!folder) return;
    const here = this.instanceOf(folder);
    const wanted =
      given.tracker === undefined
        ? await this.ask(l10n.t('Select Issue Source for {0}', plainText(folder.name)), here, { folder, row })
        : given.tracker === null
          ? 'own'
          : this.expectAddress(given.tracker, here);
    if (wanted === undefined) return;
    if (wanted === 'own') return this.parts.trackerSettings.choose(folder, undefined);
    const address = await this.lookUp(wanted);
    const ofFolder = this.parts.remotes.remotes.filter((remote) => remote.folder === folder.uri.toString());
    // The remotes of other folders on the same host follow without a setting.
    if (this.parts.hosts.rememberAlias(ofFolder, this.signedIn, address))
      return this.parts.trackerSettings.choose(folder, undefined);
    this.parts.consent.remember(trackerKey(address));
    await this.parts.trackerSettings.choose(folder, trackerText(address, here));
  }

  /** Replaces an added project whose setting doesn't specify its instance. */
  private async replace(row: TrackerState, value: string): Promise<void> {
    const wanted = await this.ask(l10n.t('Select Issue Source'), undefined, { row });
    if (wanted === undefined || wanted === 'own') return;
    const address = await this.lookUp(wanted);
    this.parts.consent.remember(trackerKey(address));
    await this.parts.trackerSettings.remove(value);
    await this.parts.trackerSettings.add(trackerText(address));
  }

  private async add({ answers }: CommandInput): Promise<void> {
    const { project } = readAnswers(projectAnswers, answers ?? {});
    await this.parts.synchronizer.ready();
    if (this.signedIn.length === 0 && !answers) await vscodeCommands.executeCommand(commands.signIn);
    if (this.signedIn.length === 0) {
      if (!answers) return;
      throw new GitLabError('invalid', { host: 'GitLab', detail: 'notSignedIn' });
    }
    const here = this.instanceOf(undefined);
    const wanted =
      project === undefined ? await this.ask(l10n.t('Add Project'), here, {}) : this.expectAddress(project, here);
    if (wanted === undefined || wanted === 'own') return;
    const address = await this.lookUp(wanted);
    if (this.trackerOf(trackerKey(address))) return;
    this.parts.consent.remember(trackerKey(address));
    await this.parts.trackerSettings.add(trackerText(address));
  }

  private async remove({ rows, answers }: CommandInput): Promise<void> {
    const { project } = readAnswers(projectAnswers, answers ?? {});
    await this.parts.synchronizer.ready();
    const named =
      project === undefined ? this.trackerOf(rows[0]?.tracker) : this.parts.synchronizer.expectTracker(project);
    const tracker = named ?? (await this.pickAdded());
    if (!tracker) return;
    if (!tracker.chosen || tracker.folder !== undefined) throw new GitLabError('invalid', { detail: 'notAdded' });
    await this.parts.trackerSettings.remove(tracker.chosen.value);
  }

  private async open({ rows, answers }: CommandInput): Promise<void> {
    const { project } = readAnswers(projectAnswers, answers ?? {});
    await this.parts.synchronizer.ready();
    const named =
      project === undefined ? this.trackerOf(rows[0]?.tracker) : this.parts.synchronizer.expectTracker(project);
    const shown = this.parts.synchronizer.trackers.filter(({ account }) => account);
    if (!named && shown.length === 0) throw new GitLabError('invalid', { host: 'GitLab', detail: 'notSignedIn' });
    const tracker = named ?? (shown.length === 1 ? shown[0] : await pickTracker(shown, l10n.t('Open on GitLab')));
    if (tracker) await openInBrowser(issueListPage(tracker));
  }

  /** Undefined if the user cancels, or signs in instead. */
  private async ask(title: string, here: InstanceUrl | undefined, { folder, row }: AskedFor) {
    const isMapped =
      folder &&
      this.parts.synchronizer.trackers.some(({ chosen, folder: of }) => chosen && of === folder.uri.toString());
    const own: ScopeItem = {
      label: l10n.t("Use the Git remote's project"),
      iconPath: new ThemeIcon('discard'),
      value: 'own',
    };
    const signIn = this.instancesToSignInTo(folder).map((instance): ScopeItem => ({
      label: l10n.t('Sign In to {0}', plainLabel(instanceLabel(instance))),
      iconPath: new ThemeIcon('sign-in'),
      alwaysShow: true,
      value: { signInTo: instance },
    }));
    const assigned = this.signedIn
      .filter(({ kind }) => kind === 'personal')
      .map(({ instance }): ScopeItem => ({
        label: l10n.t('Assigned to Me'),
        description: instanceLabel(instance),
        iconPath: new ThemeIcon('account'),
        value: { instance, kind: 'assigned', path: assignedPath },
      }));
    const picked = await pickScope(
      {
        title,
        placeholder: l10n.t('Search for a project or group, or enter its path or URL'),
        fixed: [...this.guesses(folder, row).map(scopeItem), ...signIn, ...(isMapped ? [own] : []), ...assigned],
        search: (words, signal) => this.search(words, signal),
        typed: (text) => this.read(text, here),
      },
      this.parts.clock,
    );
    if (typeof picked !== 'object' || !('signInTo' in picked)) return picked;
    await vscodeCommands.executeCommand(commands.signIn, { url: picked.signInTo });
    return undefined;
  }

  /** Finds projects and groups of all accounts. Rejects only if every request fails. */
  private async search(words: string, signal: AbortSignal): Promise<readonly TrackerAddress[]> {
    const found = await Promise.allSettled(
      this.signedIn.flatMap((account) => {
        const client = this.parts.connections.clientFor(account);
        const at = (kind: 'project' | 'group') => (homes: readonly { path: string }[]) =>
          homes.map(({ path }) => ({ instance: account.instance, kind, path }));
        return [
          client.searchProjects(words, undefined, signal).then(at('project')),
          client.searchGroups(words, signal).then(at('group')),
        ];
      }),
    );
    const addresses = found.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    const failed = found.find((result) => result.status === 'rejected');
    if (failed && found.every(({ status }) => status === 'rejected')) throw failed.reason;
    // Excludes projects and groups that no token may access.
    const served = addresses.filter(({ instance, kind, path }) => accountFor(this.signedIn, instance, path, kind));
    return eachOnce(served);
  }

  /** Returns the source in GitLab's spelling. Rejects a source without an account, or one that doesn't exist. */
  private async lookUp(address: TrackerAddress): Promise<TrackerAddress> {
    if (address.kind === 'assigned') {
      this.expectAccount(address);
      return address;
    }
    const [first = address, ...others] = repositoryOwners(address);
    try {
      return await this.lookUpExactly(first);
    } catch (error) {
      // The address can be that of a wiki.
      for (const other of others) {
        const found = await this.lookUpExactly(other).catch(() => undefined);
        if (found) return found;
      }
      throw error;
    }
  }

  private async lookUpExactly(address: TrackerAddress): Promise<TrackerAddress> {
    const client = this.parts.connections.clientFor(this.expectAccount(address));
    const { kind, path } = address;
    const home = kind === 'group' ? await client.findGroup(path) : await client.findProject(path);
    return { ...address, path: home.path };
  }

  private expectAccount({ instance, kind, path }: TrackerAddress): Account {
    const account = accountFor(this.signedIn, instance, path, kind);
    if (!account) throw new GitLabError('invalid', { host: instanceLabel(instance), detail: 'notSignedIn' });
    return account;
  }

  private expectAddress(text: string, here: InstanceUrl | undefined): TrackerAddress {
    const [address, another] = this.read(text, here);
    if (!address || another) throw new GitLabError('invalid', { detail: 'tracker', named: text.slice(0, 200) });
    return address;
  }

  /** @param here the instance of a path. If undefined, it can be on each instance that the user is signed in to. */
  private read(text: string, here: InstanceUrl | undefined): readonly TrackerAddress[] {
    const addresses = (here || this.signedIn.length === 0 ? [here] : this.instances)
      .map((instance) => readTrackerAddress(text, instance, this.signedIn))
      .filter((address) => address !== undefined);
    return eachOnce(addresses);
  }

  /** The instance for a typed path: that of the folder's remote, or the only one. */
  private instanceOf(folder: WorkspaceFolder | undefined): InstanceUrl | undefined {
    return likeliestInstance(this.trackersOfRemotes(folder), this.instances);
  }

  private trackersOfRemotes(folder: WorkspaceFolder | undefined) {
    const { remotes, hosts } = this.parts;
    const { trackers } = planTrackers(remotes.remotes, this.signedIn, undefined, hosts);
    return folder ? trackers.filter((tracker) => tracker.folder === folder.uri.toString()) : trackers;
  }

  /** The projects that a row, or the remotes on unknown hosts, would be on the instances that the user is signed in to. */
  private guesses(folder: WorkspaceFolder | undefined, row: TrackerState | undefined): readonly TrackerAddress[] {
    const addresses = [...(row ? [row] : []), ...this.trackersOfRemotes(folder)]
      .filter(({ account }) => !account)
      .flatMap(({ kind, path }) => this.instances.map((instance) => ({ instance, kind, path })));
    return eachOnce(addresses);
  }

  /** The instances that the hosts of a folder's remotes would be if they aren't other names. */
  private instancesToSignInTo(folder: WorkspaceFolder | undefined): readonly InstanceUrl[] {
    const unknown = this.trackersOfRemotes(folder).filter(({ account }) => !account);
    if (!folder || unknown.length === 0) return [];
    const urls = this.parts.remotes.remotes.filter((remote) => remote.folder === folder.uri.toString());
    const instances = suggestedInstances(urls.map(({ url }) => url));
    return instances.filter((instance) => !this.instances.includes(instance));
  }

  /** @param name the name or the URI of the folder. */
  private async folderOf(name: string | undefined, isAnswered: boolean): Promise<WorkspaceFolder | undefined> {
    const folders = workspace.workspaceFolders ?? [];
    const named = folders.filter((folder) => name === undefined || [folder.name, folder.uri.toString()].includes(name));
    const [only, another] = named;
    if (only && !another) return only;
    if (!only || isAnswered)
      throw new GitLabError('invalid', { detail: another && name ? 'namesakes' : 'unknownFolder', named: name ?? '' });
    const items = named.map((folder): QuickPickItem & { folder: WorkspaceFolder } => ({
      label: plainLabel(folder.name),
      description: plainLabel(folder.uri.fsPath),
      iconPath: new ThemeIcon('folder'),
      folder,
    }));
    const placeHolder = l10n.t('Select a folder');
    return (await window.showQuickPick(items, { title: l10n.t('Select Issue Source'), placeHolder }))?.folder;
  }

  private async pickAdded(): Promise<TrackerState | undefined> {
    const added = this.parts.synchronizer.trackers.filter(({ chosen, folder }) => chosen && folder === undefined);
    if (added.length === 0) throw new GitLabError('invalid', { detail: 'notAdded' });
    return pickTracker(added, l10n.t('Remove Project'));
  }

  private trackerOf(key: string | undefined): TrackerState | undefined {
    return this.parts.synchronizer.tracker(key);
  }

  private get signedIn(): readonly Account[] {
    return this.parts.accounts.accounts ?? [];
  }

  private get instances(): readonly InstanceUrl[] {
    return [...new Set(this.signedIn.map(({ instance }) => instance))];
  }
}

async function pickTracker(trackers: readonly TrackerState[], title: string): Promise<TrackerState | undefined> {
  const items = trackers.map((tracker): QuickPickItem & { tracker: TrackerState } => ({
    label: plainLabel(trackerTitle(tracker)),
    description: plainLabel(instanceLabel(tracker.instance)),
    tracker,
  }));
  return (await window.showQuickPick(items, { title }))?.tracker;
}

function eachOnce(addresses: readonly TrackerAddress[]): readonly TrackerAddress[] {
  return [...new Map(addresses.map((address) => [trackerKey(address), address])).values()];
}
