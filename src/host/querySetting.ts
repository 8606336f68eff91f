import { ConfigurationTarget, EventEmitter, workspace } from 'vscode';
import { settings } from '../manifest.ts';
import type { Disposable } from '../model/event.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { Log } from '../model/ports.ts';
import { isSameName, readSavedQueries, type SavedQuery, type SavedQuerySource } from '../model/query/savedQueries.ts';

const name = `${settings.section}.${settings.queries}`;

/**
 * `gitlabIssues.queries`: the queries that the person keeps, or that a workspace brings. As with all settings the
 * workspace's list stands for the user's. What is no query is left out, with one line in the log for each, and is not
 * touched by a change of the others.
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
   * Adds a query, or puts it in the place of another. Rejects with `storage` where the settings cannot be written.
   * @param at its place; at the end if not given.
   */
  async add(query: SavedQuery, at?: number): Promise<void> {
    await this.write((entries) => entries.toSpliced(at ?? entries.length, 0, query));
  }

  async replace(old: string, query: SavedQuery): Promise<void> {
    await this.write((entries, place) => entries.with(place(old), query));
  }

  /** @returns the place where it was. */
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

  /** @param change of the entries as they are written; `place` finds the one that is shown under a name. */
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
      // VS Code's own words name files; the usual cause is a mistake in settings.json.
      throw new GitLabError('storage', { detail: 'settings' });
    }
  }

  private get values(): { readonly workspaceValue?: unknown; readonly globalValue?: unknown } {
    return workspace.getConfiguration(settings.section).inspect<unknown>(settings.queries) ?? {};
  }
}
