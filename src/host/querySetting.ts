import { ConfigurationTarget, EventEmitter, workspace } from 'vscode';
import { settings } from '../manifest.ts';
import type { Disposable } from '../model/event.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { Log } from '../model/ports.ts';
import { isSameName, readSavedQueries, type SavedQuery, type SavedQuerySource } from '../model/query/savedQueries.ts';

const name = `${settings.section}.${settings.queries}`;

/**
 * `gitlabIssues.queries`: the saved queries of the user or the workspace. As with all settings, the workspace's list
 * replaces the user's. Skips invalid entries and logs each. Changes to other entries leave them untouched.
 */
export class QuerySetting implements SavedQuerySource, Disposable {
  private readonly changed = new EventEmitter<void>();
  private known: readonly SavedQuery[] | undefined;
  private warned = '';
  private readonly subscription = workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(name)) return;
    this.known = undefined;
    this.changed.fire();
  });

  readonly onDidChange = this.changed.event;

  constructor(private readonly log: Log) {}

  /** In the order of the list. */
  get queries(): readonly SavedQuery[] {
    this.known ??= this.read();
    return this.known;
  }

  find(wanted: string): SavedQuery | undefined {
    return this.queries.find((query) => isSameName(query.name, wanted));
  }

  /**
   * Adds a query, or replaces another. Rejects with `storage` if it can't write the settings.
   * @param at the position. If absent, the end of the list.
   */
  async add(query: SavedQuery, at?: number): Promise<void> {
    await this.write((entries) => entries.toSpliced(at ?? entries.length, 0, query));
  }

  async replace(old: string, query: SavedQuery): Promise<void> {
    await this.write((entries, place) => entries.with(place(old), query));
  }

  /** @returns the position that it had. */
  async remove(old: string): Promise<number> {
    let at = 0;
    await this.write((entries, place) => {
      at = place(old);
      return entries.toSpliced(at, 1);
    });
    return at;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private read(): readonly SavedQuery[] {
    const { workspaceValue, globalValue } = this.values;
    const values = [workspaceValue, globalValue];
    const all = values.map(readSavedQueries);
    const problems = all.flatMap((read) => read.problems).join('\n');
    if (problems !== this.warned)
      for (const problem of problems.split('\n')) if (problem) this.log.warn(`${name}: ${problem}`);
    this.warned = problems;
    return (Array.isArray(workspaceValue) ? all[0] : all[1])?.queries ?? [];
  }

  /** @param change updates the raw entries. `place` finds the entry that is shown under a name. */
  private async write(
    change: (entries: readonly unknown[], place: (name: string) => number) => readonly unknown[],
  ): Promise<void> {
    const { workspaceValue, globalValue } = this.values;
    const isOfWorkspace = Array.isArray(workspaceValue);
    const value: unknown = isOfWorkspace ? workspaceValue : globalValue;
    const entries: readonly unknown[] = Array.isArray(value) ? value : [];
    const place = (wanted: string) => {
      const isIt = (entry: unknown) =>
        readSavedQueries([entry]).queries.some((query) => isSameName(query.name, wanted));
      const found = entries.findIndex(isIt);
      if (found < 0) throw new GitLabError('invalid', { detail: 'unknownQuery', named: wanted });
      return found;
    };
    const changed = change(entries, place);
    const target = isOfWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
    try {
      await workspace.getConfiguration(settings.section).update(settings.queries, changed, target);
    } catch {
      // VS Code's message names files. The usual cause is an error in settings.json.
      throw new GitLabError('storage', { detail: 'settings' });
    }
  }

  private get values(): { readonly workspaceValue?: unknown; readonly globalValue?: unknown } {
    return workspace.getConfiguration(settings.section).inspect<unknown>(settings.queries) ?? {};
  }
}
