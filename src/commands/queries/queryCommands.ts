import * as v from 'valibot';
import { commands as vscodeCommands, l10n, window } from 'vscode';
import type { QuerySetting } from '../../host/querySetting.ts';
import { commands } from '../../manifest.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { KeptValues } from '../../model/ports.ts';
import { plainLabel, plainMessage, plainText } from '../../model/text/plainText.ts';
import { formatQuery } from '../../model/query/formatQuery.ts';
import { type SavedQuery, savedId } from '../../model/query/savedQueries.ts';
import type { IssueArrangement } from '../../sync/queries/issueArrangement.ts';
import type { TreeNode } from '../../views/tree/treeNode.ts';
import type { ViewQueries, ViewQuery } from '../../sync/queries/viewQueries.ts';
import { readKeptText } from '../../sync/page/keptText.ts';
import { readAnswers } from '../answers.ts';
import { askAndSend } from '../pickers/sendingBox.ts';
import type { QueryBox } from './queryBox.ts';
import type { CommandInput, CommandRunner } from '../run.ts';
import { unanswerable, wrongQuery } from './wrongQuery.ts';

const addAnswers = v.strictObject({ name: v.optional(v.string()), query: v.optional(v.string()) });
const editAnswers = v.strictObject({
  name: v.optional(v.string()),
  query: v.optional(v.string()),
  newName: v.optional(v.string()),
});
const nameAnswers = v.strictObject({ name: v.optional(v.string()) });
const duplicateAnswers = v.strictObject({ name: v.optional(v.string()), newName: v.optional(v.string()) });
const showAnswers = v.strictObject({ names: v.optional(v.array(v.string())) });

interface NameQuestion {
  readonly title: string;
  /** The current name, which the query can keep. Empty for a new query. */
  readonly old: string;
  readonly value?: string;
  /** Identifies the box, to keep what was typed. */
  readonly command: string;
}

/**
 * The commands for the queries, which are rows of the view. The setting `gitlabIssues.queries` stores the user's own, and
 * which built-in ones the user moved or hid.
 */
export class QueryCommands {
  constructor(
    private readonly setting: QuerySetting,
    private readonly queries: ViewQueries,
    private readonly arrangement: IssueArrangement,
    private readonly queryBox: QueryBox,
    private readonly memory: KeptValues,
  ) {}

  register(run: CommandRunner): void {
    run.register(commands.addQuery, (input) => this.add(input));
    run.register(commands.editQuery, (input) => this.edit(input));
    run.register(commands.removeQuery, (input) => this.remove(input));
    run.register(commands.duplicateQuery, (input) => this.duplicate(input));
    run.register(commands.hideQuery, (input) => this.hide(input, run));
    run.register(commands.showQueries, (input) => this.chooseVisible(input));
    run.register(commands.moveQueryUp, (input) => this.move(input, -1));
    run.register(commands.moveQueryDown, (input) => this.move(input, 1));
  }

  private async add({ answers }: CommandInput): Promise<void> {
    const given = readAnswers(addAnswers, answers ?? {});
    const { filter } = this.arrangement;
    // Saves the current filter. Asks for a query only if there is no filter.
    const text = given.query ?? (filter === '' ? await this.askQuery(l10n.t('Add Query'), '') : filter);
    if (text === undefined) return;
    expectQuery(text);
    const save = async (name: string) => {
      this.expectName(name);
      await this.setting.add({ name: name.trim(), query: text.trim() });
    };
    if (given.name === undefined)
      await this.askName({ title: l10n.t('Add Query: {0}', text), old: '', command: commands.addQuery }, save);
    else await save(given.name);
  }

