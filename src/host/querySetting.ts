import { ConfigurationTarget, EventEmitter, workspace } from 'vscode';
import { settings } from '../manifest.ts';
import type { Disposable } from '../model/event.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { Log } from '../model/ports.ts';
import {
  isSameName,
  isSaved,
  type QueryEntry,
  queryId,
  readEntry,
  readSavedQueries,
  type SavedQuery,
  savedId,
  type SavedQuerySource,
  withBuiltIns,
  withoutDefaults,
} from '../model/query/savedQueries.ts';

const name = `${settings.section}.${settings.queries}`;

/**
 * `gitlabIssues.queries`: the saved queries of the user or the workspace, and the built-in ones that were moved or hidden.
 * As with all settings, the workspace's list replaces the user's. Skips invalid entries and logs each. Changes to other
 * entries leave them untouched.
 */
export class QuerySetting implements SavedQuerySource, Disposable {
  private readonly changed = new EventEmitter<void>();
  private known: readonly QueryEntry[] | undefined;
  private warned = '';
  private readonly subscription = workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(name)) return;
    this.known = undefined;
    this.changed.fire();
  });

  readonly onDidChange = this.changed.event;

  constructor(private readonly log: Log) {}

  get entries(): readonly QueryEntry[] {
    this.known ??= withBuiltIns(this.read());
    return this.known;
  }

  /** Those that the user saved. */
  get queries(): readonly SavedQuery[] {
    return this.entries.filter(isSaved);
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

  /** Adds a query below another one. @param id see `queryId`. */
  async addBelow(id: string, query: SavedQuery): Promise<void> {
    await this.arrange((all) => all.toSpliced(placeOf(all, id) + 1, 0, query));
  }

  async replace(old: string, query: SavedQuery): Promise<void> {
    await this.write((entries) => {
      const at = placeOf(entries, savedId(old), old);
      return entries.with(at, { ...(entries[at] as SavedQuery), ...query });
    });
  }

  /** @returns the position that it had. */
  async remove(old: string): Promise<number> {
    let at = 0;
    await this.write((entries) => {
      at = placeOf(entries, savedId(old), old);
      return entries.toSpliced(at, 1);
    });
    return at;
  }

  /** Exchanges the places of two queries. */
  async swap(id: string, other: string): Promise<void> {
    await this.arrange((all) => {
      const [at, otherAt] = [placeOf(all, id), placeOf(all, other)];
      return all.with(at, all[otherAt]).with(otherAt, all[at]);
    });
  }

  /** Hides all other queries. */
  async showOnly(ids: readonly string[]): Promise<void> {
    await this.arrange((all) =>
      all.map((entry) => {
        const read = readEntry(entry);
        if (typeof read === 'string' || (read.hidden !== true) === ids.includes(queryId(read))) return entry;
        const parts = Object.entries(entry as QueryEntry).filter(([key]) => key !== 'hidden');
        return Object.fromEntries(read.hidden ? parts : [...parts, ['hidden', true]]);
      }),
    );
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private read(): readonly QueryEntry[] {
    const { workspaceValue, globalValue } = this.values;
    const values = [workspaceValue, globalValue];
    const all = values.map(readSavedQueries);
    const problems = all.flatMap((read) => read.problems).join('\n');
    if (problems !== this.warned)
      for (const problem of problems.split('\n')) if (problem) this.log.warn(`${name}: ${problem}`);
    this.warned = problems;
    return (Array.isArray(workspaceValue) ? all[0] : all[1])?.entries ?? [];
  }

  /** @param change updates the entries, with all built-in ones. */
  private async arrange(change: (all: readonly unknown[]) => readonly unknown[]): Promise<void> {
    await this.write((entries) => withoutDefaults(change(withBuiltIns(entries))));
  }

  /** @param change updates the raw entries. */
  private async write(change: (entries: readonly unknown[]) => readonly unknown[]): Promise<void> {
    const { workspaceValue, globalValue } = this.values;
    const isOfWorkspace = Array.isArray(workspaceValue);
    const value: unknown = isOfWorkspace ? workspaceValue : globalValue;
    const changed = change(Array.isArray(value) ? value : []);
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

/** The place of a query. @param name what the user calls it. */
function placeOf(entries: readonly unknown[], id: string, name = id): number {
  const found = entries.findIndex((entry) => {
    const read = readEntry(entry);
    return typeof read !== 'string' && queryId(read) === id;
  });
  if (found < 0) throw new GitLabError('invalid', { detail: 'unknownQuery', named: name });
  return found;
}
