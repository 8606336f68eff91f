import * as v from 'valibot';
import { l10n, type QuickPickItem, ThemeIcon, window, workspace, type WorkspaceFolder } from 'vscode';
import type { AccountStore } from '../../accounts/accountStore.ts';
import type { Connections } from '../../accounts/connections.ts';
import type { TrackerSettings } from '../../host/trackerSettings.ts';
import { commands } from '../../manifest.ts';
import { type Account, accountFor } from '../../model/account.ts';
import type { Clock } from '../../model/time/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { type InstanceUrl, instanceLabel } from '../../model/address/instanceUrl.ts';
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
  readonly hosts: Pick<RemoteHosts, 'pathOn'>;
  readonly consent: WriteConsent;
  readonly clock: Clock;
}

/** Edits the settings of issue sources: a source other than the folder's Git remote, and projects without a folder. */
export class TrackerCommands {
  constructor(private readonly parts: TrackerCommandParts) {}

  register(run: CommandRunner): void {
    run.register(commands.chooseTracker, (input) => this.choose(input));
    run.register(commands.addProject, (input) => this.add(input));
    run.register(commands.removeProject, (input) => this.remove(input));
  }

  private async choose({ rows, answers }: CommandInput): Promise<void> {
    const given = readAnswers(chooseAnswers, answers ?? {});
    await this.parts.synchronizer.ready();
    const folder = await this.folderOf(given.folder ?? this.trackerOf(rows[0]?.tracker)?.folder, answers !== undefined);
    if (!folder) return;
    const here = this.instanceOf(folder);
    const wanted =
      given.tracker === undefined
        ? await this.ask(l10n.t('Select Issue Source for {0}', plainText(folder.name)), here, folder)
        : given.tracker === null
          ? 'own'
          : this.expectAddress(given.tracker, here);
    if (wanted === undefined) return;
    if (wanted === 'own') return this.parts.trackerSettings.choose(folder, undefined);
    const address = await this.lookUp(wanted);
    this.parts.consent.remember(trackerKey(address));
    await this.parts.trackerSettings.choose(folder, trackerText(address, here));
  }

  private async add({ answers }: CommandInput): Promise<void> {
    const { project } = readAnswers(projectAnswers, answers ?? {});
    await this.parts.synchronizer.ready();
    if (this.signedIn.length === 0) throw new GitLabError('invalid', { host: 'GitLab', detail: 'notSignedIn' });
    const here = this.instanceOf(undefined);
    const wanted =
      project === undefined ? await this.ask(l10n.t('Add Project'), here) : this.expectAddress(project, here);
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

  private async ask(title: string, here: InstanceUrl | undefined, folder?: WorkspaceFolder) {
    const isMapped =
      folder && this.parts.synchronizer.trackers.some(({ chosen, folder: of }) => chosen && of === folder.name);
    const own: ScopeItem = {
      label: l10n.t("Use the Git remote's project"),
      iconPath: new ThemeIcon('discard'),
      value: 'own',
    };
    const assigned = this.signedIn
      .filter(({ kind }) => kind === 'personal')
      .map(({ instance }): ScopeItem => ({
        label: l10n.t('Assigned to Me'),
        description: instanceLabel(instance),
        iconPath: new ThemeIcon('account'),
        value: { instance, kind: 'assigned', path: assignedPath },
      }));
    return pickScope(
      {
        title,
        placeholder: l10n.t('Search for a project or group, or enter its path or URL'),
        fixed: [...(isMapped ? [own] : []), ...this.guesses(folder).map(scopeItem), ...assigned],
        search: (words, signal) => this.search(words, signal),
        typed: (text) => this.read(text, here),
      },
      this.parts.clock,
    );
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
    return [...new Map(served.map((address) => [trackerKey(address), address])).values()];
  }

  /** Returns the source in GitLab's spelling. Rejects a source without an account, or one that doesn't exist. */
  private async lookUp(address: TrackerAddress): Promise<TrackerAddress> {
    const { instance, kind, path } = address;
    const account = accountFor(this.signedIn, instance, path, kind);
    if (!account) throw new GitLabError('invalid', { host: instanceLabel(instance), detail: 'notSignedIn' });
    if (kind === 'assigned') return address;
    const client = this.parts.connections.clientFor(account);
    const home = kind === 'group' ? await client.findGroup(path) : await client.findProject(path);
    return { ...address, path: home.path };
  }

  private expectAddress(text: string, here: InstanceUrl | undefined): TrackerAddress {
    const address = this.read(text, here);
    if (!address) throw new GitLabError('invalid', { detail: 'tracker', named: text.slice(0, 200) });
    return address;
  }

  private read(text: string, here: InstanceUrl | undefined): TrackerAddress | undefined {
    return readTrackerAddress(text, here, this.instances);
  }

  /** The instance for a typed path: that of the folder's remote, or the only one. */
  private instanceOf(folder: WorkspaceFolder | undefined): InstanceUrl | undefined {
    return likeliestInstance(this.trackersOfRemotes(folder), this.instances);
  }

  private trackersOfRemotes(folder: WorkspaceFolder | undefined) {
    const { remotes, hosts } = this.parts;
    const { trackers } = planTrackers(remotes.remotes, this.signedIn, undefined, hosts);
    return folder ? trackers.filter((tracker) => tracker.folder === folder.name) : trackers;
  }

  /** The projects that remotes on unknown hosts would be on the instances that the user is signed in to. */
  private guesses(folder: WorkspaceFolder | undefined): readonly TrackerAddress[] {
    return this.trackersOfRemotes(folder)
      .filter(({ account }) => !account)
      .flatMap(({ kind, path }) => this.instances.map((instance) => ({ instance, kind, path })));
  }

  private async folderOf(name: string | undefined, isAnswered: boolean): Promise<WorkspaceFolder | undefined> {
    const folders = workspace.workspaceFolders ?? [];
    const named = folders.find((folder) => folder.name === name);
    const [only, another] = folders;
    if (named ?? (name === undefined && !another && only)) return named ?? only;
    if (name !== undefined || folders.length === 0 || isAnswered)
      throw new GitLabError('invalid', { detail: 'unknownFolder', named: name ?? '' });
    const items = folders.map((folder): QuickPickItem & { folder: WorkspaceFolder } => ({
      label: plainLabel(folder.name),
      iconPath: new ThemeIcon('folder'),
      folder,
    }));
    const placeHolder = l10n.t('Select a folder');
    return (await window.showQuickPick(items, { title: l10n.t('Select Issue Source'), placeHolder }))?.folder;
  }

  private async pickAdded(): Promise<TrackerState | undefined> {
    const added = this.parts.synchronizer.trackers.filter(({ chosen, folder }) => chosen && folder === undefined);
    if (added.length === 0) throw new GitLabError('invalid', { detail: 'notAdded' });
    const items = added.map((tracker): QuickPickItem & { tracker: TrackerState } => ({
      label: plainLabel(trackerTitle(tracker)),
      description: plainLabel(instanceLabel(tracker.instance)),
      tracker,
    }));
    return (await window.showQuickPick(items, { title: l10n.t('Remove Project') }))?.tracker;
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