  private async edit({ rows, answers }: CommandInput): Promise<void> {
    const given = readAnswers(editAnswers, answers ?? {});
    const old = await this.find(rows, given.name, l10n.t('Edit Query'));
    if (!old) return;
    const isAsked = given.query === undefined && given.newName === undefined;
    const title = l10n.t('Edit Query {0}', plainText(old.name));
    const query = isAsked ? await this.askQuery(title, old.query) : (given.query ?? old.query);
    if (query === undefined) return;
    expectQuery(query);
    const save = async (name: string) => {
      this.expectName(name, old.name);
      await this.setting.replace(old.name, { name: name.trim(), query: query.trim() });
    };
    if (isAsked) await this.askName({ title, old: old.name, command: `${commands.editQuery} ${old.name}` }, save);
    else await save(given.newName ?? old.name);
  }

  private async remove({ rows, answers }: CommandInput): Promise<void> {
    const { name } = readAnswers(nameAnswers, answers ?? {});
    const old = await this.find(rows, name, l10n.t('Remove Query'));
    if (!old) return;
    const place = await this.setting.remove(old.name);
    // The message may stay open for long, so the command doesn't wait for it.
    if (!answers) void this.offerUndo(old, place);
  }

  private async duplicate({ rows, answers }: CommandInput): Promise<void> {
    const given = readAnswers(duplicateAnswers, answers ?? {});
    const original = await this.findVisible(rows, given.name, l10n.t('Duplicate Query'));
    if (!original) return;
    const { id, title, text, lastingText = text } = original;
    const save = async (name: string) => {
      this.expectName(name);
      await this.setting.addBelow(id, { name: name.trim(), query: lastingText });
    };
    const question = {
      title: l10n.t('Duplicate Query {0}', plainText(title)),
      old: '',
      value: l10n.t('{0} (copy)', plainText(title)),
      command: `${commands.duplicateQuery} ${id}`,
    };
    if (given.newName === undefined) await this.askName(question, save);
    else await save(given.newName);
  }

  private async hide({ rows, answers }: CommandInput, run: CommandRunner): Promise<void> {
    const { name } = readAnswers(nameAnswers, answers ?? {});
    const hidden = await this.findVisible(rows, name, l10n.t('Hide Query'));
    if (!hidden) return;
    const others = this.queries.all.filter(({ id }) => id !== hidden.id);
    await this.showOnly(others.map(({ id }) => id));
    if (!answers) void run.perform(commands.hideQuery, () => this.offerToShow(hidden));
  }

  private async offerToShow({ id, title }: ViewQuery): Promise<void> {
    const undo = l10n.t('Undo');
    const message = l10n.t(
      "Hid the query '{0}'. To show it again, run 'GitLab Issues: Show or Hide Queries…'.",
      plainMessage(title),
    );
    // The user may have changed other queries since.
    const shown = () => this.queries.all.map((query) => query.id);
    if ((await window.showInformationMessage(message, undo)) === undo) await this.setting.showOnly([...shown(), id]);
  }

  private async chooseVisible({ answers }: CommandInput): Promise<void> {
    const { names } = readAnswers(showAnswers, answers ?? {});
    const visible = new Set(this.queries.all);
    const items = this.queries.withHidden.map((query) => ({
      label: plainLabel(query.title),
      description: plainLabel(query.text),
      picked: visible.has(query),
      query,
    }));
    const chosen = names
      ? names.map((name) => this.expectQuery(name))
      : (
          await window.showQuickPick(items, {
            title: l10n.t('Show or Hide Queries'),
            placeHolder: l10n.t('Select the queries to show'),
            canPickMany: true,
            matchOnDescription: true,
          })
        )?.map(({ query }) => query);
    if (chosen) await this.showOnly(chosen.map(({ id }) => id));
  }

