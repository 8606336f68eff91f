import { ConfigurationTarget, EventEmitter, workspace, type WorkspaceFolder } from 'vscode';
import { settings } from '../manifest.ts';
import type { Disposable } from '../model/event.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { Log, TrackerChoice, TrackerChoices } from '../model/ports.ts';

const untilItIsRead = 1_000;

/** Refers to the folder itself in the settings of that folder, whatever its name. */
const thisFolder = '.';

type Inspected = ReturnType<ReturnType<typeof workspace.getConfiguration>['inspect']>;

/**
 * `gitlabIssues.trackers` and `gitlabIssues.projects`. Ignores and logs values of another type. Ignores the settings of
 * an untrusted workspace.
 */
export class TrackerSettings implements TrackerChoices, Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly reported = new Set<string>();
  private readonly subscriptions = [
    workspace.onDidChangeConfiguration((event) => {
      const names = [settings.trackers, settings.projects].map((name) => `${settings.section}.${name}`);
      if (names.some((name) => event.affectsConfiguration(name))) this.changed.fire();
    }),
    workspace.onDidChangeWorkspaceFolders(() => {
      this.changed.fire();
    }),
    workspace.onDidGrantWorkspaceTrust(() => {
      this.changed.fire();
    }),
  ];

  readonly onDidChange = this.changed.event;

  constructor(private readonly log: Log) {}

  get folders(): readonly (TrackerChoice & { folder: string })[] {
    return (workspace.workspaceFolders ?? []).flatMap((folder) => {
      const choice = this.choiceOf(folder);
      return choice ? [{ folder: folder.uri.toString(), ...choice }] : [];
    });
  }

  /** The user's projects, followed by the workspace's. Neither list removes entries of the other. */
  get projects(): readonly TrackerChoice[] {
    const { globalValue, workspaceValue } = this.inspect(settings.projects) ?? {};
    const listed = (value: unknown, byWorkspace: boolean): TrackerChoice[] => {
      if (value !== undefined && !Array.isArray(value)) this.ignore(settings.projects);
      const items: readonly unknown[] = Array.isArray(value) ? value : [];
      return items.flatMap((item) => {
        if (typeof item === 'string') return [{ value: item, byWorkspace }];
        this.ignore(settings.projects);
        return [];
      });
    };
    return [...listed(globalValue, false), ...(workspace.isTrusted ? listed(workspaceValue, true) : [])];
  }

  /**
   * Sets the issue source of a folder. Undefined selects its Git remote. Updates the existing setting if there is one,
   * or else the workspace's settings. A folder with the same name as another one is set in its own settings. Rejects with
   * `storage` if it can't write them.
   */
  async choose(folder: WorkspaceFolder, value: string | undefined): Promise<void> {
    const { workspaceFolderValue, workspaceValue, globalValue } = this.inspect(settings.trackers, folder) ?? {};
    // If only one folder is open, its settings are the workspace's.
    const isAlone = workspace.workspaceFile === undefined;
    const isNamesake = (workspace.workspaceFolders ?? []).filter(({ name }) => name === folder.name).length > 1;
    const layers = [
      { target: ConfigurationTarget.WorkspaceFolder, value: isAlone ? undefined : workspaceFolderValue },
      { target: ConfigurationTarget.Workspace, value: workspaceValue },
      { target: ConfigurationTarget.Global, value: globalValue },
    ];
    const own = layers.filter(({ target }) => target === ConfigurationTarget.WorkspaceFolder);
    const usual = layers.filter(({ target }) => target === ConfigurationTarget.Workspace);
    const found = layers.filter((layer) => [folder.name, thisFolder].some((name) => name in record(layer.value)));
    const written = value === undefined ? found : isNamesake ? own : [...found, ...usual].slice(0, 1);
    for (const { target, value: before } of written) {
      const { [folder.name]: named, [thisFolder]: unnamed, ...others } = record(before);
      const isUnnamed = isNamesake || unnamed !== undefined || (isAlone && target === ConfigurationTarget.Workspace);
      const after =
        value === undefined
          ? others
          : { ...others, [named === undefined && isUnnamed ? thisFolder : folder.name]: value };
      await this.write(settings.trackers, after, target, folder);
    }
  }

  /** Rejects with `storage` if it can't write the settings. */
  async add(value: string): Promise<void> {
    const { globalValue, workspaceValue } = this.inspect(settings.projects) ?? {};
    const isOpen = (workspace.workspaceFolders ?? []).length > 0;
    const before = list(isOpen ? workspaceValue : globalValue);
    const target = isOpen ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
    await this.write(settings.projects, [...before, value], target);
  }

  /** Removes it from the user's and the workspace's settings. */
  async remove(value: string): Promise<void> {
    const { globalValue, workspaceValue } = this.inspect(settings.projects) ?? {};
    for (const [target, before] of [
      [ConfigurationTarget.Workspace, list(workspaceValue)],
      [ConfigurationTarget.Global, list(globalValue)],
    ] as const) {
      const after = before.filter((item) => item !== value);
      if (after.length < before.length) await this.write(settings.projects, after, target);
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private choiceOf(folder: WorkspaceFolder): TrackerChoice | undefined {
    const { workspaceFolderValue, workspaceValue, globalValue } = this.inspect(settings.trackers, folder) ?? {};
    const layers = [
      ...(workspace.isTrusted ? [workspaceFolderValue, workspaceValue] : []).map((value) => ({
        value,
        byWorkspace: true,
      })),
      { value: globalValue, byWorkspace: false },
    ];
    for (const { value, byWorkspace } of layers) {
      if (value !== undefined && !isRecord(value)) this.ignore(settings.trackers);
      const { [folder.name]: named, [thisFolder]: own } = record(value);
      // In the user's own settings, it would apply to every folder.
      const chosen = named ?? (byWorkspace ? own : undefined);
      if (typeof chosen === 'string') return { value: chosen, byWorkspace };
      if (chosen !== undefined) this.ignore(settings.trackers);
    }
    return undefined;
  }

  private inspect(name: string, folder?: WorkspaceFolder): Inspected {
    return workspace.getConfiguration(settings.section, folder?.uri).inspect(name);
  }

  private async write(name: string, value: unknown, target: ConfigurationTarget, folder?: WorkspaceFolder) {
    const isEmpty = Object.keys(value as object).length === 0;
    const update = () =>
      workspace.getConfiguration(settings.section, folder?.uri).update(name, isEmpty ? undefined : value, target);
    try {
      await update().then(undefined, async () => {
        // The file was just written, for example because a folder was added. VS Code rejects writes until it has read
        // it again.
        await new Promise((resolve) => setTimeout(resolve, untilItIsRead));
        await update();
      });
    } catch {
      // VS Code's message names files. The usual cause is an error in settings.json.
      throw new GitLabError('storage', { detail: 'settings' });
    }
  }

  private ignore(name: string): void {
    if (this.reported.has(name)) return;
    this.reported.add(name);
    this.log.warn(`Ignored values in the setting ${settings.section}.${name} that aren't valid.`);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
