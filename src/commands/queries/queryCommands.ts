import * as v from 'valibot';
import { commands as vscodeCommands, l10n, window } from 'vscode';
import type { QuerySetting } from '../../host/querySetting.ts';
import type { Memory } from '../../host/memory.ts';
import { commands } from '../../manifest.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { plainLabel, plainMessage, plainText } from '../../model/text/plainText.ts';
import { formatQuery } from '../../model/query/formatQuery.ts';
import type { SavedQuery } from '../../model/query/savedQueries.ts';
import type { IssueArrangement } from '../../sync/queries/issueArrangement.ts';
import type { TreeNode } from '../../views/tree/treeNode.ts';
import type { ViewQueries } from '../../sync/queries/viewQueries.ts';
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
const removeAnswers = v.strictObject({ name: v.optional(v.string()) });

/**
 * The commands for the user's own queries, which are rows of the view. The setting `gitlabIssues.queries` stores them.
 */
export class QueryCommands {
  constructor(
    private readonly setting: QuerySetting,
    private readonly queries: ViewQueries,
    private readonly arrangement: IssueArrangement,
    private readonly queryBox: QueryBox,
    private readonly memory: Pick<Memory, 'read' | 'write'>,
  ) {}

  register(run: CommandRunner): void {
    run.register(commands.addQuery, (input) => this.add(input));
    run.register(commands.editQuery, (input) => this.edit(input));
    run.register(commands.removeQuery, (input) => this.remove(input));
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
    if (given.name === undefined) await this.askName(l10n.t('Add Query: {0}', text), '', save);
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
    if (isAsked) await this.askName(title, old.name, save);
    else await save(given.newName ?? old.name);
  }

  private async remove({ rows, answers }: CommandInput): Promise<void> {
    const { name } = readAnswers(removeAnswers, answers ?? {});
    const old = await this.find(rows, name, l10n.t('Remove Query'));
    if (!old) return;
    const place = await this.setting.remove(old.name);
    // The message may stay open for long, so the command doesn't wait for it.
    if (!answers) void this.offerUndo(old, place);
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

  /** @param old the current name. Empty for a new query. */
  private async askName(title: string, old: string, save: (name: string) => Promise<void>): Promise<void> {
    await askAndSend({
      title,
      prompt: l10n.t('Enter a name for the query'),
      placeholder: l10n.t('Overdue bugs'),
      value: old,
      problem: (text) => this.wrongName(text, old),
      draft: readKeptText(this.memory, old === '' ? commands.addQuery : `${commands.editQuery} ${old}`),
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