  private async showOnly(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) throw new GitLabError('invalid', { detail: 'noQuery' });
    await this.setting.showOnly(ids);
  }

  /** Exchanges a query with the visible one before or after it, if there is one. */
  private async move({ rows, answers }: CommandInput, step: -1 | 1): Promise<void> {
    const { name } = readAnswers(nameAnswers, answers ?? {});
    const title = step < 0 ? l10n.t('Move Query Up') : l10n.t('Move Query Down');
    const moved = await this.findVisible(rows, name, title);
    const { all } = this.queries;
    const place = all.findIndex(({ id }) => id === moved?.id);
    const other = place < 0 ? undefined : all[place + step];
    if (moved && other) await this.setting.swap(moved.id, other.id);
  }

  /** The query of a row, the one with a name, or the visible one that the user selects. */
  private async findVisible(
    [row]: readonly TreeNode[],
    name: string | undefined,
    title: string,
  ): Promise<ViewQuery | undefined> {
    if (name !== undefined) return this.expectQuery(name);
    const ofRow = row?.kind === 'query' ? this.queries.find(row.query) : undefined;
    if (ofRow) return ofRow;
    const items = this.queries.all.map((query) => ({
      label: plainLabel(query.title),
      description: plainLabel(query.text),
      query,
    }));
    return (await window.showQuickPick(items, { title, placeHolder: l10n.t('Select a query') }))?.query;
  }

  /** @param name of one of the user's queries, or the ID of a built-in one. */
  private expectQuery(name: string): ViewQuery {
    const found = this.queries.find(savedId(name)) ?? this.queries.find(name.trim());
    if (!found) throw new GitLabError('invalid', { detail: 'unknownQuery', named: name });
    return found;
  }

  private async offerUndo(old: SavedQuery, place: number): Promise<void> {
    const undo = l10n.t('Undo');
    const message = l10n.t("Removed the query '{0}'.", plainMessage(old.name));
    if ((await window.showInformationMessage(message, undo)) === undo) await this.setting.add(old, place);
  }

  /** The query of a row, the one with a name, or the one that the user selects. */
  private async find(
    [row]: readonly TreeNode[],
    name: string | undefined,
    title: string,
  ): Promise<SavedQuery | undefined> {
    const id = row && 'query' in row ? row.query : undefined;
    const wanted = name ?? (id === undefined ? undefined : this.queries.find(id)?.ownName);
    if (wanted !== undefined) {
      const found = this.setting.find(wanted);
      if (!found) throw new GitLabError('invalid', { detail: 'unknownQuery', named: wanted });
      return found;
    }
    const { queries } = this.setting;
    if (queries.length === 0) {
      void this.offerToAdd();
      return undefined;
    }
    const items = queries.map((query) => ({
      label: plainLabel(query.name),
      description: plainLabel(query.query),
      query,
    }));
    return (await window.showQuickPick(items, { title, placeHolder: l10n.t('Select a query') }))?.query;
  }

  private async offerToAdd(): Promise<void> {
    const add = l10n.t('Add Query…');
    if ((await window.showInformationMessage(l10n.t("You don't have any queries yet."), add)) === add)
      await vscodeCommands.executeCommand(commands.addQuery);
  }

  private async askQuery(title: string, value: string): Promise<string | undefined> {
    const accept = l10n.t('Use this query');
    const acceptEmpty = l10n.t('All open issues');
    const query = await this.queryBox.ask({ title, value, accept, acceptEmpty, refusal: unanswerable });
    return query && formatQuery(query);
  }

  private async askName(
    { title, old, value = old, command }: NameQuestion,
    save: (name: string) => Promise<void>,
  ): Promise<void> {
    await askAndSend({
      title,
      prompt: l10n.t('Enter a name for the query'),
      placeholder: l10n.t('Overdue bugs'),
      value,
      problem: (text) => this.wrongName(text, old),
      draft: readKeptText(this.memory, command),
      send: save,
    });
  }

  private wrongName(name: string, old: string): string | undefined {
    if (name.trim() === '' || name.trim().length > 100) return l10n.t('Enter a name with up to 100 characters.');
    const other = this.setting.find(name);
    return other && other.name !== old ? l10n.t('A query with this name already exists.') : undefined;
  }

  private expectName(name: string, old = ''): void {
    if (this.wrongName(name, old) !== undefined) throw new GitLabError('invalid', { detail: 'queryName', named: name });
  }
}

function expectQuery(text: string): void {
  const wrong = wrongQuery(text);
  if (wrong !== undefined) throw new GitLabError('invalid', { detail: 'query', explanation: wrong });
}
